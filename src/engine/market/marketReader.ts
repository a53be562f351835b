import { AppError } from '#shared/domain/appError.ts'
import type { InstrumentSeries, QualityReport } from '#shared/domain/dataset.ts'
import type { Reading } from '#shared/domain/fileReading.ts'
import { BarRowReader, describeProblem } from './barRowReader.ts'
import { type ColumnPlaces, placeColumns } from './csvHeader.ts'
import { FaultTally, type RowProblem, reportQuality } from './inspectQuality.ts'
import { type CellReaders, makeCellReaders } from './readNumber.ts'

export interface MarketReaderOptions {
  readonly reading: Reading
  /** true: the first bad row is an error. false: bad rows are left out and reported. */
  readonly strict: boolean
}

/** What a file holds: one series without a symbol column, otherwise one for each symbol, in order of appearance. */
export interface ReadMarket {
  readonly series: readonly InstrumentSeries[]
  readonly quality: QualityReport
}

/**
 * Reads a table of bars row by row: columns `time|timestamp|date,open,high,low,close[,volume][,symbol][,carry]` in any
 * case and order, or where the reading says; other columns are ignored. Within a symbol times increase strictly, rows of
 * several symbols come in any order. Without a volume column every volume is NaN, which means not known.
 * @throws AppError `data_invalid` naming the 1-based line and the column.
 */
export class MarketReader {
  readonly #options: MarketReaderOptions
  readonly #cells: CellReaders
  readonly #readers = new Map<string, BarRowReader>()
  readonly #tally = new FaultTally()
  #places: ColumnPlaces | null = null
  #rows = 0

  constructor(options: MarketReaderOptions) {
    this.#options = options
    this.#cells = makeCellReaders(options.reading)
  }

  /** Names of the file's columns; before any row. */
  readHeader(names: readonly string[], line: number): ColumnPlaces {
    this.#places = placeColumns(names, this.#options.reading.columns, line)
    return this.#places
  }

  readRow(cells: readonly string[], line: number): void {
    const places = this.#places
    if (places === null) throw new AppError('internal', 'A row was read before the header.')
    this.#rows++
    const symbol = places.symbol === -1 ? '' : (cells[places.symbol]?.trim() ?? '')
    const problem: RowProblem | null =
      symbol === '' && places.symbol !== -1
        ? { line, column: 'symbol', problem: 'is empty', fault: 'unreadable' }
        : this.#readerOf(symbol).read({ cells, line, places })
    if (problem !== null) this.#reject(problem, symbol)
  }

  /** Symbols met so far; none without a symbol column. */
  symbols(): string[] {
    return [...this.#readers.keys()].filter((symbol) => symbol !== '')
  }

  /** @throws AppError `data_invalid` when no row can be used. */
  finish(): ReadMarket {
    const hasCarry = this.#places !== null && this.#places.carry !== -1
    const all = Array.from(this.#readers, ([symbol, reader]) => reader.toSeries(symbol, hasCarry))
    const series = all.filter(({ bars }) => bars.time.length > 0)
    if (this.#rows === 0) throw noRows()
    if (series.length === 0) {
      const { line, column, problem } = this.#tally.issues[0]!
      throw new AppError('data_invalid', `No row can be used; the first problem is at line ${line}, column ${column}: ${problem}`)
    }
    return { series, quality: reportQuality(series, { rows: this.#rows, tally: this.#tally }) }
  }

  #readerOf(symbol: string): BarRowReader {
    let reader = this.#readers.get(symbol)
    if (reader === undefined) {
      reader = new BarRowReader(this.#cells)
      this.#readers.set(symbol, reader)
    }
    return reader
  }

  #reject(problem: RowProblem, symbol: string): void {
    const named = symbol === '' ? problem : { ...problem, problem: `${problem.problem} (symbol ${symbol})` }
    const { line, column, fault } = named
    if (fault === 'ambiguous_date' && this.#options.reading.timeFormat === 'auto') throw ambiguousDate(named)
    if (this.#options.strict) throw new AppError('data_invalid', describeProblem(named), { details: { line, column } })
    this.#tally.add(named)
  }
}

function ambiguousDate({ line, column, problem }: RowProblem): AppError {
  const [date] = problem.split(' is not ')
  return new AppError(
    'data_invalid',
    `line ${line}, column ${column}: ${date} can have the day or the month first; say which of them it is`,
    { details: { line, column, field: 'timeFormat' } },
  )
}

/** A file without a single row of bars. */
function noRows(): AppError {
  return new AppError(
    'data_invalid',
    'The file holds no rows of bars: expected a header such as time,open,high,low,close,volume and one row a bar',
  )
}
