import { guardAppendOnly, liftAppendOnly } from '#core/database/appendOnly.ts'
import { type ColumnTypes, columnTypes, storeUncompressed } from '#core/database/dialect.ts'
import type { Migration } from './migration.ts'

const SORTED_METRICS = ['total_return', 'cagr', 'sharpe_ratio', 'max_drawdown', 'total_trades'] as const

/** Sweeps as entities of their own, and the ledger of everything that was ever tried on a market. */
export const sweeps: Migration = {
  name: '0005_sweeps',

  async up(knex, dialect) {
    const types = columnTypes(dialect)
    const statements = [
      ...sweepTables(types),
      ...storeUncompressed(dialect, 'sweep_rows', 'bytes'),
      ...ledgerTables(types),
      ...guardAppendOnly(dialect, 'trial_ledger'),
      ...sweptRuns(types),
    ]
    for (const statement of statements) await knex.raw(statement)
  },

  async down(knex, dialect) {
    await knex.raw('DROP INDEX idx_backtests_sweep')
    for (const column of ['sweep_trial', 'sweep_id']) await knex.raw(`ALTER TABLE backtests DROP COLUMN ${column}`)
    for (const statement of liftAppendOnly(dialect, 'trial_ledger')) await knex.raw(statement)
    for (const table of ['trial_ledger', 'sweep_rows', 'sweeps']) await knex.raw(`DROP TABLE ${table}`)
  },
}

const uuid = (column: string) => `CHECK (length(${column}) = 36)`
const sha256 = (column: string) => `CHECK (length(${column}) = 64)`
/** PostgreSQL orders NaN above every number, so an upper bound keeps NaN and the infinities out. */
const finite = (column: string) => `CHECK (abs(${column}) < 1e300)`

const sweepTables = (types: ColumnTypes) => [
  `CREATE TABLE sweeps (
    id ${types.text} PRIMARY KEY CONSTRAINT sweeps_id ${uuid('id')},
    strategy_id ${types.text} NOT NULL REFERENCES strategies (id) ON DELETE CASCADE,
    strategy_version ${types.integer} NOT NULL,
    dataset_id ${types.text} NOT NULL REFERENCES datasets (id) ON DELETE RESTRICT,
    start_date ${types.text} NOT NULL,
    end_date ${types.text} NOT NULL,
    instruments ${types.json} NOT NULL,
    spec ${types.json} NOT NULL,
    axes ${types.json} NOT NULL,
    constraint_text ${types.text},
    sweep_hash ${types.text} NOT NULL CONSTRAINT sweeps_sweep_hash ${sha256('sweep_hash')},
    data_hash ${types.text} NOT NULL CONSTRAINT sweeps_data_hash ${sha256('data_hash')},
    rank_metric ${types.text} NOT NULL,
    ranking ${types.text} NOT NULL CONSTRAINT sweeps_ranking CHECK (ranking IN ('plateau', 'peak')),
    trial_count ${types.integer} NOT NULL CONSTRAINT sweeps_trial_count CHECK (trial_count >= 1),
    grid_cells ${types.integer} NOT NULL CONSTRAINT sweeps_grid_cells CHECK (grid_cells >= trial_count),
    excluded ${types.integer} NOT NULL CONSTRAINT sweeps_excluded CHECK (excluded >= 0),
    refused ${types.integer} NOT NULL CONSTRAINT sweeps_refused CHECK (refused >= 0),
    paused ${types.boolean} NOT NULL,
    engine_version ${types.text},
    metric_version ${types.text},
    rows_hash ${types.text} CONSTRAINT sweeps_rows_hash ${sha256('rows_hash')},
    best ${types.json},
    ${SORTED_METRICS.map((column) => `${column} ${types.real} CONSTRAINT sweeps_${column} ${finite(column)}`).join(',\n    ')},
    status ${types.text} NOT NULL CONSTRAINT sweeps_status
      CHECK (status IN ('pending', 'running', 'completed', 'failed', 'cancelled', 'interrupted')),
    progress ${types.real} NOT NULL CONSTRAINT sweeps_progress CHECK (progress BETWEEN 0 AND 1),
    error_code ${types.text},
    error_message ${types.text},
    lease_owner ${types.text},
    lease_expires_at ${types.instant},
    created_at ${types.instant} NOT NULL,
    started_at ${types.instant},
    completed_at ${types.instant},
    duration_seconds ${types.real} CONSTRAINT sweeps_duration CHECK (duration_seconds >= 0 AND duration_seconds < 1e12),
    CONSTRAINT sweeps_lease CHECK ((status = 'running') = (lease_owner IS NOT NULL)),
    CONSTRAINT sweeps_lease_end CHECK ((lease_owner IS NULL) = (lease_expires_at IS NULL)),
    CONSTRAINT sweeps_paused CHECK (NOT paused OR status = 'running'),
    CONSTRAINT sweeps_dates CHECK (length(start_date) = 10 AND length(end_date) = 10 AND end_date >= start_date),
    CONSTRAINT sweeps_cells CHECK (grid_cells = trial_count + excluded + refused),
    CONSTRAINT sweeps_result CHECK (status <> 'completed'
      OR (best IS NOT NULL AND rows_hash IS NOT NULL AND engine_version IS NOT NULL AND metric_version IS NOT NULL)),
    FOREIGN KEY (strategy_id, strategy_version) REFERENCES strategy_versions (strategy_id, version) ON DELETE CASCADE
  ) ${types.tableOptions}`,
  'CREATE INDEX idx_sweeps_created ON sweeps (created_at, id)',
  'CREATE INDEX idx_sweeps_strategy ON sweeps (strategy_id, created_at, id)',
  'CREATE INDEX idx_sweeps_version ON sweeps (strategy_id, strategy_version)',
  'CREATE INDEX idx_sweeps_dataset ON sweeps (dataset_id, created_at, id)',
  'CREATE INDEX idx_sweeps_status ON sweeps (status, id)',
  'CREATE INDEX idx_sweeps_trial_count ON sweeps (trial_count, id)',
  ...SORTED_METRICS.map((column) => `CREATE INDEX idx_sweeps_${column} ON sweeps (${column} ${types.descending}, id DESC)`),

  `CREATE TABLE sweep_rows (
    sweep_id ${types.text} PRIMARY KEY REFERENCES sweeps (id) ON DELETE CASCADE,
    codec ${types.text} NOT NULL,
    row_count ${types.integer} NOT NULL CONSTRAINT sweep_rows_row_count CHECK (row_count >= 1),
    bytes ${types.bytes} NOT NULL
  ) ${types.tableOptions}`,
]

