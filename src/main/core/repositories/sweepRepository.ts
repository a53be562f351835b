import type { Knex } from 'knex'
import type { DatabaseHandle } from '#core/database/database.ts'
import { bindInstant, readBoolean } from '#core/database/dialect.ts'
import { prepared } from '#core/database/preparedStatements.ts'
import type { RunStatus } from '#shared/domain/backtest.ts'
import type { Dialect } from '#shared/domain/connection.ts'
import type { MetricName } from '#shared/domain/metric.ts'
import type { Page } from '#shared/domain/page.ts'
import type { StrategyType } from '#shared/domain/strategyType.ts'
import type { Ranking, Sweep, SweepSummary } from '#shared/domain/sweep.ts'
import { requireDates, requireRunParents, type SweepPoint } from './backtestRepository.ts'
import { insertReferring } from './insertReferring.ts'
import { type PageRequest, readPage, type SortColumn, type SortDirection } from './keysetPage.ts'
import { type CreatedRange, whereCreated, whereStrategy } from './listFilters.ts'
import { type RunStateRow, runNotFound, toRunState } from './runState.ts'

interface SummaryRow extends RunStateRow {
  id: string
  strategy_id: string
  strategy_name: string
  strategy_type: StrategyType
  strategy_version: number
  dataset_id: string
  dataset_name: string
  start_date: string
  end_date: string
  axes: string
  constraint_text: string | null
  rank_metric: MetricName
  ranking: Ranking
  grid_cells: number
  trial_count: number
  excluded: number
  refused: number
  paused: boolean | number
  best: string | null
}

interface SweepRowRecord extends SummaryRow {
  spec: string
  sweep_hash: string
  data_hash: string
  engine_version: string | null
  metric_version: string | null
  rows_hash: string | null
}

const SUMMARY_COLUMNS = [
  ...['id', 'strategy_id', 'strategy_version', 'dataset_id', 'start_date', 'end_date', 'axes', 'constraint_text', 'rank_metric', 'ranking'],
  ...['grid_cells', 'trial_count', 'excluded', 'refused', 'paused', 'best', 'status', 'progress', 'error_code', 'error_message'],
  ...['created_at', 'started_at', 'completed_at', 'duration_seconds'],
].map((column) => `sweeps.${column}`)
const LIST_COLUMNS = [
  ...SUMMARY_COLUMNS,
  ...['strategies.name as strategy_name', 'strategy_versions.strategy_type', 'datasets.name as dataset_name'],
]
const DETAIL_COLUMNS = [
  ...LIST_COLUMNS,
  ...['spec', 'sweep_hash', 'data_hash', 'engine_version', 'metric_version', 'rows_hash'].map((column) => `sweeps.${column}`),
]

function toSummary(row: SummaryRow): SweepSummary {
  return {
    ...toRunState(row),
    id: row.id,
    strategyId: row.strategy_id,
    strategyName: row.strategy_name,
    strategyType: row.strategy_type,
    strategyVersion: row.strategy_version,
    datasetId: row.dataset_id,
    datasetName: row.dataset_name,
    startDate: row.start_date,
    endDate: row.end_date,
    axes: JSON.parse(row.axes),
    where: row.constraint_text,
    rankMetric: row.rank_metric,
    ranking: row.ranking,
    gridCells: row.grid_cells,
    trialCount: row.trial_count,
    excluded: row.excluded,
    refused: row.refused,
    paused: readBoolean(row.paused),
    best: row.best === null ? null : JSON.parse(row.best),
  }
}

function toSweep(row: SweepRowRecord): Sweep {
  return {
    ...toSummary(row),
    spec: JSON.parse(row.spec),
    sweepHash: row.sweep_hash,
    dataHash: row.data_hash,
    engineVersion: row.engine_version,
    metricVersion: row.metric_version,
    rowsHash: row.rows_hash,
  }
}

/** A sweep that has not begun. */
export interface NewSweep
  extends Pick<
    Sweep,
    | 'id'
    | 'strategyId'
    | 'strategyVersion'
    | 'datasetId'
    | 'startDate'
    | 'endDate'
    | 'spec'
    | 'axes'
    | 'where'
    | 'sweepHash'
    | 'dataHash'
    | 'rankMetric'
    | 'ranking'
    | 'gridCells'
    | 'trialCount'
    | 'excluded'
    | 'refused'
    | 'createdAtMs'
  > {
  readonly instruments: readonly string[]
}

/** Stores a pending sweep. Throws `not_found` for an unknown strategy version or dataset, `invalid_input` for impossible dates. */
export async function createSweep(db: DatabaseHandle, sweep: NewSweep): Promise<void> {
  requireDates(sweep)
  const row = fromNewSweep(db.dialect, sweep)
  await insertReferring(
    () => db.run((knex) => prepared(knex('sweeps').insert(row))),
    () => requireRunParents(db, sweep),
  )
}

function fromNewSweep(dialect: Dialect, sweep: NewSweep) {
  return {
    id: sweep.id,
    strategy_id: sweep.strategyId,
    strategy_version: sweep.strategyVersion,
    dataset_id: sweep.datasetId,
    start_date: sweep.startDate,
    end_date: sweep.endDate,
    instruments: JSON.stringify(sweep.instruments),
    spec: JSON.stringify(sweep.spec),
    axes: JSON.stringify(sweep.axes),
    constraint_text: sweep.where,
    sweep_hash: sweep.sweepHash,
    data_hash: sweep.dataHash,
    rank_metric: sweep.rankMetric,
    ranking: sweep.ranking,
    trial_count: sweep.trialCount,
    grid_cells: sweep.gridCells,
    excluded: sweep.excluded,
    refused: sweep.refused,
    paused: false,
    status: 'pending',
    progress: 0,
    created_at: bindInstant(dialect, sweep.createdAtMs),
  }
}

