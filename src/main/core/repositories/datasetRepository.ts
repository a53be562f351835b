import type { DatabaseHandle } from '#core/database/database.ts'
import { bindBytes, bindInstant, containsText, lockRows, readBooleanOrNull } from '#core/database/dialect.ts'
import { decodeColumns, encodeColumns, SERIES_CODEC } from '#core/database/seriesCodec.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { Bars, Dataset } from '#shared/domain/dataset.ts'
import type { Page } from '#shared/domain/page.ts'
import { type PageRequest, readPage, type SortColumn, type SortDirection } from './keysetPage.ts'

interface DatasetRow {
  id: string
  name: string
  symbol: string
  source: string
  data_hash: string
  bar_count: number
  first_time: number
  last_time: number
  adjusted: boolean | number | null
  quality: string
  created_at: number
}

interface ChunkRow {
  column_name: keyof Bars
  codec: string
  row_count: number
  bytes: Uint8Array
}

function toDataset(row: DatasetRow): Dataset {
  return {
    id: row.id,
    name: row.name,
    symbol: row.symbol,
    source: row.source,
    dataHash: row.data_hash,
    barCount: row.bar_count,
    firstTimeMs: row.first_time,
    lastTimeMs: row.last_time,
    adjusted: readBooleanOrNull(row.adjusted),
    quality: JSON.parse(row.quality),
    createdAtMs: row.created_at,
  }
}

const BAR_COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const satisfies readonly (keyof Bars)[]

/** Rows of one column in one chunk: half a megabyte before compression. */
const CHUNK_ROWS = 65_536

/**
 * Stores a dataset with its bars, all or nothing.
 * Throws `conflict` when the same bars of the same symbol are stored already, `internal` when bars and dataset disagree.
 */
export async function createDataset(db: DatabaseHandle, dataset: Dataset, bars: Bars): Promise<void> {
  if (bars.time.length !== dataset.barCount) {
    throw new AppError('internal', `Dataset "${dataset.name}" says ${dataset.barCount} bars and brings ${bars.time.length}.`)
  }
  await db.transaction(async (transaction) => {
    const existing = await findDatasetByHash(transaction, { dataHash: dataset.dataHash, symbol: dataset.symbol })
    if (existing) throw alreadyStored(existing)
    await transaction.run((knex) => knex('datasets').insert(fromDataset(db, dataset)))
    for (const chunk of chunksOf(bars)) {
      const row = { ...chunk, dataset_id: dataset.id, bytes: bindBytes(chunk.bytes) }
      await transaction.run((knex) => knex('dataset_chunks').insert(row))
    }
  })
}

function alreadyStored(existing: Dataset): AppError {
  return new AppError('conflict', `These bars are already stored as "${existing.name}". Use that dataset.`, {
    details: { id: existing.id, dataHash: existing.dataHash },
  })
}

function fromDataset(db: DatabaseHandle, dataset: Dataset) {
  return {
    id: dataset.id,
    name: dataset.name,
    symbol: dataset.symbol,
    source: dataset.source,
    data_hash: dataset.dataHash,
    bar_count: dataset.barCount,
    first_time: bindInstant(db.dialect, dataset.firstTimeMs),
    last_time: bindInstant(db.dialect, dataset.lastTimeMs),
    adjusted: dataset.adjusted,
    quality: JSON.stringify(dataset.quality),
    created_at: bindInstant(db.dialect, dataset.createdAtMs),
  }
}

function* chunksOf(bars: Bars): Generator<ChunkRow & { chunk_index: number }> {
  for (const column_name of BAR_COLUMNS) {
    const values = bars[column_name]
    for (let start = 0; start < values.length; start += CHUNK_ROWS) {
      const part = values.subarray(start, start + CHUNK_ROWS)
      const bytes = encodeColumns({ [column_name]: part })
      yield { column_name, chunk_index: start / CHUNK_ROWS, codec: SERIES_CODEC, row_count: part.length, bytes }
    }
  }
}

export async function findDataset(db: DatabaseHandle, id: string): Promise<Dataset | null> {
  const row: DatasetRow | undefined = await db.run((knex) => knex('datasets').where({ id }).first())
  return row ? toDataset(row) : null
}

/** Throws `not_found`. */
export async function getDataset(db: DatabaseHandle, id: string): Promise<Dataset> {
  const dataset = await findDataset(db, id)
  if (!dataset) throw datasetNotFound(id)
  return dataset
}

export function datasetNotFound(id: string): AppError {
  return new AppError('not_found', `Dataset ${id} does not exist (any more). Reload the list, or import the data again.`, {
    details: { id },
  })
}

