import { DELIMITERS, type Delimiter } from '#shared/domain/fileReading.ts'
import type { ColumnPlaces } from './csvHeader.ts'
import { findDelimiter, LineSplitter, splitCsvLine } from './csvLine.ts'
import { MarketReader, type MarketReaderOptions, type ReadMarket } from './marketReader.ts'

/** How a CSV turned out to be laid out. */
export interface CsvLayout {
  readonly delimiter: Delimiter
  readonly places: ColumnPlaces
}

/** Reads the text of a CSV that comes in pieces; see MarketReader. The first line that is not blank is the header. */
export class CsvMarketReader {
  readonly #reader: MarketReader
  readonly #options: MarketReaderOptions
  readonly #lines = new LineSplitter((content, line) => this.#readLine(content, line))
  #layout: CsvLayout | null = null

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

  #readLine(content: string, line: number): void {
    if (this.#layout !== null) {
      this.#reader.readRow(splitCsvLine(content, this.#layout.delimiter), line)
      return
    }
    const { delimiter: asked, decimal } = this.#options.reading
    const delimiter =
      asked ??
      findDelimiter(
        content,
        DELIMITERS.filter((candidate) => candidate !== decimal),
      )
    this.#layout = { delimiter, places: this.#reader.readHeader(splitCsvLine(content, delimiter), line) }
  }
}
