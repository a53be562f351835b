import { findDelimiter, forEachLine, splitCsvLine } from '#engine/market/csvLine.ts'
import { CsvMarketReader } from '#engine/market/csvMarketReader.ts'
import type { MarketReaderOptions, ReadMarket } from '#engine/market/marketReader.ts'
import { throwIfCancelled } from '#engine/simulator/cancelSignal.ts'
import { AppError } from '#shared/domain/appError.ts'
import { DELIMITERS, type Reading } from '#shared/domain/fileReading.ts'
import type { FileHead, OpenFile, ReadControl } from './fileSource.ts'

const PIECE_BYTES = 1024 * 1024
const HEAD_BYTES = 256 * 1024

export function readCsvFile(file: OpenFile, options: MarketReaderOptions, { cancel, onProgress }: ReadControl): ReadMarket {
  const reader = new CsvMarketReader(options)
  const decode = makeDecoder()
  for (let position = 0; position < file.byteLength; position += PIECE_BYTES) {
    throwIfCancelled(cancel)
    const piece = file.read(position, PIECE_BYTES)
    reader.push(decode(piece, position + piece.length < file.byteLength))
    onProgress((position + piece.length) / file.byteLength)
  }
  return reader.finish()
}

/** Header and first rows, at most `rowLimit`, in cells. */
export function readCsvHead(file: OpenFile, reading: Reading, rowLimit: number): FileHead {
  const isWhole = file.byteLength <= HEAD_BYTES
  const text = makeDecoder()(file.read(0, HEAD_BYTES), !isWhole)
  // Of a longer file the last line may be cut off.
  const lines = linesOf(isWhole ? text : text.slice(0, text.lastIndexOf('\n') + 1), rowLimit + 1)
  const [header = '', ...rows] = lines
  const delimiter =
    reading.delimiter ??
    findDelimiter(
      header,
      DELIMITERS.filter((candidate) => candidate !== reading.decimal),
    )
  const cellsOf = (line: string) => splitCsvLine(line, delimiter).map((cell) => cell.trim())
  return { format: 'csv', delimiter, columns: header === '' ? [] : cellsOf(header), rows: rows.map(cellsOf) }
}

function linesOf(text: string, limit: number): string[] {
  const lines: string[] = []
  forEachLine(text, (line) => {
    if (lines.length < limit) lines.push(line)
  })
  return lines
}

/** Text of UTF-8 bytes that come in pieces. Throws `data_invalid` for anything else. */
function makeDecoder(): (bytes: Uint8Array, isMoreComing: boolean) => string {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  return (bytes, isMoreComing) => {
    if (bytes.includes(0)) throw notText()
    try {
      return decoder.decode(bytes, { stream: isMoreComing })
    } catch {
      throw notText()
    }
  }
}

function notText(): AppError {
  return new AppError('data_invalid', 'The file is neither UTF-8 text nor Parquet. Save it as CSV in UTF-8, or as Parquet, and try again.')
}