/** The dataset that holds exactly these bars of this symbol, if there is one. */
export async function findDatasetByHash(db: DatabaseHandle, content: { dataHash: string; symbol: string }): Promise<Dataset | null> {
  const where = { data_hash: content.dataHash, symbol: content.symbol }
  const row: DatasetRow | undefined = await db.run((knex) => knex('datasets').where(where).first())
  return row ? toDataset(row) : null
}

export type DatasetSort = 'createdAt' | 'name' | 'symbol' | 'barCount'

export interface DatasetQuery extends PageRequest {
  /** Text in name, symbol or source. */
  readonly search?: string
  /** Default createdAt. */
  readonly sort?: DatasetSort
  /** Default desc. */
  readonly direction?: SortDirection
}

const SORT_COLUMNS: Record<DatasetSort, SortColumn> = {
  createdAt: { sql: 'created_at', kind: 'instant', nullable: false },
  name: { sql: 'lower(name)', kind: 'text', nullable: false },
  symbol: { sql: 'symbol', kind: 'text', nullable: false },
  barCount: { sql: 'bar_count', kind: 'number', nullable: false },
}

export function listDatasets(db: DatabaseHandle, query: DatasetQuery): Promise<Page<Dataset>> {
  const { search = '', sort = 'createdAt', direction = 'desc' } = query
  const { sql, bindings } = containsText(db.dialect, ['name', 'symbol', 'source'], search)
  return readPage<DatasetRow, Dataset>(db, {
    source: (knex) => (search === '' ? knex('datasets') : knex('datasets').whereRaw(sql, bindings)),
    columns: ['datasets.*'],
    idColumn: 'id',
    sortName: sort,
    sort: SORT_COLUMNS[sort],
    direction,
    request: query,
    toItem: toDataset,
  })
}

/** All bars. Throws `not_found`, or `database_corrupt` when chunks are missing or damaged. */
export async function loadBars(db: DatabaseHandle, id: string): Promise<Bars> {
  const dataset = await getDataset(db, id)
  const chunks: ChunkRow[] = await db.run((knex) =>
    knex('dataset_chunks')
      .where({ dataset_id: id })
      .orderBy(['column_name', 'chunk_index'])
      .select('column_name', 'codec', 'row_count', 'bytes'),
  )
  const columnOf = (name: keyof Bars) => joinChunks(dataset, name, chunks)
  return {
    time: columnOf('time'),
    open: columnOf('open'),
    high: columnOf('high'),
    low: columnOf('low'),
    close: columnOf('close'),
    volume: columnOf('volume'),
  }
}

function joinChunks(dataset: Dataset, name: keyof Bars, chunks: readonly ChunkRow[]): Float64Array {
  const column = new Float64Array(dataset.barCount)
  let filled = 0
  for (const chunk of chunks) {
    if (chunk.column_name !== name) continue
    const values = decodeColumns(chunk.bytes, chunk.codec)[name]
    if (values?.length !== chunk.row_count || filled + values.length > column.length) throw damagedDataset(dataset)
    column.set(values, filled)
    filled += values.length
  }
  if (filled !== column.length) throw damagedDataset(dataset)
  return column
}

function damagedDataset(dataset: Dataset): AppError {
  return new AppError(
    'database_corrupt',
    `The stored bars of "${dataset.name}" are not complete. Restore a backup, or import the data again.`,
    {
      details: { id: dataset.id },
    },
  )
}

/** Throws `not_found`, or `conflict` with the number of runs that use the dataset. */
export async function deleteDataset(db: DatabaseHandle, id: string): Promise<void> {
  await db.transaction(async (transaction) => {
    await transaction.run((knex) => lockRows(db.dialect, knex('datasets').where({ id })).select('id'))
    const dataset = await getDataset(transaction, id)
    const backtests = await countUses(transaction, 'backtests', id)
    const validations = await countUses(transaction, 'validations', id)
    if (backtests + validations > 0) throw stillInUse(dataset, backtests, validations)
    await transaction.run((knex) => knex('datasets').where({ id }).delete())
  })
}

async function countUses(db: DatabaseHandle, table: 'backtests' | 'validations', datasetId: string): Promise<number> {
  const [row]: { uses: number }[] = await db.run((knex) => knex(table).where({ dataset_id: datasetId }).count({ uses: '*' }))
  return row?.uses ?? 0
}

function stillInUse(dataset: Dataset, backtests: number, validations: number): AppError {
  return new AppError(
    'conflict',
    `"${dataset.name}" is used by ${backtests} backtest(s) and ${validations} validation(s). Delete those first, or keep the dataset.`,
    { details: { id: dataset.id, backtests, validations } },
  )
}
