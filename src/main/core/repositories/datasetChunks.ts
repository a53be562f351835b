import type { DatabaseHandle } from '#core/database/database.ts'
import { bindBytes } from '#core/database/dialect.ts'
import { decodeColumns, encodeColumns, SERIES_CODEC } from '#core/database/seriesCodec.ts'
import { BLOCK_ROWS } from '#engine/market/barBlock.ts'
import { type BarSource, cutEvenly, SERIES_COLUMNS, type SeriesColumn, sourceOf } from '#engine/market/barSource.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { Bars, Dataset, DatasetKind, InstrumentSeries } from '#shared/domain/dataset.ts'
import type { Columns } from '#shared/domain/ledger.ts'

const BAR_COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const satisfies readonly (keyof Bars)[]

/** Columns of `place` (a column of bars, or an instrument of a panel) over up to BLOCK_ROWS bars. */
export interface EncodedChunk {
  readonly place: string
  readonly chunkIndex: number
  readonly rowCount: number
  readonly bytes: Uint8Array
}

/** Bars as they are stored. Encoding is work for the thread that made them. */
export interface EncodedDataset<Chunks extends Iterable<EncodedChunk> = Iterable<EncodedChunk>> {
  readonly kind: DatasetKind
  /** Of all instruments together. */
  readonly barCount: number
  readonly chunks: Chunks
}

type InMemory = EncodedDataset<readonly EncodedChunk[]>

export function encodeBars(bars: Bars): InMemory {
  return { kind: 'bars', barCount: bars.time.length, chunks: [...encodeSources([sourceOf({ symbol: '', bars, carry: null })])] }
}

/** Each instrument with only the bars it has. */
export function encodePanel(series: readonly InstrumentSeries[]): InMemory {
  const barCount = series.reduce((total, { bars }) => total + bars.time.length, 0)
  return { kind: 'panel', barCount, chunks: series.flatMap((each) => [...encodeInstrument(sourceOf(each))]) }
}

/** One source is bars, several are a panel. */
export const kindOf = (sources: readonly BarSource[]): DatasetKind => (sources.length === 1 ? 'bars' : 'panel')

/** Of all instruments together. */
export const countBars = (sources: readonly BarSource[]): number => sources.reduce((total, { barCount }) => total + barCount, 0)

/** The chunks in order, each encoded when it is asked for. */
export function* encodeSources(sources: readonly BarSource[]): Generator<EncodedChunk> {
  for (const source of sources) yield* kindOf(sources) === 'bars' ? encodeColumnByColumn(source) : encodeInstrument(source)
}

function* encodeColumnByColumn(source: BarSource): Generator<EncodedChunk> {
  for (const name of BAR_COLUMNS) yield* encodeChunks(name, source, [name])
}

function encodeInstrument(source: BarSource): Generator<EncodedChunk> {
  return encodeChunks(source.symbol, source, source.hasCarry ? SERIES_COLUMNS : BAR_COLUMNS)
}

function* encodeChunks(place: string, source: BarSource, names: readonly SeriesColumn[]): Generator<EncodedChunk> {
  const columns = names.map((name) => cutEvenly(source.column(name), BLOCK_ROWS))
  const rowsOf = (chunkIndex: number) => Math.min(source.barCount - chunkIndex * BLOCK_ROWS, BLOCK_ROWS)
  for (let chunkIndex = 0; rowsOf(chunkIndex) > 0; chunkIndex++) {
    const pieces = columns.map((column) => column.next().value as Float64Array)
    const bytes = encodeColumns(Object.fromEntries(names.map((name, at) => [name, pieces[at]!])))
    yield { place, chunkIndex, rowCount: rowsOf(chunkIndex), bytes }
  }
}

const TABLES = {
  bars: { table: 'dataset_chunks', place: 'column_name' },
  panel: { table: 'panel_chunks', place: 'symbol' },
} as const satisfies Record<DatasetKind, { table: string; place: string }>

export async function insertChunks(db: DatabaseHandle, datasetId: string, { kind, chunks }: EncodedDataset): Promise<void> {
  const { table, place } = TABLES[kind]
  for (const chunk of chunks) {
    const row = {
      dataset_id: datasetId,
      [place]: chunk.place,
      chunk_index: chunk.chunkIndex,
      codec: SERIES_CODEC,
      row_count: chunk.rowCount,
      bytes: bindBytes(chunk.bytes),
    }
    await db.run((knex) => knex(table).insert(row))
  }
}

