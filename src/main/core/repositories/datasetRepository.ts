import type { DatabaseHandle } from '#core/database/database.ts'
import { bindInstant, containsText, lockRows, readBooleanOrNull } from '#core/database/dialect.ts'
import { AppError } from '#shared/domain/appError.ts'
import { type Bars, type Dataset, type DatasetKind, type Survivorship, UNMEASURED_QUALITY } from '#shared/domain/dataset.ts'
import type { Page } from '#shared/domain/page.ts'
import { type EncodedDataset, insertChunks, readBars } from './datasetChunks.ts'
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
  kind: DatasetKind
  survivorship: Survivorship
  symbols: string | null
  provenance: string | null
  quality: string
  created_at: number
}

function toDataset(row: DatasetRow): Dataset {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    symbol: row.symbol,
    symbols: row.symbols === null ? [row.symbol] : JSON.parse(row.symbols),
    source: row.source,
    dataHash: row.data_hash,
    barCount: row.bar_count,
    firstTimeMs: row.first_time,
    lastTimeMs: row.last_time,
    adjusted: readBooleanOrNull(row.adjusted),
    survivorship: row.survivorship,
    provenance: row.provenance === null ? null : JSON.parse(row.provenance),
    quality: { ...UNMEASURED_QUALITY, ...JSON.parse(row.quality) },
    createdAtMs: row.created_at,
  }
}

/**
 * Stores a dataset with its bars, all or nothing.
 * Throws `conflict` when the same bars of the same symbol are stored already, `internal` when bars and dataset disagree.
 */
export async function createDataset(db: DatabaseHandle, dataset: Dataset, data: EncodedDataset): Promise<void> {
  if (data.barCount !== dataset.barCount || data.kind !== dataset.kind) {
    throw new AppError(
      'internal',
      `Dataset "${dataset.name}" says ${dataset.kind} with ${dataset.barCount} bars and brings ${data.kind} with ${data.barCount}.`,
    )
  }
  await db.transaction(async (transaction) => {
    const existing = await findDatasetByHash(transaction, { dataHash: dataset.dataHash, symbol: dataset.symbol })
    if (existing) throw alreadyStored(existing)
    await transaction.run((knex) => knex('datasets').insert(fromDataset(db, dataset)))
    await insertChunks(transaction, dataset.id, data)
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
    kind: dataset.kind,
    survivorship: dataset.survivorship,
    symbols: dataset.kind === 'panel' ? JSON.stringify(dataset.symbols) : null,
    provenance: dataset.provenance && JSON.stringify(dataset.provenance),
    quality: JSON.stringify(dataset.quality),
    created_at: bindInstant(db.dialect, dataset.createdAtMs),
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

/** All bars of one instrument. Throws `not_found`, `invalid_input` for a panel, `database_corrupt` for missing or damaged chunks. */
export async function loadBars(db: DatabaseHandle, id: string): Promise<Bars> {
  const dataset = await getDataset(db, id)
  if (dataset.kind === 'bars') return readBars(db, dataset)
  throw new AppError(
    'invalid_input',
    `"${dataset.name}" is a panel of ${dataset.symbol}, and one instrument is needed here. Choose other data.`,
    {
      details: { field: 'datasetId' },
    },
  )
}

/** What a person may change about data: never the bars. */
export type DatasetFacts = Pick<Dataset, 'name' | 'source' | 'adjusted' | 'survivorship'>

/** Throws `not_found`. */
export async function updateDataset(db: DatabaseHandle, id: string, facts: DatasetFacts): Promise<void> {
  const { name, source, adjusted, survivorship } = facts
  const changed: number = await db.run((knex) => knex('datasets').where({ id }).update({ name, source, adjusted, survivorship }))
  if (changed === 0) throw datasetNotFound(id)
}

/** What rests on a dataset: runs keep it from being deleted, pipelines go with it. */
export interface DatasetDependents {
  readonly backtests: number
  readonly sweeps: number
  readonly validations: number
  readonly pipelines: number
}

/** Throws `not_found`. */
export async function countDatasetDependents(db: DatabaseHandle, id: string): Promise<DatasetDependents> {
  await getDataset(db, id)
  return {
    backtests: await countUses(db, 'backtests', id),
    sweeps: await countUses(db, 'sweeps', id),
    validations: await countUses(db, 'validations', id),
    pipelines: await countUses(db, 'pipelines', id),
  }
}

/** Throws `not_found`, or `conflict` with the number of runs that use the dataset. */
export async function deleteDataset(db: DatabaseHandle, id: string): Promise<void> {
  await db.transaction(async (transaction) => {
    await transaction.run((knex) => lockRows(db.dialect, knex('datasets').where({ id })).select('id'))
    const dependents = await countDatasetDependents(transaction, id)
    const { backtests, sweeps, validations } = dependents
    if (backtests + sweeps + validations > 0) throw stillInUse(await getDataset(transaction, id), dependents)
    await transaction.run((knex) => knex('datasets').where({ id }).delete())
  })
}

async function countUses(db: DatabaseHandle, table: keyof DatasetDependents, datasetId: string): Promise<number> {
  const [row]: { uses: number }[] = await db.run((knex) => knex(table).where({ dataset_id: datasetId }).count({ uses: '*' }))
  return row?.uses ?? 0
}

function stillInUse({ id, name }: Dataset, { backtests, sweeps, validations }: DatasetDependents): AppError {
  return new AppError(
    'conflict',
    `"${name}" is used by ${backtests} backtest(s), ${sweeps} sweep(s) and ${validations} validation(s). Delete those first, or keep the dataset.`,
    { details: { id, backtests, sweeps, validations } },
  )
}
