import type { Knex } from 'knex'
import { readBoolean } from '#core/database/dialect.ts'
import type { Origin } from '#shared/domain/adoption.ts'
import type { StrategyType } from '#shared/domain/strategyType.ts'
import type { Validation, ValidationMetrics, ValidationSummary } from '#shared/domain/validation.ts'
import { type RunStateRow, toRunState } from './runState.ts'

export interface ValidationSummaryRow extends RunStateRow {
  id: string
  origin: Origin
  strategy_id: string
  strategy_name: string
  strategy_type: StrategyType
  strategy_version: number
  dataset_id: string | null
  dataset_name: string | null
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
  trial_count: number | null
  test_sharpe: number | null
  test_return: number | null
  test_drawdown: number | null
}

export interface ValidationRow extends ValidationSummaryRow {
  windows: string | null
  plan: string | null
  spec: string | null
  data_hash: string | null
  outcome: string | null
  flags: string | null
}

const SUMMARY_COLUMNS = [
  ...['id', 'origin', 'strategy_id', 'strategy_version', 'dataset_id', 'start_date', 'end_date', 'window_size_days', 'train_size_days'],
  ...['initial_capital', 'status', 'progress', 'error_code', 'error_message', 'num_windows', 'avg_train_sharpe', 'avg_test_sharpe'],
  ...['avg_degradation', 'stability_score', 'passed', 'trial_count', 'test_sharpe', 'test_return', 'test_drawdown'],
  ...['created_at', 'started_at', 'completed_at', 'duration_seconds'],
].map((column) => `validations.${column}`)

/** With the names of strategy and dataset; see joinNames. */
export const VALIDATION_LIST_COLUMNS: readonly string[] = [
  ...SUMMARY_COLUMNS,
  'strategies.name as strategy_name',
  'strategy_versions.strategy_type',
  'datasets.name as dataset_name',
]
export const VALIDATION_COLUMNS: readonly string[] = [
  ...VALIDATION_LIST_COLUMNS,
  ...['windows', 'plan', 'spec', 'data_hash', 'outcome', 'flags'].map((column) => `validations.${column}`),
]

export function toValidationSummary(row: ValidationSummaryRow): ValidationSummary {
  return {
    ...toRunState(row),
    id: row.id,
    origin: row.origin,
    strategyId: row.strategy_id,
    strategyName: row.strategy_name,
    strategyType: row.strategy_type,
    strategyVersion: row.strategy_version,
    datasetId: row.dataset_id,
    datasetName: row.dataset_name,
    testSharpe: row.test_sharpe,
    testReturn: row.test_return,
    testDrawdown: row.test_drawdown,
    trialCount: row.trial_count,
    startDate: row.start_date,
    endDate: row.end_date,
    windowSizeDays: row.window_size_days,
    trainSizeDays: row.train_size_days,
    initialCash: row.initial_capital,
    metrics: toMetrics(row),
  }
}

function toMetrics(row: ValidationSummaryRow): ValidationMetrics | null {
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

export function toValidation(row: ValidationRow): Validation {
  const read = (json: string | null) => (json === null ? null : JSON.parse(json))
  return {
    ...toValidationSummary(row),
    windows: read(row.windows),
    plan: read(row.plan),
    spec: read(row.spec),
    dataHash: row.data_hash,
    outcome: read(row.outcome),
    flags: read(row.flags) ?? [],
  }
}

/** Left joins keep the validations outermost, so that an index on them gives the order of a list. */
export function joinNames(validations: Knex.QueryBuilder): Knex.QueryBuilder {
  return joinNamesBy('leftJoin', validations)
}

/** For the order by name, which begins at the strategies. */
export function joinNamesFirst(validations: Knex.QueryBuilder): Knex.QueryBuilder {
  return joinNamesBy('innerJoin', validations)
}

function joinNamesBy(kind: 'leftJoin' | 'innerJoin', validations: Knex.QueryBuilder): Knex.QueryBuilder {
  return validations[kind]('strategies', 'strategies.id', 'validations.strategy_id')
    [kind]('strategy_versions', (on) =>
      on.on('strategy_versions.strategy_id', 'validations.strategy_id').on('strategy_versions.version', 'validations.strategy_version'),
    )
    .leftJoin('datasets', 'datasets.id', 'validations.dataset_id')
}
