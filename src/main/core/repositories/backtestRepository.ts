import type { Knex } from 'knex'
import { z } from 'zod'
import type { DatabaseHandle } from '#core/database/database.ts'
import { bindInstant } from '#core/database/dialect.ts'
import { prepared } from '#core/database/preparedStatements.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { Backtest, BacktestSummary, RunStatus } from '#shared/domain/backtest.ts'
import type { Dialect } from '#shared/domain/connection.ts'
import type { Page } from '#shared/domain/page.ts'
import { dateSchema } from '#shared/domain/primitives.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import { type BacktestRow, DETAIL_COLUMNS, LIST_COLUMNS, type SummaryRow, toBacktest, toSummary } from './backtestRows.ts'
import { datasetNotFound, findDataset } from './datasetRepository.ts'
import { insertReferring } from './insertReferring.ts'
import { type PageRequest, readPage, type SortColumn, type SortDirection } from './keysetPage.ts'
import { type CreatedRange, whereCreated, whereStrategy, whereWithin } from './listFilters.ts'
import { countRunsByStatus, runNotFound } from './runState.ts'

/** Equal runs that are worth reading. */
const MOST_ALIKE = 200

/** A run that has not begun. Cash and seed stand in the spec. */
export interface NewBacktest {
  readonly id: string
  readonly strategyId: string
  readonly strategyVersion: number
  readonly datasetId: string
  readonly spec: RunSpec
  readonly specHash: string
  readonly dataHash: string
  /** First and last calendar date of the bars that will be used, inclusive. */
  readonly startDate: string
  readonly endDate: string
  readonly instruments: readonly string[]
  /** Where the bars came from, in words. */
  readonly dataSource: string
  readonly createdAtMs: number
  /** Left out: a run of the strategy as it stands. */
  readonly sweepPoint?: SweepPoint
}

/** One point of a sweep, whose parameters the run has instead of the strategy's own. */
export interface SweepPoint {
  readonly sweepId: string
  readonly trial: number
}

/** Stores a pending run. Throws `not_found` for an unknown strategy version or dataset, `invalid_input` for impossible dates. */
export async function createBacktest(db: DatabaseHandle, backtest: NewBacktest): Promise<void> {
  requireDates(backtest)
  const row = fromNewBacktest(db.dialect, backtest)
  await insertReferring(
    () => db.run((knex) => prepared(knex('backtests').insert(row))),
    () => requireRunParents(db, backtest),
  )
}

function fromNewBacktest(dialect: Dialect, backtest: NewBacktest) {
  return {
    id: backtest.id,
    strategy_id: backtest.strategyId,
    strategy_version: backtest.strategyVersion,
    dataset_id: backtest.datasetId,
    start_date: backtest.startDate,
    end_date: backtest.endDate,
    initial_capital: backtest.spec.initial_cash,
    instruments: JSON.stringify(backtest.instruments),
    seed: backtest.spec.seed,
    data_source: backtest.dataSource,
    spec: JSON.stringify(backtest.spec),
    spec_hash: backtest.specHash,
    data_hash: backtest.dataHash,
    status: 'pending',
    progress: 0,
    created_at: bindInstant(dialect, backtest.createdAtMs),
    sweep_id: backtest.sweepPoint?.sweepId ?? null,
    sweep_trial: backtest.sweepPoint?.trial ?? null,
  }
}

/** Throws `invalid_input` unless both are calendar dates, in order. */
export function requireDates({ startDate, endDate }: { startDate: string; endDate: string }): void {
  const inOrder = z.tuple([dateSchema, dateSchema]).refine(([start, end]) => start <= end)
  if (inOrder.safeParse([startDate, endDate]).success) return
  throw new AppError(
    'invalid_input',
    `${startDate} to ${endDate} is not a period. Give two calendar dates (YYYY-MM-DD), the earlier first.`,
    {
      details: { field: 'endDate' },
    },
  )
}

