import { type ColumnTypes, columnTypes, storeUncompressed } from '#core/database/dialect.ts'
import type { Migration } from './migration.ts'

/** Children after their parents. */
const TABLES = [
  'strategies',
  'strategy_versions',
  'datasets',
  'dataset_chunks',
  'backtests',
  'backtest_artifacts',
  'validations',
  'gate_results',
] as const

export const initialSchema: Migration = {
  name: '0001_initial',

  async up(knex, dialect) {
    const types = columnTypes(dialect)
    const statements = [
      ...strategyTables(types),
      ...datasetTables(types),
      ...storeUncompressed(dialect, 'dataset_chunks', 'bytes'),
      ...backtestTables(types),
      ...storeUncompressed(dialect, 'backtest_artifacts', 'bytes'),
      ...validationTables(types),
      ...gateTables(types),
    ]
    for (const statement of statements) await knex.raw(statement)
  },

  async down(knex) {
    for (const table of TABLES.toReversed()) await knex.raw(`DROP TABLE ${table}`)
  },
}

const STRATEGY_TYPES = `'trend_following', 'mean_reversion', 'ts_momentum', 'pairs_trading', 'stat_arb', 'volatility_trading',
  'market_neutral', 'ml_classifier', 'breakout', 'carry', 'rules'`
const RUN_STATUSES = "'pending', 'running', 'completed', 'failed', 'cancelled', 'interrupted'"

const uuid = (column: string) => `CHECK (length(${column}) = 36)`
const sha256 = (column: string) => `CHECK (length(${column}) = 64)`
/** PostgreSQL orders NaN above every number, so an upper bound keeps NaN and the infinities out. */
const finite = (column: string) => `CHECK (abs(${column}) < 1e300)`

/** What a strategy says; equal in its current row and in each of its versions. */
const strategyColumns = (types: ColumnTypes, table: string) => `
  name ${types.text} NOT NULL CONSTRAINT ${table}_name CHECK (length(name) BETWEEN 1 AND 255),
  description ${types.text} NOT NULL,
  strategy_type ${types.text} NOT NULL CONSTRAINT ${table}_strategy_type CHECK (strategy_type IN (${STRATEGY_TYPES})),
  parameters ${types.json} NOT NULL,
  confidence ${types.real} CONSTRAINT ${table}_confidence CHECK (confidence BETWEEN 0 AND 1),
  tags ${types.json} NOT NULL,
  author ${types.text} NOT NULL,
  hypothesis ${types.text} NOT NULL,
  intended_use ${types.text} NOT NULL,
  limitations ${types.text} NOT NULL,
  version ${types.integer} NOT NULL CONSTRAINT ${table}_version CHECK (version >= 1)`

const strategyTables = (types: ColumnTypes) => [
  `CREATE TABLE strategies (
    id ${types.text} PRIMARY KEY CONSTRAINT strategies_id ${uuid('id')},
    ${strategyColumns(types, 'strategies')},
    status ${types.text} NOT NULL CONSTRAINT strategies_status
      CHECK (status IN ('draft', 'dev', 'crv', 'product', 'approved', 'archived')),
    created_at ${types.instant} NOT NULL,
    updated_at ${types.instant} NOT NULL
  ) ${types.tableOptions}`,
  `CREATE INDEX idx_strategies_name ON strategies ((lower(name)), id)`,
  'CREATE INDEX idx_strategies_type ON strategies (strategy_type, id)',
  'CREATE INDEX idx_strategies_status ON strategies (status, id)',
  'CREATE INDEX idx_strategies_created ON strategies (created_at, id)',
  'CREATE INDEX idx_strategies_updated ON strategies (updated_at, id)',
  `CREATE INDEX idx_strategies_confidence ON strategies (confidence ${types.descending}, id DESC)`,

  `CREATE TABLE strategy_versions (
    strategy_id ${types.text} NOT NULL REFERENCES strategies (id) ON DELETE CASCADE,
    ${strategyColumns(types, 'strategy_versions')},
    created_at ${types.instant} NOT NULL,
    PRIMARY KEY (strategy_id, version)
  ) ${types.tableOptions}`,
]

