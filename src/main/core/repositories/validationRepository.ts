import type { Knex } from 'knex'
import type { DatabaseHandle } from '#core/database/database.ts'
import { bindInstant, readBoolean } from '#core/database/dialect.ts'
import type { Page } from '#shared/domain/page.ts'
import type { Validation, ValidationMetrics, ValidationSummary, ValidationWindow } from '#shared/domain/validation.ts'
import { requireDates, requireRunParents } from './backtestRepository.ts'
import { type PageRequest, readPage } from './keysetPage.ts'
import { requireFinite } from './requireFinite.ts'
import { moveRun, type RunStateRow, runNotFound, toRunState } from './runState.ts'

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
  await db.transaction(async (transaction) => {
    await requireRunParents(transaction, validation)
    await transaction.run((knex) => knex('validations').insert(row))
  })
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

/** Newest first, without windows. */
export function listValidations(db: DatabaseHandle, request: PageRequest): Promise<Page<ValidationSummary>> {
  return pageOfValidations(db, request, (knex) => knex('validations'))
}

/** One strategy's, newest first, without windows. */
export function listValidationsByStrategy(
  db: DatabaseHandle,
  query: PageRequest & { strategyId: string },
): Promise<Page<ValidationSummary>> {
  return pageOfValidations(db, query, (knex) => knex('validations').where({ strategy_id: query.strategyId }))
}

function pageOfValidations(
  db: DatabaseHandle,
  request: PageRequest,
  source: (knex: Knex) => Knex.QueryBuilder,
): Promise<Page<ValidationSummary>> {
  return readPage<SummaryRow, ValidationSummary>(db, {
    source,
    columns: SUMMARY_COLUMNS,
    idColumn: 'id',
    sortName: 'createdAt',
    sort: { sql: 'created_at', kind: 'instant', nullable: false },
    direction: 'desc',
    request,
    toItem: toSummary,
  })
}