/** Throws `not_found` when the strategy version or the dataset of a run does not exist. */
export async function requireRunParents(
  db: DatabaseHandle,
  run: { strategyId: string; strategyVersion: number; datasetId: string },
): Promise<void> {
  const version = { strategy_id: run.strategyId, version: run.strategyVersion }
  const found: unknown = await db.run((knex) => knex('strategy_versions').where(version).first('version'))
  if (!found) {
    throw new AppError(
      'not_found',
      `Strategy ${run.strategyId} has no version ${run.strategyVersion}. Reload the strategy and try again.`,
      {
        details: { id: run.strategyId, version: run.strategyVersion },
      },
    )
  }
  if (!(await findDataset(db, run.datasetId))) throw datasetNotFound(run.datasetId)
}

/**
 * Left joins, though every run has its strategy: they keep the runs outermost, so that an index on them gives the order.
 * With inner joins SQLite may begin at the strategies and sort every run of the table.
 */
function joinNames(backtests: Knex.QueryBuilder): Knex.QueryBuilder {
  return joinVersionAndDataset(backtests.leftJoin('strategies', 'strategies.id', 'backtests.strategy_id'))
}

/**
 * For the order by name, which begins at the strategies. Nothing is found by an expression that no index holds, so the
 * strategies can only be the outer side: the databases might otherwise take them for the inner one and sort every run.
 */
function joinNamesFirst(backtests: Knex.QueryBuilder): Knex.QueryBuilder {
  return joinVersionAndDataset(backtests.joinRaw("inner join strategies on strategies.id || '' = backtests.strategy_id"))
}

function joinVersionAndDataset(backtests: Knex.QueryBuilder): Knex.QueryBuilder {
  return backtests
    .leftJoin('strategy_versions', (on) =>
      on.on('strategy_versions.strategy_id', 'backtests.strategy_id').on('strategy_versions.version', 'backtests.strategy_version'),
    )
    .leftJoin('datasets', 'datasets.id', 'backtests.dataset_id')
}

/** A run with its spec and metrics, without artifacts. Throws `not_found`. */
export async function getBacktest(db: DatabaseHandle, id: string): Promise<Backtest> {
  const row: BacktestRow | undefined = await db.run((knex) =>
    prepared(joinNames(knex('backtests')).where('backtests.id', id)).first(...DETAIL_COLUMNS),
  )
  if (!row) throw runNotFound('backtests', id)
  return toBacktest(row)
}

/** Those of the runs that exist, in the order of `ids`. */
export async function findBacktests(db: DatabaseHandle, ids: readonly string[]): Promise<Backtest[]> {
  const rows: BacktestRow[] = await db.run((knex) => joinNames(knex('backtests')).whereIn('backtests.id', ids).select(DETAIL_COLUMNS))
  return ids.flatMap((id) => rows.filter((row) => row.id === id).map(toBacktest))
}

/** Runs of equal settings on equal data, newest first. */
export async function findBacktestsByIdentity(db: DatabaseHandle, identity: { specHash: string; dataHash: string }): Promise<Backtest[]> {
  const where = { 'backtests.spec_hash': identity.specHash, 'backtests.data_hash': identity.dataHash }
  const rows: BacktestRow[] = await db.run((knex) =>
    joinNames(knex('backtests')).where(where).orderBy('backtests.id', 'desc').limit(MOST_ALIKE).select(DETAIL_COLUMNS),
  )
  return rows.map(toBacktest)
}

/** The newest completed run of a strategy that can be judged, not one of a sweep's points; null when there is none. */
export async function findLatestCompletedBacktest(db: DatabaseHandle, strategyId: string): Promise<Backtest | null> {
  const row: BacktestRow | undefined = await db.run((knex) =>
    joinNames(knex('backtests'))
      .where({ 'backtests.strategy_id': strategyId, 'backtests.status': 'completed', 'backtests.origin': 'native' })
      .whereNull('backtests.sweep_id')
      .orderBy([
        { column: 'backtests.created_at', order: 'desc' },
        { column: 'backtests.id', order: 'desc' },
      ])
      .first(...DETAIL_COLUMNS),
  )
  return row ? toBacktest(row) : null
}

