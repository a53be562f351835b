import type { Knex } from 'knex'
import type { DatabaseHandle } from '#core/database/database.ts'
import { bindInstant, readBoolean } from '#core/database/dialect.ts'
import { prepared } from '#core/database/preparedStatements.ts'
import type { RunStatus } from '#shared/domain/backtest.ts'
import type { Dialect } from '#shared/domain/connection.ts'
import type { Page } from '#shared/domain/page.ts'
import type { Validation, ValidationMetrics, ValidationSummary, ValidationWindow } from '#shared/domain/validation.ts'
import { requireDates, requireRunParents } from './backtestRepository.ts'
import { insertReferring } from './insertReferring.ts'
import { type PageRequest, readPage, type SortColumn, type SortDirection } from './keysetPage.ts'
import { type CreatedRange, whereCreated, whereStrategy, whereWithin } from './listFilters.ts'
import { requireFinite } from './requireFinite.ts'
import { countRunsByStatus, moveRun, type RunStateRow, runNotFound, toRunState } from './runState.ts'

interface SummaryRow extends RunStateRow {
  id: string
  strategy_id: string
  strategy_version: number
  dataset_id: string | null
  start_date: string
  end_date: string
  window_size_days: number
  train_size_days: number
  initial_capital: number | null
  num_windows: number | null
  avg_train_sharpe: number | null
  avg_test_sharpe: number | null
  avg_degradation: number | null
  stability_score: number | null
  passed: boolean | number | null
}

interface ValidationRow extends SummaryRow {
  windows: string | null
}

const SUMMARY_COLUMNS = [
  ...['id', 'strategy_id', 'strategy_version', 'dataset_id', 'start_date', 'end_date', 'window_size_days', 'train_size_days'],
  ...['initial_capital', 'status', 'progress', 'error_code', 'error_message', 'num_windows', 'avg_train_sharpe', 'avg_test_sharpe'],
  ...['avg_degradation', 'stability_score', 'passed', 'created_at', 'started_at', 'completed_at', 'duration_seconds'],
]

function toSummary(row: SummaryRow): ValidationSummary {
  return {
    ...toRunState(row),
    id: row.id,
    strategyId: row.strategy_id,
    strategyVersion: row.strategy_version,
    datasetId: row.dataset_id,
    startDate: row.start_date,
    endDate: row.end_date,
    windowSizeDays: row.window_size_days,
    trainSizeDays: row.train_size_days,
    initialCash: row.initial_capital,
    metrics: toMetrics(row),
  }
}

function toMetrics(row: SummaryRow): ValidationMetrics | null {
  if (row.num_windows === null || row.passed === null) return null
  return {
    numWindows: row.num_windows,
    avgTrainSharpe: row.avg_train_sharpe,
    avgTestSharpe: row.avg_test_sharpe,
    avgDegradation: row.avg_degradation,
    stabilityScore: row.stability_score,
    passed: readBoolean(row.passed),
  }
}

/** A validation that has not begun. */
export interface NewValidation {
  readonly id: string
  readonly strategyId: string
  readonly strategyVersion: number
  readonly datasetId: string
  readonly startDate: string
  readonly endDate: string
  readonly windowSizeDays: number
  readonly trainSizeDays: number
  readonly initialCash: number
  readonly createdAtMs: number
}

/** Stores a pending validation. Throws `not_found` for an unknown strategy version or dataset, `invalid_input` for impossible dates. */
export async function createValidation(db: DatabaseHandle, validation: NewValidation): Promise<void> {
  requireDates(validation)
  const row = {
    id: validation.id,
    strategy_id: validation.strategyId,
    strategy_version: validation.strategyVersion,
    dataset_id: validation.datasetId,
    start_date: validation.startDate,
    end_date: validation.endDate,
    window_size_days: validation.windowSizeDays,
    train_size_days: validation.trainSizeDays,
    initial_capital: validation.initialCash,
    status: 'pending',
    progress: 0,
    created_at: bindInstant(db.dialect, validation.createdAtMs),
  }
  await insertReferring(
    () => db.run((knex) => prepared(knex('validations').insert(row))),
    () => requireRunParents(db, validation),
  )
}

export interface ValidationCompletion {
  readonly id: string
  readonly owner: string
  readonly windows: readonly ValidationWindow[]
  readonly metrics: ValidationMetrics
  readonly nowMs: number
  readonly durationMs: number
}

