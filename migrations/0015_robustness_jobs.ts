import { type ColumnTypes, columnTypes } from '#core/database/dialect.ts'
import type { Migration } from './migration.ts'

/** Robustness tests as runs of their own, with state and lease: they outlive the process that began them. */
export const robustnessJobs: Migration = {
  name: '0015_robustness_jobs',

  async up(knex, dialect) {
    for (const statement of [jobTable(columnTypes(dialect)), ...INDEXES]) await knex.raw(statement)
  },

  async down(knex) {
    await knex.raw('DROP TABLE robustness_jobs')
  },
}

/** Of one run or of one validation; the result has the same id. */
const jobTable = (types: ColumnTypes) => `CREATE TABLE robustness_jobs (
    id ${types.text} PRIMARY KEY CONSTRAINT robustness_jobs_id CHECK (length(id) = 36),
    strategy_id ${types.text} NOT NULL REFERENCES strategies (id) ON DELETE CASCADE,
    strategy_version ${types.integer} NOT NULL,
    backtest_id ${types.text} REFERENCES backtests (id) ON DELETE CASCADE,
    validation_id ${types.text} REFERENCES validations (id) ON DELETE CASCADE,
    options ${types.json} NOT NULL,
    status ${types.text} NOT NULL CONSTRAINT robustness_jobs_status
      CHECK (status IN ('pending', 'running', 'completed', 'failed', 'cancelled', 'interrupted')),
    progress ${types.real} NOT NULL CONSTRAINT robustness_jobs_progress CHECK (progress BETWEEN 0 AND 1),
    error_code ${types.text},
    error_message ${types.text},
    lease_owner ${types.text},
    lease_expires_at ${types.instant},
    created_at ${types.instant} NOT NULL,
    started_at ${types.instant},
    completed_at ${types.instant},
    duration_seconds ${types.real} CONSTRAINT robustness_jobs_duration CHECK (duration_seconds >= 0 AND duration_seconds < 1e12),
    CONSTRAINT robustness_jobs_lease CHECK ((status = 'running') = (lease_owner IS NOT NULL)),
    CONSTRAINT robustness_jobs_lease_end CHECK ((lease_owner IS NULL) = (lease_expires_at IS NULL)),
    CONSTRAINT robustness_jobs_subject CHECK ((backtest_id IS NULL) <> (validation_id IS NULL))
  ) ${types.tableOptions}`

/** Of the tests of one subject, one at a time is under way, however many clients ask for one. */
const UNDER_WAY = "WHERE status IN ('pending', 'running')"

const INDEXES = [
  'CREATE INDEX idx_robustness_jobs_strategy ON robustness_jobs (strategy_id)',
  'CREATE INDEX idx_robustness_jobs_backtest ON robustness_jobs (backtest_id, created_at, id)',
  'CREATE INDEX idx_robustness_jobs_validation ON robustness_jobs (validation_id, created_at, id)',
  'CREATE INDEX idx_robustness_jobs_status ON robustness_jobs (status, created_at, id)',
  `CREATE UNIQUE INDEX idx_robustness_jobs_backtest_once ON robustness_jobs (backtest_id) ${UNDER_WAY}`,
  `CREATE UNIQUE INDEX idx_robustness_jobs_validation_once ON robustness_jobs (validation_id) ${UNDER_WAY}`,
]
