import { AppError } from '#shared/domain/appError.ts'
import type { Reading } from '#shared/domain/fileReading.ts'
import { type BarRow, type BarSink, BLOCK_ROWS } from './barBlock.ts'
import { BarRowReader, describeProblem } from './barRowReader.ts'
import { type ColumnPlaces, placeColumns } from './csvHeader.ts'
import { type CountedRows, FaultTally, type RowProblem } from './inspectQuality.ts'
import { type CellReaders, makeCellReaders } from './readNumber.ts'

export interface MarketReaderOptions {
  readonly reading: Reading
  /** true: the first bad row is an error. false: bad rows are left out and reported. */
  readonly strict: boolean
  /** Takes the bars; a file is read in memory that does not grow with it. */
  readonly sink: BarSink
  /** Told of every row that is left out, where nobody wants the first one as an error. */
  readonly onReject?: (problem: RowProblem) => void
}

/** What a file held. */
export interface ReadMarket extends CountedRows {
  /** Instruments with bars, in order of appearance; '' for the one instrument of a file without a symbol column. */
  readonly symbols: readonly string[]
  readonly hasCarry: boolean
}

/** Bars of all instruments that wait for their blocks to fill: 29 MB. */
const BUFFERED_ROWS = 8 * BLOCK_ROWS

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
  readonly #withBars = new Set<string>()
  readonly #tally = new FaultTally()
  #last: { readonly symbol: string; readonly reader: BarRowReader } | null = null
  #places: ColumnPlaces | null = null
  #rows = 0
  #buffered = 0

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
    else this.#keep(symbol)
  }

  /** Takes a bar of plain numbers when nothing is wrong with it; otherwise false, and its cells have to be read. */
  takeSound(symbol: string, row: BarRow): boolean {
    if (!this.#readerOf(symbol).takeSound(row)) return false
    this.#rows++
    this.#keep(symbol)
    return true
  }

  /** Symbols met so far; none without a symbol column. */
  symbols(): string[] {
    return [...this.#readers.keys()].filter((symbol) => symbol !== '')
  }

  /** @throws AppError `data_invalid` when no row can be used. */
  finish(): ReadMarket {
    this.#passOnAll()
    if (this.#rows === 0) throw noRows()
    if (this.#withBars.size === 0) {
      const { line, column, problem } = this.#tally.issues[0]!
      const details = { rejectedRows: this.#tally.total }
      throw new AppError(
        'data_invalid',
        `No row can be used; the first problem is at line ${line}, column ${column}: ${problem}. Say how the file is to be read (delimiter, columns, dates), or correct it.`,
        { details },
      )
    }
    return {
      symbols: [...this.#readers.keys()].filter((symbol) => this.#withBars.has(symbol)),
      hasCarry: this.#places !== null && this.#places.carry !== -1,
      rows: this.#rows,
      tally: this.#tally,
    }
  }

  /** After a bar of `symbol` was taken. */
  #keep(symbol: string): void {
    this.#buffered++
    const reader = this.#readerOf(symbol)
    if (reader.block.rows === BLOCK_ROWS) this.#passOn(symbol, reader)
    else if (this.#buffered === BUFFERED_ROWS) this.#passOnAll()
  }

  #passOnAll(): void {
    for (const [symbol, reader] of this.#readers) this.#passOn(symbol, reader)
  }

  #passOn(symbol: string, { block }: BarRowReader): void {
    if (block.rows === 0) return
    this.#options.sink.add(symbol, block)
    this.#withBars.add(symbol)
    this.#buffered -= block.rows
    block.clear()
  }

  /** Rows of one instrument mostly follow one another. */
  #readerOf(symbol: string): BarRowReader {
    if (this.#last?.symbol === symbol) return this.#last.reader
    const reader = this.#readers.get(symbol) ?? new BarRowReader(this.#cells)
    this.#readers.set(symbol, reader)
    this.#last = { symbol, reader }
    return reader
  }

  #reject(problem: RowProblem, symbol: string): void {
    const named = symbol === '' ? problem : { ...problem, problem: `${problem.problem} (symbol ${symbol})` }
    const { line, column, fault } = named
    if (fault === 'ambiguous_date' && this.#options.reading.timeFormat === 'auto') throw ambiguousDate(named)
    if (this.#options.strict) {
      throw new AppError('data_invalid', `${describeProblem(named)}. Correct the file and try again.`, { details: { line, column } })
    }
    this.#tally.add(named)
    this.#options.onReject?.(named)
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