const datasetTables = (types: ColumnTypes) => [
  `CREATE TABLE datasets (
    id ${types.text} PRIMARY KEY CONSTRAINT datasets_id ${uuid('id')},
    name ${types.text} NOT NULL CONSTRAINT datasets_name CHECK (length(name) BETWEEN 1 AND 255),
    symbol ${types.text} NOT NULL,
    source ${types.text} NOT NULL,
    data_hash ${types.text} NOT NULL CONSTRAINT datasets_data_hash ${sha256('data_hash')},
    bar_count ${types.integer} NOT NULL CONSTRAINT datasets_bar_count CHECK (bar_count >= 0),
    first_time ${types.instant} NOT NULL,
    last_time ${types.instant} NOT NULL,
    adjusted ${types.boolean},
    quality ${types.json} NOT NULL,
    created_at ${types.instant} NOT NULL,
    CONSTRAINT datasets_times CHECK (last_time >= first_time),
    CONSTRAINT datasets_content UNIQUE (data_hash, symbol)
  ) ${types.tableOptions}`,
  'CREATE INDEX idx_datasets_created ON datasets (created_at, id)',

  `CREATE TABLE dataset_chunks (
    dataset_id ${types.text} NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
    column_name ${types.text} NOT NULL CONSTRAINT dataset_chunks_column_name
      CHECK (column_name IN ('time', 'open', 'high', 'low', 'close', 'volume')),
    chunk_index ${types.integer} NOT NULL CONSTRAINT dataset_chunks_chunk_index CHECK (chunk_index >= 0),
    codec ${types.text} NOT NULL,
    row_count ${types.integer} NOT NULL CONSTRAINT dataset_chunks_row_count CHECK (row_count > 0),
    bytes ${types.bytes} NOT NULL,
    PRIMARY KEY (dataset_id, column_name, chunk_index)
  ) ${types.tableOptions}`,
]

/** How far a run has come and who is at it; equal for backtests and validations. */
const runColumns = (types: ColumnTypes, table: string) => `
    status ${types.text} NOT NULL CONSTRAINT ${table}_status CHECK (status IN (${RUN_STATUSES})),
    progress ${types.real} NOT NULL CONSTRAINT ${table}_progress CHECK (progress BETWEEN 0 AND 1),
    error_code ${types.text},
    error_message ${types.text},
    lease_owner ${types.text},
    lease_expires_at ${types.instant},
    created_at ${types.instant} NOT NULL,
    started_at ${types.instant},
    completed_at ${types.instant},
    duration_seconds ${types.real} CONSTRAINT ${table}_duration
      CHECK (duration_seconds >= 0 AND duration_seconds < 1e12),
    CONSTRAINT ${table}_lease CHECK ((status = 'running') = (lease_owner IS NOT NULL)),
    CONSTRAINT ${table}_lease_end CHECK ((lease_owner IS NULL) = (lease_expires_at IS NULL)),
    CONSTRAINT ${table}_dates CHECK (length(start_date) = 10 AND length(end_date) = 10 AND end_date >= start_date),
    CONSTRAINT ${table}_capital CHECK (initial_capital > 0 AND initial_capital <= 1e15)`

const runIndexes = (table: string) => [
  `CREATE INDEX idx_${table}_created ON ${table} (created_at, id)`,
  `CREATE INDEX idx_${table}_strategy ON ${table} (strategy_id, created_at, id)`,
  `CREATE INDEX idx_${table}_version ON ${table} (strategy_id, strategy_version)`,
  `CREATE INDEX idx_${table}_dataset ON ${table} (dataset_id, created_at, id)`,
  `CREATE INDEX idx_${table}_status ON ${table} (status, created_at, id)`,
]

const backtestTables = (types: ColumnTypes) => [
  `CREATE TABLE backtests (
    id ${types.text} PRIMARY KEY CONSTRAINT backtests_id ${uuid('id')},
    strategy_id ${types.text} NOT NULL REFERENCES strategies (id) ON DELETE CASCADE,
    strategy_version ${types.integer} NOT NULL,
    dataset_id ${types.text} NOT NULL REFERENCES datasets (id) ON DELETE RESTRICT,
    start_date ${types.text} NOT NULL,
    end_date ${types.text} NOT NULL,
    initial_capital ${types.real} NOT NULL,
    instruments ${types.json} NOT NULL,
    seed ${types.bigint} NOT NULL CONSTRAINT backtests_seed CHECK (seed BETWEEN 0 AND 4294967295),
    data_source ${types.text} NOT NULL,
    spec ${types.json} NOT NULL,
    spec_hash ${types.text} NOT NULL CONSTRAINT backtests_spec_hash ${sha256('spec_hash')},
    data_hash ${types.text} NOT NULL CONSTRAINT backtests_data_hash ${sha256('data_hash')},
    ledger_hash ${types.text} CONSTRAINT backtests_ledger_hash ${sha256('ledger_hash')},
    engine_version ${types.text},
    metric_version ${types.text},
    metrics ${types.json},
    total_return ${types.real} CONSTRAINT backtests_total_return ${finite('total_return')},
    cagr ${types.real} CONSTRAINT backtests_cagr ${finite('cagr')},
    sharpe_ratio ${types.real} CONSTRAINT backtests_sharpe_ratio ${finite('sharpe_ratio')},
    max_drawdown ${types.real} CONSTRAINT backtests_max_drawdown ${finite('max_drawdown')},
    total_trades ${types.integer} CONSTRAINT backtests_total_trades CHECK (total_trades >= 0),
    ${runColumns(types, 'backtests')},
    CONSTRAINT backtests_result CHECK (status <> 'completed'
      OR (metrics IS NOT NULL AND ledger_hash IS NOT NULL AND engine_version IS NOT NULL AND metric_version IS NOT NULL)),
    FOREIGN KEY (strategy_id, strategy_version) REFERENCES strategy_versions (strategy_id, version) ON DELETE CASCADE
  ) ${types.tableOptions}`,
  ...runIndexes('backtests'),
  'CREATE INDEX idx_backtests_replay ON backtests (spec_hash, data_hash)',
  ...['total_return', 'cagr', 'sharpe_ratio', 'max_drawdown', 'total_trades'].map(
    (column) => `CREATE INDEX idx_backtests_${column} ON backtests (${column} ${types.descending}, id DESC)`,
  ),

  `CREATE TABLE backtest_artifacts (
    backtest_id ${types.text} NOT NULL REFERENCES backtests (id) ON DELETE CASCADE,
    kind ${types.text} NOT NULL CONSTRAINT backtest_artifacts_kind CHECK (kind IN ('positions', 'trades', 'fills')),
    codec ${types.text} NOT NULL,
    row_count ${types.integer} NOT NULL CONSTRAINT backtest_artifacts_row_count CHECK (row_count >= 0),
    bytes ${types.bytes} NOT NULL,
    PRIMARY KEY (backtest_id, kind)
  ) ${types.tableOptions}`,
]