/** What is null, empty or left out filters nothing. Metrics as fractions; drawdowns are negative, so -0.2 is the floor of "lost at most 20%". */
export interface BacktestFilter extends CreatedRange {
  readonly strategyId?: string | null | undefined
  readonly datasetId?: string | null | undefined
  readonly statuses?: readonly RunStatus[] | undefined
  /** Text in the strategy's name. */
  readonly search?: string | undefined
  /** Tags that the strategy carries, every one. */
  readonly tags?: readonly string[] | undefined
  readonly minSharpe?: number | null | undefined
  readonly maxSharpe?: number | null | undefined
  readonly minReturn?: number | null | undefined
  readonly maxReturn?: number | null | undefined
  readonly minDrawdown?: number | null | undefined
  readonly maxDrawdown?: number | null | undefined
  readonly minTrades?: number | null | undefined
  readonly maxTrades?: number | null | undefined
}

export type BacktestSort = 'createdAt' | 'status' | 'strategyName' | 'totalReturn' | 'cagr' | 'sharpeRatio' | 'maxDrawdown' | 'totalTrades'

export interface BacktestQuery extends BacktestFilter, PageRequest {
  /** Default createdAt. */
  readonly sort?: BacktestSort
  /** Default desc. */
  readonly direction?: SortDirection
}

const metricColumn = (column: string): SortColumn => ({ sql: `backtests.${column}`, kind: 'number', nullable: true })

const SORT_COLUMNS: Record<BacktestSort, SortColumn> = {
  createdAt: { sql: 'backtests.created_at', kind: 'instant', nullable: false },
  status: { sql: 'backtests.status', kind: 'text', nullable: false },
  strategyName: { sql: 'lower(strategies.name)', kind: 'text', nullable: false },
  totalReturn: metricColumn('total_return'),
  cagr: metricColumn('cagr'),
  sharpeRatio: metricColumn('sharpe_ratio'),
  maxDrawdown: metricColumn('max_drawdown'),
  totalTrades: metricColumn('total_trades'),
}

function filterBacktests(query: Knex.QueryBuilder, dialect: Dialect, filter: BacktestFilter): Knex.QueryBuilder {
  const { strategyId = null, datasetId = null, statuses = [], search = '', tags } = filter
  if (strategyId !== null) query.where('backtests.strategy_id', strategyId)
  if (datasetId !== null) query.where('backtests.dataset_id', datasetId)
  if (statuses.length > 0) query.whereIn('backtests.status', statuses)
  whereCreated(query, dialect, { ...filter, table: 'backtests' })
  whereWithin(query, 'backtests.sharpe_ratio', { min: filter.minSharpe, max: filter.maxSharpe })
  whereWithin(query, 'backtests.total_return', { min: filter.minReturn, max: filter.maxReturn })
  whereWithin(query, 'backtests.max_drawdown', { min: filter.minDrawdown, max: filter.maxDrawdown })
  whereWithin(query, 'backtests.total_trades', { min: filter.minTrades, max: filter.maxTrades })
  whereStrategy(query, dialect, { table: 'backtests', search, tags })
  return query
}

/** Small rows: artifacts, specs and metric documents are not read. */
export function listBacktests(db: DatabaseHandle, query: BacktestQuery): Promise<Page<BacktestSummary>> {
  const { sort = 'createdAt', direction = 'desc' } = query
  return readPage<SummaryRow, BacktestSummary>(db, {
    source: (knex) => filterBacktests(knex('backtests'), db.dialect, query),
    join: sort === 'strategyName' ? joinNamesFirst : joinNames,
    columns: LIST_COLUMNS,
    idColumn: 'backtests.id',
    sortName: sort,
    sort: SORT_COLUMNS[sort],
    direction,
    request: query,
    toItem: toSummary,
  })
}

/** How many runs stand in each state, of one strategy or of all. */
export function countBacktestsByStatus(db: DatabaseHandle, strategyId: string | null = null): Promise<Record<RunStatus, number>> {
  return countRunsByStatus(db, 'backtests', strategyId)
}

/** Deletes a run and its artifacts; gate results that cite it stay, and no longer find it. Throws `not_found`. */
export async function deleteBacktest(db: DatabaseHandle, id: string): Promise<void> {
  const deleted = await db.run((knex) => knex('backtests').where({ id }).delete())
  if (deleted === 0) throw runNotFound('backtests', id)
}