/** running -> completed. Throws what `moveRun` throws, and `invalid_input` for a number that is not finite. */
export async function completeValidation(db: DatabaseHandle, completion: ValidationCompletion): Promise<void> {
  const { id, owner, windows, metrics, nowMs, durationMs } = completion
  const { numWindows, passed, ...averages } = metrics
  requireFinite(averages)
  for (const { windowId, trainStart, trainEnd, testStart, testEnd, ...values } of windows) requireFinite(values)
  const changes = {
    windows: JSON.stringify(windows),
    metrics: JSON.stringify(metrics),
    num_windows: numWindows,
    avg_train_sharpe: averages.avgTrainSharpe,
    avg_test_sharpe: averages.avgTestSharpe,
    avg_degradation: averages.avgDegradation,
    stability_score: averages.stabilityScore,
    passed,
    progress: 1,
    completed_at: bindInstant(db.dialect, nowMs),
    duration_seconds: durationMs / 1000,
  }
  await moveRun(db, 'validations', { id, owner, to: 'completed', changes })
}

/** A validation with its windows. Throws `not_found`. */
export async function getValidation(db: DatabaseHandle, id: string): Promise<Validation> {
  const row: ValidationRow | undefined = await db.run((knex) =>
    knex('validations')
      .where({ id })
      .first(...SUMMARY_COLUMNS, 'windows'),
  )
  if (!row) throw runNotFound('validations', id)
  return { ...toSummary(row), windows: row.windows === null ? null : JSON.parse(row.windows) }
}

/** What is null, empty or left out filters nothing. */
export interface ValidationFilter extends CreatedRange {
  readonly strategyId?: string | null | undefined
  readonly datasetId?: string | null | undefined
  readonly statuses?: readonly RunStatus[] | undefined
  /** Text in the strategy's name. */
  readonly search?: string | undefined
  /** Tags that the strategy carries, every one. */
  readonly tags?: readonly string[] | undefined
  readonly passed?: boolean | null | undefined
  /** Of the average Sharpe ratio on test windows. */
  readonly minTestSharpe?: number | null | undefined
  readonly maxTestSharpe?: number | null | undefined
  readonly minStability?: number | null | undefined
  readonly maxStability?: number | null | undefined
}

export type ValidationSort = 'createdAt' | 'status' | 'avgTestSharpe' | 'avgDegradation' | 'stabilityScore'

export interface ValidationQuery extends ValidationFilter, PageRequest {
  /** Default createdAt. */
  readonly sort?: ValidationSort
  /** Default desc. */
  readonly direction?: SortDirection
}

const SORT_COLUMNS: Record<ValidationSort, SortColumn> = {
  createdAt: { sql: 'validations.created_at', kind: 'instant', nullable: false },
  status: { sql: 'validations.status', kind: 'text', nullable: false },
  avgTestSharpe: { sql: 'validations.avg_test_sharpe', kind: 'number', nullable: true },
  avgDegradation: { sql: 'validations.avg_degradation', kind: 'number', nullable: true },
  stabilityScore: { sql: 'validations.stability_score', kind: 'number', nullable: true },
}

function filterValidations(query: Knex.QueryBuilder, dialect: Dialect, filter: ValidationFilter): Knex.QueryBuilder {
  const { strategyId = null, datasetId = null, statuses = [], search = '', tags, passed = null } = filter
  if (strategyId !== null) query.where('validations.strategy_id', strategyId)
  if (datasetId !== null) query.where('validations.dataset_id', datasetId)
  if (statuses.length > 0) query.whereIn('validations.status', statuses)
  if (passed !== null) query.where('validations.passed', passed)
  whereCreated(query, dialect, { ...filter, table: 'validations' })
  whereWithin(query, 'validations.avg_test_sharpe', { min: filter.minTestSharpe, max: filter.maxTestSharpe })
  whereWithin(query, 'validations.stability_score', { min: filter.minStability, max: filter.maxStability })
  whereStrategy(query, dialect, { table: 'validations', search, tags })
  return query
}

/** Without windows. */
export function listValidations(db: DatabaseHandle, query: ValidationQuery): Promise<Page<ValidationSummary>> {
  const { sort = 'createdAt', direction = 'desc' } = query
  return readPage<SummaryRow, ValidationSummary>(db, {
    source: (knex) => filterValidations(knex('validations'), db.dialect, query),
    columns: SUMMARY_COLUMNS,
    idColumn: 'validations.id',
    sortName: sort,
    sort: SORT_COLUMNS[sort],
    direction,
    request: query,
    toItem: toSummary,
  })
}

/** One strategy's, newest first, without windows. */
export function listValidationsByStrategy(
  db: DatabaseHandle,
  query: PageRequest & { strategyId: string },
): Promise<Page<ValidationSummary>> {
  return listValidations(db, { ...query, sort: 'createdAt', direction: 'desc' })
}

/** How many validations stand in each state, of one strategy or of all. */
export function countValidationsByStatus(db: DatabaseHandle, strategyId: string | null = null): Promise<Record<RunStatus, number>> {
  return countRunsByStatus(db, 'validations', strategyId)
}

/** Deletes a validation. Throws `not_found`. */
export async function deleteValidation(db: DatabaseHandle, id: string): Promise<void> {
  const deleted = await db.run((knex) => knex('validations').where({ id }).delete())
  if (deleted === 0) throw runNotFound('validations', id)
}