interface ChunkRow {
  place: string
  codec: string
  row_count: number
  bytes: Uint8Array
}

/** Chunks in order, one place after the other. */
function readChunks(db: DatabaseHandle, { id, kind }: Dataset): Promise<ChunkRow[]> {
  const { table, place } = TABLES[kind]
  return db.run((knex) =>
    knex(table)
      .where({ dataset_id: id })
      .orderBy([place, 'chunk_index'])
      .select({ place, codec: 'codec', row_count: 'row_count', bytes: 'bytes' }),
  )
}

/** All bars of one instrument. Throws `database_corrupt` when chunks are missing or damaged. */
export async function readBars(db: DatabaseHandle, dataset: Dataset): Promise<Bars> {
  const chunks = await readChunks(db, dataset)
  const columnOf = (name: keyof Bars) => {
    const parts = chunks.filter(({ place }) => place === name)
    return joinColumn(dataset, name, { parts: parts.map(decodeChunk(dataset)), rows: dataset.barCount })
  }
  return {
    time: columnOf('time'),
    open: columnOf('open'),
    high: columnOf('high'),
    low: columnOf('low'),
    close: columnOf('close'),
    volume: columnOf('volume'),
  }
}

/** Every instrument of a panel with the bars it has, by symbol. Throws `database_corrupt` when one is missing or damaged. */
export async function readPanelSeries(db: DatabaseHandle, dataset: Dataset): Promise<InstrumentSeries[]> {
  const chunks = await readChunks(db, dataset)
  const bySymbol = new Map<string, ChunkRow[]>(dataset.symbols.map((symbol) => [symbol, []]))
  for (const chunk of chunks) bySymbol.get(chunk.place)?.push(chunk)
  const series = Array.from(bySymbol, ([symbol, own]) => readInstrument(dataset, symbol, own))
  if (series.reduce((total, { bars }) => total + bars.time.length, 0) !== dataset.barCount) throw damagedDataset(dataset)
  return series
}

/** The instruments of a dataset, whatever its kind. */
export async function readSeries(db: DatabaseHandle, dataset: Dataset): Promise<InstrumentSeries[]> {
  if (dataset.kind === 'panel') return readPanelSeries(db, dataset)
  return [{ symbol: dataset.symbol, bars: await readBars(db, dataset), carry: null }]
}

function readInstrument(dataset: Dataset, symbol: string, chunks: readonly ChunkRow[]): InstrumentSeries {
  const parts = chunks.map(decodeChunk(dataset))
  const rows = chunks.reduce((total, { row_count }) => total + row_count, 0)
  const columnOf = (name: string) => joinColumn(dataset, name, { parts, rows })
  const bars = {
    time: columnOf('time'),
    open: columnOf('open'),
    high: columnOf('high'),
    low: columnOf('low'),
    close: columnOf('close'),
    volume: columnOf('volume'),
  }
  return { symbol, bars, carry: parts[0]?.['carry'] === undefined ? null : columnOf('carry') }
}

/** A chunk's columns; every one as long as its row says. */
function decodeChunk(dataset: Dataset): (chunk: ChunkRow) => Columns {
  return ({ bytes, codec, row_count }) => {
    const columns = decodeColumns(bytes, codec)
    if (Object.values(columns).some(({ length }) => length !== row_count)) throw damagedDataset(dataset)
    return columns
  }
}

function joinColumn(dataset: Dataset, name: string, { parts, rows }: { parts: readonly Columns[]; rows: number }): Float64Array {
  const column = new Float64Array(rows)
  let filled = 0
  for (const part of parts) {
    const values = part[name]
    if (values === undefined || filled + values.length > rows) throw damagedDataset(dataset)
    column.set(values, filled)
    filled += values.length
  }
  if (filled !== rows) throw damagedDataset(dataset)
  return column
}

function damagedDataset(dataset: Dataset): AppError {
  return new AppError(
    'database_corrupt',
    `The stored bars of "${dataset.name}" are not complete. Restore a backup, or import the data again.`,
    { details: { id: dataset.id } },
  )
}