/**
 * A run of one point of a sweep names it: its parameters are the point's, not those of the strategy's version. No foreign
 * key, so that it still says so when the sweep is gone.
 */
const sweptRuns = (types: ColumnTypes) => [
  `ALTER TABLE backtests ADD COLUMN sweep_id ${types.text}`,
  `ALTER TABLE backtests ADD COLUMN sweep_trial ${types.integer}`,
  'CREATE INDEX idx_backtests_sweep ON backtests (sweep_id, sweep_trial, id)',
]

/** No foreign key: what was tried stays tried when the strategy or the run is deleted. */
const ledgerTables = (types: ColumnTypes) => [
  `CREATE TABLE trial_ledger (
    source ${types.text} NOT NULL CONSTRAINT trial_ledger_source
      CHECK (source IN ('backtest', 'sweep', 'validation', 'improvement', 'declared')),
    source_id ${types.text} NOT NULL CONSTRAINT trial_ledger_source_id ${uuid('source_id')},
    strategy_id ${types.text} NOT NULL CONSTRAINT trial_ledger_strategy_id ${uuid('strategy_id')},
    strategy_type ${types.text} NOT NULL,
    symbols ${types.text} NOT NULL,
    data_hash ${types.text} CONSTRAINT trial_ledger_data_hash ${sha256('data_hash')},
    trial_count ${types.integer} NOT NULL CONSTRAINT trial_ledger_trial_count CHECK (trial_count >= 1),
    sharpe_count ${types.integer} NOT NULL CONSTRAINT trial_ledger_sharpe_count CHECK (sharpe_count BETWEEN 0 AND trial_count),
    sharpe_mean ${types.real} CONSTRAINT trial_ledger_sharpe_mean ${finite('sharpe_mean')},
    sharpe_m2 ${types.real} CONSTRAINT trial_ledger_sharpe_m2 CHECK (sharpe_m2 >= 0 AND sharpe_m2 < 1e300),
    recorded_at ${types.instant} NOT NULL,
    PRIMARY KEY (source, source_id),
    CONSTRAINT trial_ledger_measured CHECK (
      (sharpe_count = 0) = (sharpe_mean IS NULL) AND (sharpe_mean IS NULL) = (sharpe_m2 IS NULL)),
    CONSTRAINT trial_ledger_data CHECK (source = 'declared' OR data_hash IS NOT NULL)
  ) ${types.tableOptions}`,
  'CREATE INDEX idx_trial_ledger_family ON trial_ledger (strategy_type, symbols, recorded_at, source_id)',
  'CREATE INDEX idx_trial_ledger_strategy ON trial_ledger (strategy_id)',
]
