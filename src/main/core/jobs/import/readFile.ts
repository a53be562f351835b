import type { Reading } from '#shared/domain/fileReading.ts'
import { type FileContent, type FileSource, isParquet, type ReadControl, withFile } from './fileSource.ts'
import { readCsvFile } from './readCsvFile.ts'
import { readParquetFile } from './readParquetFile.ts'

export type FileRequest = FileSource & {
  readonly reading: Reading
  /** true: the first bad row is an error. false: bad rows are left out and reported. */
  readonly strict: boolean
}

/**
 * Reads a whole CSV or Parquet file of bars. Memory is that of the bars (48 bytes each, at most twice that while they
 * grow) and one piece of the file: a mebibyte of a CSV, a row group of Parquet.
 * @throws AppError `data_invalid` naming line and column, `cancelled`.
 */
export function readMarketFile({ reading, strict, ...source }: FileRequest, control: ReadControl): Promise<FileContent> {
  return withFile(source, (file) => (isParquet(file) ? readParquetFile : readCsvFile)(file, { reading, strict }, control))
}
