import type { Origin } from '#shared/domain/adoption.ts'
import type { Backtest, BacktestSummary } from '#shared/domain/backtest.ts'
import type { StrategyType } from '#shared/domain/strategyType.ts'
import { type RunStateRow, toRunState } from './runState.ts'

/** A run as lists read it, with the names it is joined to. */
export interface SummaryRow extends RunStateRow {
  id: string
  origin: Origin
  strategy_id: string
  strategy_name: string
  strategy_type: StrategyType
  strategy_version: number
  dataset_id: string | null
  dataset_name: string | null
  data_source: string | null
  start_date: string
  end_date: string
  initial_capital: number | null
  total_return: number | null
  cagr: number | null
  sharpe_ratio: number | null
  sharpe_low: number | null
  sharpe_high: number | null
  max_drawdown: number | null
  total_trades: number | null
}

export interface BacktestRow extends SummaryRow {
  spec: string | null
  spec_hash: string | null
  data_hash: string | null
  ledger_hash: string | null
  engine_version: string | null
  metric_version: string | null
  seed: number | null
  metrics: string | null
  flags: string | null
  instruments: string
}

const SUMMARY_COLUMNS = [
  ...['id', 'origin', 'strategy_id', 'strategy_version', 'dataset_id', 'data_source', 'status', 'progress', 'error_code', 'error_message'],
  ...[
    'start_date',
    'end_date',
    'initial_capital',
    'total_return',
    'cagr',
    'sharpe_ratio',
    'sharpe_low',
    'sharpe_high',
    'max_drawdown',
    'total_trades',
  ],
  ...['created_at', 'started_at', 'completed_at', 'duration_seconds'],
].map((column) => `backtests.${column}`)
const JOINED_COLUMNS = ['strategies.name as strategy_name', 'strategy_versions.strategy_type', 'datasets.name as dataset_name']
export const LIST_COLUMNS = [...SUMMARY_COLUMNS, ...JOINED_COLUMNS]
export const DETAIL_COLUMNS = [
  ...LIST_COLUMNS,
  ...['spec', 'spec_hash', 'data_hash', 'ledger_hash', 'engine_version', 'metric_version', 'seed', 'metrics', 'flags', 'instruments'].map(
    (column) => `backtests.${column}`,
  ),
]

export function toSummary(row: SummaryRow): BacktestSummary {
  return {
    ...toRunState(row),
    id: row.id,
    origin: row.origin,
    strategyId: row.strategy_id,
    strategyName: row.strategy_name,
    strategyType: row.strategy_type,
    strategyVersion: row.strategy_version,
    datasetId: row.dataset_id,
    // An adopted run has no dataset, but may know in words where its bars came from.
    datasetName: row.dataset_name ?? row.data_source,
    startDate: row.start_date,
    endDate: row.end_date,
    initialCash: row.initial_capital,
    totalReturn: row.total_return,
    cagr: row.cagr,
    sharpeRatio: row.sharpe_ratio,
    sharpeLow: row.sharpe_low,
    sharpeHigh: row.sharpe_high,
    maxDrawdown: row.max_drawdown,
    totalTrades: row.total_trades,
  }
}

export function toBacktest(row: BacktestRow): Backtest {
  return {
    ...toSummary(row),
    spec: row.spec === null ? null : JSON.parse(row.spec),
    dataHash: row.data_hash,
    identity: toIdentity(row),
    metrics: row.metrics === null ? null : JSON.parse(row.metrics),
    flags: row.flags === null ? [] : JSON.parse(row.flags),
    instruments: JSON.parse(row.instruments),
  }
}

/** A run has an identity once its ledger exists. */
function toIdentity({ spec_hash, data_hash, engine_version, metric_version, seed, ledger_hash }: BacktestRow): Backtest['identity'] {
  if (spec_hash === null || data_hash === null || engine_version === null || metric_version === null) return null
  if (seed === null || ledger_hash === null) return null
  return { spec_hash, data_hash, engine_version, metric_version, seed, ledger_hash }
}
