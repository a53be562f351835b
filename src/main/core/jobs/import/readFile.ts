import { join } from 'node:path'
import type { BarSource } from '#engine/market/barSource.ts'
import { reportQuality } from '#engine/market/inspectQuality.ts'
import { throwIfCancelled } from '#engine/simulator/cancelSignal.ts'
import type { QualityReport } from '#shared/domain/dataset.ts'
import type { Reading } from '#shared/domain/fileReading.ts'
import { type FileSource, isParquet, type ReadControl, withFile } from './fileSource.ts'
import { readCsvFile } from './readCsvFile.ts'
import { readParquetFile } from './readParquetFile.ts'
import { SpilledBars } from './spilledBars.ts'

/** A file to be looked at. */
export type FileLook = FileSource & {
  readonly reading: Reading
  /** An empty folder for the bars while they are looked at; whoever made it removes it. */
  readonly scratch: string
}

/** `strict`: the first bad row is an error; otherwise bad rows are left out and reported. */
export type FileRequest = FileLook & { readonly strict: boolean }

/** All of a file that can be used; good while it is worked on. */
export interface FileBars {
  /** One without a symbol column, otherwise one for each symbol, in order of appearance. */
  readonly sources: readonly BarSource[]
  readonly quality: QualityReport
}

/** Progress of reading; judging what was read takes the rest. */
const READING_SHARE = 0.8

/**
 * Reads a whole CSV or Parquet file of bars and works on them. Memory does not grow with the file: that of half a million
 * bars (56 bytes each) and one piece of the file, a mebibyte of a CSV or a row group of Parquet.
 * @throws AppError `data_invalid` naming line and column, `cancelled`, `unavailable` when there is no room for the bars.
 */
export async function withFileBars<Result>(
  { reading, strict, scratch, ...source }: FileRequest,
  control: ReadControl,
  work: (bars: FileBars) => Result,
): Promise<Result> {
  const sink = new SpilledBars(join(scratch, 'bars'))
  try {
    const onProgress = (fraction: number) => control.onProgress(fraction * READING_SHARE)
    const options = { reading, strict, sink, ...(control.onReject && { onReject: control.onReject }) }
    const { symbols, hasCarry, ...counted } = await withFile(source, (file) =>
      (isParquet(file) ? readParquetFile : readCsvFile)(file, options, { ...control, onProgress }),
    )
    throwIfCancelled(control.cancel)
    const sources = symbols.map((symbol) => sink.source(symbol, hasCarry))
    return work({ sources, quality: reportQuality(sources, counted) })
  } finally {
    sink.close()
  }
}
