import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { type AsyncBuffer, type Compressors, type FileMetaData, parquetMetadataAsync, parquetScan, parquetSchema } from 'hyparquet'
import { MarketReader, type MarketReaderOptions, type ReadMarket } from '#engine/market/marketReader.ts'
import { throwIfCancelled } from '#engine/simulator/cancelSignal.ts'
import { AppError, isAppError } from '#shared/domain/appError.ts'
import { FILE_FIELDS } from '#shared/domain/fileReading.ts'
import type { FileHead, OpenFile, ReadControl } from './fileSource.ts'

const COMPRESSORS: Compressors = {
  GZIP: (input) => gunzipSync(input),
  ZSTD: (input) => zstdDecompressSync(input),
  BROTLI: (input) => brotliDecompressSync(input),
}

/** Rows are counted from 1, for a Parquet file has no lines. */
export async function readParquetFile(file: OpenFile, options: MarketReaderOptions, control: ReadControl): Promise<ReadMarket> {
  const table = await openTable(file)
  // Numbers are written with a point here, whatever a CSV of the same desk would do.
  const reader = new MarketReader({ ...options, reading: { ...options.reading, decimal: '.' } })
  const places = reader.readHeader(table.columns, 1)
  const needed = new Set(FILE_FIELDS.map((field) => places[field]).filter((place) => place !== -1))
  const cells: string[] = table.columns.map(() => '')
  for (const { rowStart, rowEnd } of table.groups) {
    throwIfCancelled(control.cancel)
    const columns = await readColumns(table, needed, { rowStart, rowEnd })
    for (let row = 0; row < rowEnd - rowStart; row++) {
      for (const [place, cellAt] of columns) cells[place] = cellAt(row)
      reader.readRow(cells, rowStart + row + 1)
    }
    control.onProgress(rowEnd / table.rowCount)
  }
  return reader.finish()
}

/** Column names and first rows, at most `rowLimit`, as text. */
export async function readParquetHead(file: OpenFile, rowLimit: number): Promise<FileHead> {
  const table = await openTable(file)
  const [first] = table.groups
  const rowEnd = Math.min(rowLimit, first?.rowEnd ?? 0)
  const columns = rowEnd === 0 ? [] : await readColumns(table, new Set(table.columns.keys()), { rowStart: 0, rowEnd })
  const rows = Array.from({ length: rowEnd }, (_, row) => columns.map(([, cellAt]) => cellAt(row)))
  return { format: 'parquet', delimiter: null, columns: table.columns, rows }
}

interface ParquetTable {
  readonly scan: Awaited<ReturnType<typeof parquetScan>>
  /** Top-level columns that hold one value a row. */
  readonly columns: readonly string[]
  /** Timestamps of these columns are wall-clock times of no zone. */
  readonly localTimes: ReadonlySet<string>
  readonly groups: readonly { readonly rowStart: number; readonly rowEnd: number }[]
  readonly rowCount: number
}

async function openTable(file: OpenFile): Promise<ParquetTable> {
  const source: AsyncBuffer = {
    byteLength: file.byteLength,
    slice: (start, end = file.byteLength) => exactBuffer(file.read(start, end - start)),
  }
  const metadata = await readable(() => parquetMetadataAsync(source))
  const flat = parquetSchema(metadata).children.filter(({ children }) => children.length === 0)
  const columns = flat.map(({ element }) => element.name)
  const localTimes = flat.filter(({ element: { logical_type: type } }) => type?.type === 'TIMESTAMP' && !type.isAdjustedToUTC)
  const scan = await readable(() => parquetScan({ file: source, metadata, columns, compressors: COMPRESSORS }))
  return {
    scan,
    columns,
    localTimes: new Set(localTimes.map(({ element }) => element.name)),
    groups: groupsOf(metadata),
    rowCount: Number(metadata.num_rows),
  }
}

function groupsOf({ row_groups: groups }: FileMetaData): ParquetTable['groups'] {
  let rowStart = 0
  return groups.map(({ num_rows: rows }) => {
    const from = rowStart
    rowStart += Number(rows)
    return { rowStart: from, rowEnd: rowStart }
  })
}

type CellAt = (row: number) => string

async function readColumns(
  { scan, columns, localTimes }: ParquetTable,
  places: ReadonlySet<number>,
  range: { rowStart: number; rowEnd: number },
): Promise<(readonly [place: number, cellAt: CellAt])[]> {
  const read: (readonly [number, CellAt])[] = []
  for (const place of places) {
    const column = columns[place]!
    const values = await readable(() => scan.readColumn({ column, ...range }))
    const isLocal = localTimes.has(column)
    read.push([place, (row) => cellText(values[row], isLocal)])
  }
  return read
}

/** A value as a CSV would write it: nothing for null, numbers in the shortest form that reads back as the same double. */
function cellText(value: unknown, isLocalTime: boolean): string {
  if (value === null || value === undefined) return ''
  if (!(value instanceof Date)) return String(value)
  if (Number.isNaN(value.getTime())) return ''
  return isLocalTime ? value.toISOString().slice(0, -1) : value.toISOString()
}

function exactBuffer(bytes: Uint8Array<ArrayBuffer>): ArrayBuffer {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer
}

/** Throws `data_invalid` for whatever the reader of the format stumbles over. */
async function readable<Value>(read: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await read()
  } catch (error) {
    if (isAppError(error)) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError('data_invalid', `The Parquet file cannot be read: ${reason}. Write it again, or save the data as CSV.`)
  }
}