const validationTables = (types: ColumnTypes) => [
  `CREATE TABLE validations (
    id ${types.text} PRIMARY KEY CONSTRAINT validations_id ${uuid('id')},
    strategy_id ${types.text} NOT NULL REFERENCES strategies (id) ON DELETE CASCADE,
    strategy_version ${types.integer} NOT NULL,
    dataset_id ${types.text} NOT NULL REFERENCES datasets (id) ON DELETE RESTRICT,
    start_date ${types.text} NOT NULL,
    end_date ${types.text} NOT NULL,
    window_size_days ${types.integer} NOT NULL CONSTRAINT validations_window_size CHECK (window_size_days > 0),
    train_size_days ${types.integer} NOT NULL CONSTRAINT validations_train_size CHECK (train_size_days > 0),
    initial_capital ${types.real} NOT NULL,
    windows ${types.json},
    metrics ${types.json},
    num_windows ${types.integer} CONSTRAINT validations_num_windows CHECK (num_windows >= 0),
    avg_train_sharpe ${types.real} CONSTRAINT validations_avg_train_sharpe ${finite('avg_train_sharpe')},
    avg_test_sharpe ${types.real} CONSTRAINT validations_avg_test_sharpe ${finite('avg_test_sharpe')},
    avg_degradation ${types.real} CONSTRAINT validations_avg_degradation ${finite('avg_degradation')},
    stability_score ${types.real} CONSTRAINT validations_stability_score ${finite('stability_score')},
    passed ${types.boolean},
    ${runColumns(types, 'validations')},
    FOREIGN KEY (strategy_id, strategy_version) REFERENCES strategy_versions (strategy_id, version) ON DELETE CASCADE
  ) ${types.tableOptions}`,
  ...runIndexes('validations'),
]

const gateTables = (types: ColumnTypes) => [
  `CREATE TABLE gate_results (
    id ${types.text} PRIMARY KEY CONSTRAINT gate_results_id ${uuid('id')},
    strategy_id ${types.text} NOT NULL REFERENCES strategies (id) ON DELETE CASCADE,
    backtest_id ${types.text} REFERENCES backtests (id) ON DELETE SET NULL,
    gate_type ${types.text} NOT NULL CONSTRAINT gate_results_gate_type CHECK (gate_type IN ('dev', 'crv', 'product')),
    verdict ${types.text} NOT NULL CONSTRAINT gate_results_verdict CHECK (verdict IN ('passed', 'failed', 'incomplete')),
    passed ${types.boolean} NOT NULL,
    policy_version ${types.text} NOT NULL,
    binding ${types.json} NOT NULL,
    results ${types.json} NOT NULL,
    production_ready ${types.boolean},
    recommendation ${types.text} NOT NULL,
    timestamp ${types.instant} NOT NULL,
    CONSTRAINT gate_results_passed CHECK (passed = (verdict = 'passed'))
  ) ${types.tableOptions}`,
  'CREATE INDEX idx_gate_results_latest ON gate_results (strategy_id, gate_type, timestamp, id)',
  'CREATE INDEX idx_gate_results_strategy ON gate_results (strategy_id, timestamp, id)',
  'CREATE INDEX idx_gate_results_timestamp ON gate_results (timestamp, id)',
  'CREATE INDEX idx_gate_results_backtest ON gate_results (backtest_id)',
]
