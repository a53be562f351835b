import { DELIMITERS, type Delimiter } from '#shared/domain/fileReading.ts'
import type { ColumnPlaces } from './csvHeader.ts'
import { findDelimiter, LineSplitter, splitCsvLine } from './csvLine.ts'
import { MarketReader, type MarketReaderOptions, type ReadMarket } from './marketReader.ts'
import { PlainRows } from './plainRows.ts'
import { makeCellReaders } from './readNumber.ts'

/** How a CSV turned out to be laid out. */
export interface CsvLayout {
  readonly delimiter: Delimiter
  readonly places: ColumnPlaces
}

/** Reads the text of a CSV that comes in pieces; see MarketReader. The first line that is not blank is the header. */
export class CsvMarketReader {
  readonly #reader: MarketReader
  readonly #options: MarketReaderOptions
  readonly #lines = new LineSplitter((text, from, to) => this.#readLine(text, from, to))
  #layout: CsvLayout | null = null
  #plain: PlainRows | null = null

  constructor(options: MarketReaderOptions) {
    this.#options = options
    this.#reader = new MarketReader(options)
  }

  push(piece: string): void {
    this.#lines.push(piece)
  }

  /** Symbols met so far; none without a symbol column. */
  symbols(): string[] {
    return this.#reader.symbols()
  }

  /** null before the header. */
  layout(): CsvLayout | null {
    return this.#layout
  }

  /** @throws AppError `data_invalid` when no row can be used. */
  finish(): ReadMarket {
    this.#lines.end()
    return this.#reader.finish()
  }

  /** Most lines are plain numbers, which are read where they stand; the others are cut into cells and judged one by one. */
  #readLine(text: string, from: number, to: number): void {
    if (this.#plain?.read(text, from, to)) {
      if (this.#reader.takeSound(this.#plain.symbol, this.#plain.row)) return
    }
    const content = text.slice(from, to)
    if (this.#layout === null) this.#readHeader(content)
    else this.#reader.readRow(splitCsvLine(content, this.#layout.delimiter), this.#lines.lineNumber)
  }

  #readHeader(content: string): void {
    const { reading } = this.#options
    const delimiter =
      reading.delimiter ??
      findDelimiter(
        content,
        DELIMITERS.filter((candidate) => candidate !== reading.decimal),
      )
    const places = this.#reader.readHeader(splitCsvLine(content, delimiter), this.#lines.lineNumber)
    this.#layout = { delimiter, places }
    this.#plain = new PlainRows({ delimiter, places, reading, readTime: makeCellReaders(reading).time })
  }
}
