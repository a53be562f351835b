import { AppError } from '#shared/domain/appError.ts'
import type { Bars, QualityReport } from '#shared/domain/dataset.ts'
import { BarRowReader, type CsvRow, describeProblem, forEachRow } from './barRowReader.ts'
import { type RowProblem, reportQuality } from './inspectQuality.ts'

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
  const reader = new BarRowReader()
  const symbols = new SingleSymbol()
  const rejects: RowProblem[] = []
  let rows = 0
  forEachRow(text, (row) => {
    rows++
    // Symbols first: in a panel the second symbol's row would look like a time that stands twice.
    symbols.check(row)
    const problem = reader.read(row)
    if (problem === null) return
    if (strict) throw new AppError('data_invalid', describeProblem(problem), { details: { line: problem.line, column: problem.column } })
    rejects.push(problem)
  })
  if (rows === 0) throw noRows()
  const bars = reader.toBars()
  if (bars.time.length === 0)
    throw new AppError('data_invalid', `No row can be used; the first problem is at ${describeProblem(rejects[0]!)}`)
  const quality = reportQuality(bars, { rows, rejectedRows: rejects.length, problems: rejects })
  return { bars, symbol: symbols.symbol, quality, rejects }
}

/** A file without a single row of bars. */
export function noRows(): AppError {
  return new AppError(
    'data_invalid',
    'The file holds no rows of bars: expected a header such as time,open,high,low,close,volume and one row a bar',
  )
}

/** The one symbol a file of one instrument may name. */
class SingleSymbol {
  symbol: string | null = null

  check({ cells, header }: CsvRow): void {
    const symbol = cells[header.symbol]?.trim()
    if (!symbol) return
    this.symbol ??= symbol
    if (symbol === this.symbol) return
    throw new AppError(
      'invalid_input',
      `The file holds several symbols (${this.symbol}, ${symbol}), and one instrument is needed here: keep one symbol per file`,
      { details: { column: 'symbol' } },
    )
  }
}
