import { AppError } from '#shared/domain/appError.ts'
import type { Bars, QualityReport } from '#shared/domain/dataset.ts'
import { type CsvHeader, PRICE_COLUMNS, readCsvHeader } from './csvHeader.ts'
import { forEachLine, splitCsvLine } from './csvLine.ts'
import { findBarProblem } from './findBarProblem.ts'
import { findTimeProblem, type RowProblem, reportQuality } from './inspectQuality.ts'
import { readTime } from './readTime.ts'

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const COLUMNS = ['time', ...PRICE_COLUMNS, 'volume'] as const

export interface CsvOptions {
  /** true (the default): the first bad row is an error. false: bad rows are left out and reported. */
  readonly strict?: boolean
}

export interface ParsedBars {
  readonly bars: Bars
  /** From the symbol column; null when there is none. */
  readonly symbol: string | null
  readonly quality: QualityReport
  /** Every row left out, in file order; empty in strict mode. */
  readonly rejects: readonly RowProblem[]
}

/**
 * Bars of one instrument from CSV text: a header `time|timestamp|date,open,high,low,close[,volume][,symbol]` in any case
 * and order (other columns are ignored), separated by comma, semicolon or tab. Times as readTime takes them, strictly
 * increasing. Without a volume column every volume is NaN, which means not known; an empty cell is an error.
 * @throws AppError `data_invalid` naming the 1-based line and the column; `invalid_input` for more than one symbol.
 */
export function parseBarsCsv(text: string, { strict = true }: CsvOptions = {}): ParsedBars {
  const reader = new RowReader()
  const rejects: RowProblem[] = []
  forEachLine(text, (line, lineNumber) => {
    const problem = reader.read(line, lineNumber)
    if (problem === null) return
    if (strict) throw new AppError('data_invalid', describe(problem), { details: { line: problem.line, column: problem.column } })
    rejects.push(problem)
  })
  if (reader.rows === 0)
    throw new AppError(
      'data_invalid',
      'The file holds no rows of bars: expected a header such as time,open,high,low,close,volume and one row a bar',
    )
  const bars = reader.toBars()
  if (bars.time.length === 0) throw new AppError('data_invalid', `No row can be used; the first problem is at ${describe(rejects[0]!)}`)
  const quality = reportQuality(bars, { rows: reader.rows, rejectedRows: rejects.length, problems: rejects })
  return { bars, symbol: reader.symbol, quality, rejects }
}

function describe({ line, column, problem }: RowProblem): string {
  return `line ${line}, column ${column}: ${problem}`
}

/** Reads rows into columns; the first line it meets is the header. */
class RowReader {
  rows = 0
  symbol: string | null = null
  #header: CsvHeader | null = null
  #lastTime = Number.NEGATIVE_INFINITY
  readonly #columns: Record<(typeof COLUMNS)[number], number[]> = { time: [], open: [], high: [], low: [], close: [], volume: [] }

  /** The row's first problem, or null when it was taken. */
  read(line: string, lineNumber: number): RowProblem | null {
    if (this.#header === null) {
      this.#header = readCsvHeader(line, lineNumber)
      return null
    }
    this.rows++
    const problem = this.#take(splitCsvLine(line, this.#header.delimiter), this.#header)
    return problem && { line: lineNumber, ...problem, column: problem.column === 'time' ? this.#header.timeName : problem.column }
  }

  toBars(): Bars {
    const { time, open, high, low, close, volume } = this.#columns
    const column = (values: number[]) => Float64Array.from(values)
    return { time: column(time), open: column(open), high: column(high), low: column(low), close: column(close), volume: column(volume) }
  }

  #take(cells: readonly string[], header: CsvHeader): Omit<RowProblem, 'line'> | null {
    const row = {
      time: readTime(cells[header.time]?.trim() ?? ''),
      open: readNumber(cells[header.open]),
      high: readNumber(cells[header.high]),
      low: readNumber(cells[header.low]),
      close: readNumber(cells[header.close]),
      volume: header.volume === -1 ? Number.NaN : readNumber(cells[header.volume]),
    }
    const problem = findUnreadable(row, cells, header) ?? findTimeProblem(row.time, this.#lastTime) ?? findBarProblem(row)
    if (problem) return problem
    this.#checkSymbol(cells[header.symbol])
    this.#lastTime = row.time
    for (const name of COLUMNS) this.#columns[name].push(row[name])
    return null
  }

  #checkSymbol(cell: string | undefined): void {
    const symbol = cell?.trim()
    if (!symbol) return
    this.symbol ??= symbol
    if (symbol === this.symbol) return
    throw new AppError(
      'invalid_input',
      `The file holds several symbols (${this.symbol}, ${symbol}); panels are not supported yet by the single-instrument strategies: keep one symbol per file`,
      { details: { column: 'symbol' } },
    )
  }
}

type Row = Readonly<Record<(typeof COLUMNS)[number], number>>

/** The first cell that is not what its column holds. A missing volume column is not a problem, an empty volume cell is. */
function findUnreadable(row: Row, cells: readonly string[], header: CsvHeader): Omit<RowProblem, 'line'> | null {
  for (const column of COLUMNS) {
    if (!Number.isNaN(row[column]) || header[column] === -1) continue
    const cell = cells[header[column]]?.trim() ?? ''
    const expected = column === 'time' ? 'an ISO date such as 2020-12-31 or an epoch' : 'a number'
    return { column, problem: cell === '' ? 'is empty' : `"${cell}" is not ${expected}`, fault: 'unreadable' }
  }
  return null
}

/** NaN for anything but a plain, finite decimal number. */
function readNumber(cell: string | undefined): number {
  const text = cell?.trim() ?? ''
  const value = NUMBER.test(text) ? Number(text) : Number.NaN
  return Number.isFinite(value) ? value : Number.NaN
}