/** Left joins keep the sweeps outermost, so that an index on them gives the order; see backtestRepository. */
function joinNames(sweeps: Knex.QueryBuilder): Knex.QueryBuilder {
  return sweeps
    .leftJoin('strategies', 'strategies.id', 'sweeps.strategy_id')
    .leftJoin('strategy_versions', (on) =>
      on.on('strategy_versions.strategy_id', 'sweeps.strategy_id').on('strategy_versions.version', 'sweeps.strategy_version'),
    )
    .leftJoin('datasets', 'datasets.id', 'sweeps.dataset_id')
}

/** A sweep without its rows. Throws `not_found`. */
export async function getSweep(db: DatabaseHandle, id: string): Promise<Sweep> {
  const row: SweepRowRecord | undefined = await db.run((knex) =>
    prepared(joinNames(knex('sweeps')).where('sweeps.id', id)).first(...DETAIL_COLUMNS),
  )
  if (!row) throw runNotFound('sweeps', id)
  return toSweep(row)
}

/** What is null, empty or left out filters nothing. */
export interface SweepFilter extends CreatedRange {
  readonly strategyId?: string | null | undefined
  readonly datasetId?: string | null | undefined
  readonly statuses?: readonly RunStatus[] | undefined
  /** Text in the strategy's name. */
  readonly search?: string | undefined
  /** Tags that the strategy carries, every one. */
  readonly tags?: readonly string[] | undefined
}

export type SweepSort = 'createdAt' | 'status' | 'trialCount' | 'totalReturn' | 'sharpeRatio' | 'maxDrawdown'

export interface SweepQuery extends SweepFilter, PageRequest {
  /** Default createdAt. The metrics are those of the best trial. */
  readonly sort?: SweepSort
  /** Default desc. */
  readonly direction?: SortDirection
}

const metricColumn = (column: string): SortColumn => ({ sql: `sweeps.${column}`, kind: 'number', nullable: true })

const SORT_COLUMNS: Record<SweepSort, SortColumn> = {
  createdAt: { sql: 'sweeps.created_at', kind: 'instant', nullable: false },
  status: { sql: 'sweeps.status', kind: 'text', nullable: false },
  trialCount: { sql: 'sweeps.trial_count', kind: 'number', nullable: false },
  totalReturn: metricColumn('total_return'),
  sharpeRatio: metricColumn('sharpe_ratio'),
  maxDrawdown: metricColumn('max_drawdown'),
}

function filterSweeps(query: Knex.QueryBuilder, dialect: Dialect, filter: SweepFilter): Knex.QueryBuilder {
  const { strategyId = null, datasetId = null, statuses = [], search = '', tags } = filter
  if (strategyId !== null) query.where('sweeps.strategy_id', strategyId)
  if (datasetId !== null) query.where('sweeps.dataset_id', datasetId)
  if (statuses.length > 0) query.whereIn('sweeps.status', statuses)
  whereCreated(query, dialect, { ...filter, table: 'sweeps' })
  whereStrategy(query, dialect, { table: 'sweeps', search, tags })
  return query
}

/** Small rows: neither the trials nor the specifications are read. */
export function listSweeps(db: DatabaseHandle, query: SweepQuery): Promise<Page<SweepSummary>> {
  const { sort = 'createdAt', direction = 'desc' } = query
  return readPage<SummaryRow, SweepSummary>(db, {
    source: (knex) => filterSweeps(knex('sweeps'), db.dialect, query),
    join: joinNames,
    columns: LIST_COLUMNS,
    idColumn: 'sweeps.id',
    sortName: sort,
    sort: SORT_COLUMNS[sort],
    direction,
    request: query,
    toItem: toSummary,
  })
}

/** Says that a running sweep is to stand still or to go on; false when it is not running. The process that runs it looks here. */
export async function markPaused(db: DatabaseHandle, { id, paused }: { id: string; paused: boolean }): Promise<boolean> {
  return (await db.run((knex) => knex('sweeps').where({ id, status: 'running' }).update({ paused }))) > 0
}

export async function isMarkedPaused(db: DatabaseHandle, id: string): Promise<boolean> {
  const row: { paused: boolean | number } | undefined = await db.run((knex) => knex('sweeps').where({ id }).first('paused'))
  return row !== undefined && readBoolean(row.paused)
}

/** The newest run of a point of a sweep that has not failed; null when there is none. */
export async function findSweepPointRun(db: DatabaseHandle, { sweepId, trial }: SweepPoint): Promise<string | null> {
  const row: { id: string } | undefined = await db.run((knex) =>
    knex('backtests')
      .where({ sweep_id: sweepId, sweep_trial: trial })
      .whereIn('status', ['pending', 'running', 'completed'])
      .orderBy('id', 'desc')
      .first('id'),
  )
  return row?.id ?? null
}

/** Deletes a sweep and its rows; what it tried stays in the trial ledger. Throws `not_found`. */
export async function deleteSweep(db: DatabaseHandle, id: string): Promise<void> {
  const deleted = await db.run((knex) => knex('sweeps').where({ id }).delete())
  if (deleted === 0) throw runNotFound('sweeps', id)
}
