import { GOVERNANCE_TABLES } from './governanceTables.ts'

/**
 * How a column travels. `text` and `json` are UTF-8, kept byte for byte; `integer` has 32 bits, `bigint` 53; an
 * `instant` is exact to the millisecond. Neither database tells the two zeros apart reliably, so a real -0 travels as 0.
 */
export type CellKind = 'text' | 'json' | 'integer' | 'bigint' | 'real' | 'boolean' | 'instant' | 'bytes'

export interface TransferTable {
  readonly name: string
  /** Columns of the primary key, in its order: rows travel sorted by it. */
  readonly key: readonly string[]
  readonly columns: Readonly<Record<string, CellKind>>
  /** The database refuses to change or delete its rows (see appendOnly.ts). */
  readonly appendOnly?: true
}

const STRATEGY = {
  name: 'text',
  description: 'text',
  strategy_type: 'text',
  parameters: 'json',
  confidence: 'real',
  tags: 'json',
  author: 'text',
  hypothesis: 'text',
  intended_use: 'text',
  limitations: 'text',
  version: 'integer',
} as const

const RUN_STATE = {
  status: 'text',
  progress: 'real',
  error_code: 'text',
  error_message: 'text',
  lease_owner: 'text',
  lease_expires_at: 'instant',
  created_at: 'instant',
  started_at: 'instant',
  completed_at: 'instant',
  duration_seconds: 'real',
} as const

const RUN = { ...RUN_STATE, origin: 'text', flags: 'json' } as const

/**
 * Everything a workspace holds, parents before their children. A migration that adds a table or a column adds it here;
 * a test compares this list with the schema.
 */
export const TRANSFER_TABLES: readonly TransferTable[] = [
  {
    name: 'strategies',
    key: ['id'],
    columns: { id: 'text', ...STRATEGY, status: 'text', created_at: 'instant', updated_at: 'instant', flags: 'json' },
  },
  {
    name: 'strategy_versions',
    key: ['strategy_id', 'version'],
    columns: { strategy_id: 'text', ...STRATEGY, created_at: 'instant', edited_by: 'text' },
  },
  {
    name: 'datasets',
    key: ['id'],
    columns: {
      id: 'text',
      name: 'text',
      symbol: 'text',
      source: 'text',
      data_hash: 'text',
      bar_count: 'integer',
      first_time: 'instant',
      last_time: 'instant',
      adjusted: 'boolean',
      quality: 'json',
      created_at: 'instant',
      kind: 'text',
      survivorship: 'text',
      symbols: 'json',
      provenance: 'json',
    },
  },
  {
    name: 'dataset_chunks',
    key: ['dataset_id', 'column_name', 'chunk_index'],
    columns: { dataset_id: 'text', column_name: 'text', chunk_index: 'integer', codec: 'text', row_count: 'integer', bytes: 'bytes' },
  },
  {
    name: 'panel_chunks',
    key: ['dataset_id', 'symbol', 'chunk_index'],
    columns: { dataset_id: 'text', symbol: 'text', chunk_index: 'integer', codec: 'text', row_count: 'integer', bytes: 'bytes' },
  },
  {
    name: 'backtests',
    key: ['id'],
    columns: {
      id: 'text',
      strategy_id: 'text',
      strategy_version: 'integer',
      dataset_id: 'text',
      start_date: 'text',
      end_date: 'text',
      initial_capital: 'real',
      instruments: 'json',
      seed: 'bigint',
      data_source: 'text',
      spec: 'json',
      spec_hash: 'text',
      data_hash: 'text',
      ledger_hash: 'text',
      engine_version: 'text',
      metric_version: 'text',
      metrics: 'json',
      total_return: 'real',
      cagr: 'real',
      sharpe_ratio: 'real',
      sharpe_low: 'real',
      sharpe_high: 'real',
      max_drawdown: 'real',
      total_trades: 'integer',
      sweep_id: 'text',
      sweep_trial: 'integer',
      ...RUN,
    },
  },
  {
    name: 'backtest_artifacts',
    key: ['backtest_id', 'kind'],
    columns: { backtest_id: 'text', kind: 'text', codec: 'text', row_count: 'integer', bytes: 'bytes' },
  },
  {
    name: 'validations',
    key: ['id'],
    columns: {
      id: 'text',
      strategy_id: 'text',
      strategy_version: 'integer',
      dataset_id: 'text',
      start_date: 'text',
      end_date: 'text',
      window_size_days: 'integer',
      train_size_days: 'integer',
      initial_capital: 'real',
      windows: 'json',
      metrics: 'json',
      num_windows: 'integer',
      avg_train_sharpe: 'real',
      avg_test_sharpe: 'real',
      avg_degradation: 'real',
      stability_score: 'real',
      passed: 'boolean',
      plan: 'json',
      spec: 'json',
      data_hash: 'text',
      outcome: 'json',
      trial_count: 'integer',
      test_sharpe: 'real',
      test_return: 'real',
      test_drawdown: 'real',
      ...RUN,
    },
  },
  {
    name: 'validation_artifacts',
    key: ['validation_id', 'kind'],
    columns: { validation_id: 'text', kind: 'text', codec: 'text', row_count: 'integer', bytes: 'bytes' },
  },
  {
    name: 'robustness_results',
    key: ['id'],
    columns: {
      id: 'text',
      strategy_id: 'text',
      strategy_version: 'integer',
      backtest_id: 'text',
      validation_id: 'text',
      data_hash: 'text',
      engine_version: 'text',
      result: 'json',
      created_at: 'instant',
    },
  },
  {
    name: 'gate_results',
    key: ['id'],
    columns: {
      id: 'text',
      strategy_id: 'text',
      backtest_id: 'text',
      gate_type: 'text',
      verdict: 'text',
      passed: 'boolean',
      policy_version: 'text',
      binding: 'json',
      results: 'json',
      production_ready: 'boolean',
      recommendation: 'text',
      timestamp: 'instant',
      origin: 'text',
      flags: 'json',
    },
  },
  {
    name: 'sweeps',
    key: ['id'],
    columns: {
      id: 'text',
      strategy_id: 'text',
      strategy_version: 'integer',
      dataset_id: 'text',
      start_date: 'text',
      end_date: 'text',
      instruments: 'json',
      spec: 'json',
      axes: 'json',
      constraint_text: 'text',
      sweep_hash: 'text',
      data_hash: 'text',
      rank_metric: 'text',
      ranking: 'text',
      trial_count: 'integer',
      grid_cells: 'integer',
      excluded: 'integer',
      refused: 'integer',
      paused: 'boolean',
      engine_version: 'text',
      metric_version: 'text',
      rows_hash: 'text',
      best: 'json',
      total_return: 'real',
      cagr: 'real',
      sharpe_ratio: 'real',
      max_drawdown: 'real',
      total_trades: 'real',
      ...RUN_STATE,
    },
  },
  {
    name: 'sweep_rows',
    key: ['sweep_id'],
    columns: { sweep_id: 'text', codec: 'text', row_count: 'integer', bytes: 'bytes' },
  },
  {
    name: 'trial_ledger',
    key: ['source', 'source_id'],
    appendOnly: true,
    columns: {
      source: 'text',
      source_id: 'text',
      strategy_id: 'text',
      strategy_type: 'text',
      symbols: 'text',
      data_hash: 'text',
      trial_count: 'integer',
      sharpe_count: 'integer',
      sharpe_mean: 'real',
      sharpe_m2: 'real',
      recorded_at: 'instant',
    },
  },
  ...GOVERNANCE_TABLES,
]
