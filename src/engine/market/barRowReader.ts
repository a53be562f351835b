import type { Bars } from '#shared/domain/dataset.ts'
import { type CsvHeader, PRICE_COLUMNS, readCsvHeader } from './csvHeader.ts'
import { forEachLine, splitCsvLine } from './csvLine.ts'
import { findBarProblem } from './findBarProblem.ts'
import { findTimeProblem, type RowProblem } from './inspectQuality.ts'
import { readTime } from './readTime.ts'

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const COLUMNS = ['time', ...PRICE_COLUMNS, 'volume'] as const
type Row = Readonly<Record<(typeof COLUMNS)[number], number>>

/** A problem of a row whose line the caller knows. */
type CellProblem = Omit<RowProblem, 'line'>

/** One row of a file of bars, split, with the header it stands under. `line` is 1-based. */
export interface CsvRow {
  readonly cells: readonly string[]
  readonly line: number
  readonly header: CsvHeader
}

/**
 * Calls back with every row below the header, the first line that is not blank.
 * @throws AppError `data_invalid` for a header that lacks a column or names it twice.
 */
export function forEachRow(text: string, visit: (row: CsvRow) => void): void {
  let header: CsvHeader | null = null
  forEachLine(text, (content, line) => {
    if (header === null) header = readCsvHeader(content, line)
    else visit({ cells: splitCsvLine(content, header.delimiter), line, header })
  })
}

export function describeProblem({ line, column, problem }: RowProblem): string {
  return `line ${line}, column ${column}: ${problem}`
}

/** Reads the rows of one instrument into columns; times must increase strictly. A carry column is read only when asked for. */
export class BarRowReader {
  readonly #readsCarry: boolean
  #lastTime = Number.NEGATIVE_INFINITY
  readonly #columns: Record<(typeof COLUMNS)[number], number[]> = { time: [], open: [], high: [], low: [], close: [], volume: [] }
  readonly #carry: number[] = []

  constructor({ readsCarry = false }: { readonly readsCarry?: boolean } = {}) {
    this.#readsCarry = readsCarry
  }

  /** The row's first problem, or null when it was taken. */
  read({ cells, line, header }: CsvRow): RowProblem | null {
    const problem = this.#take(cells, header)
    return problem && { line, ...problem, column: problem.column === 'time' ? header.timeName : problem.column }
  }

  toBars(): Bars {
    const { time, open, high, low, close, volume } = this.#columns
    const column = (values: number[]) => Float64Array.from(values)
    return { time: column(time), open: column(open), high: column(high), low: column(low), close: column(close), volume: column(volume) }
  }

  /** One value per bar, NaN where the cell is empty or there is no such column; empty unless asked for. */
  carry(): Float64Array {
    return Float64Array.from(this.#carry)
  }

  #take(cells: readonly string[], header: CsvHeader): CellProblem | null {
    const row = {
      time: readTime(cells[header.time]?.trim() ?? ''),
      open: readNumber(cells[header.open]),
      high: readNumber(cells[header.high]),
      low: readNumber(cells[header.low]),
      close: readNumber(cells[header.close]),
      volume: header.volume === -1 ? Number.NaN : readNumber(cells[header.volume]),
    }
    const problem =
      findUnreadable(row, cells, header) ??
      (this.#readsCarry ? findCarryProblem(cells, header) : null) ??
      findTimeProblem(row.time, this.#lastTime) ??
      findBarProblem(row)
    if (problem) return problem
    this.#lastTime = row.time
    for (const name of COLUMNS) this.#columns[name].push(row[name])
    if (this.#readsCarry) this.#carry.push(readNumber(cells[header.carry]))
    return null
  }
}

/** The first cell that is not what its column holds. A missing volume column is not a problem, an empty volume cell is. */
function findUnreadable(row: Row, cells: readonly string[], header: CsvHeader): CellProblem | null {
  for (const column of COLUMNS) {
    if (!Number.isNaN(row[column]) || header[column] === -1) continue
    const cell = cells[header[column]]?.trim() ?? ''
    const expected = column === 'time' ? 'an ISO date such as 2020-12-31 or an epoch' : 'a number'
    return { column, problem: cell === '' ? 'is empty' : `"${cell}" is not ${expected}`, fault: 'unreadable' }
  }
  return null
}

/** An empty carry means not known; anything but a number is a mistake. */
function findCarryProblem(cells: readonly string[], header: CsvHeader): CellProblem | null {
  const cell = cells[header.carry]?.trim() ?? ''
  if (cell === '' || !Number.isNaN(readNumber(cell))) return null
  return { column: 'carry', problem: `"${cell}" is not a number`, fault: 'unreadable' }
}

/** NaN for anything but a plain, finite decimal number. */
function readNumber(cell: string | undefined): number {
  const text = cell?.trim() ?? ''
  const value = NUMBER.test(text) ? Number(text) : Number.NaN
  return Number.isFinite(value) ? value : Number.NaN
}
