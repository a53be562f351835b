import { type ColumnTypes, columnTypes } from '#core/database/dialect.ts'
import type { Migration } from './migration.ts'

/** Pipelines with their stages, and what was tried to improve a strategy. */
export const pipelines: Migration = {
  name: '0009_pipelines',

  async up(knex, dialect) {
    for (const statement of tables(columnTypes(dialect))) await knex.raw(statement)
  },

  async down(knex) {
    for (const table of ['improvement_iterations', 'pipeline_stages', 'pipelines']) await knex.raw(`DROP TABLE ${table}`)
  },
}

const uuid = (column: string) => `CHECK (length(${column}) = 36)`
/** PostgreSQL orders NaN above every number, so an upper bound keeps NaN and the infinities out. */
const finite = (column: string) => `CHECK (abs(${column}) < 1e300)`

/** A pipeline names its strategy before that exists, and after it was deleted: no foreign key. */
const tables = (types: ColumnTypes) => [
  `CREATE TABLE pipelines (
    id ${types.text} PRIMARY KEY CONSTRAINT pipelines_id ${uuid('id')},
    strategy_id ${types.text} NOT NULL CONSTRAINT pipelines_strategy_id ${uuid('strategy_id')},
    dataset_id ${types.text} NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
    request ${types.json} NOT NULL,
    status ${types.text} NOT NULL CONSTRAINT pipelines_status
      CHECK (status IN ('pending', 'running', 'completed', 'failed', 'cancelled', 'interrupted')),
    progress ${types.real} NOT NULL CONSTRAINT pipelines_progress CHECK (progress BETWEEN 0 AND 1),
    error_code ${types.text},
    error_message ${types.text},
    lease_owner ${types.text},
    lease_expires_at ${types.instant},
    created_at ${types.instant} NOT NULL,
    started_at ${types.instant},
    completed_at ${types.instant},
    duration_seconds ${types.real} CONSTRAINT pipelines_duration CHECK (duration_seconds >= 0 AND duration_seconds < 1e12),
    CONSTRAINT pipelines_lease CHECK ((status = 'running') = (lease_owner IS NOT NULL)),
    CONSTRAINT pipelines_lease_end CHECK ((lease_owner IS NULL) = (lease_expires_at IS NULL))
  ) ${types.tableOptions}`,
  'CREATE INDEX idx_pipelines_created ON pipelines (created_at, id)',
  'CREATE INDEX idx_pipelines_strategy ON pipelines (strategy_id, created_at, id)',
  'CREATE INDEX idx_pipelines_dataset ON pipelines (dataset_id)',
  'CREATE INDEX idx_pipelines_status ON pipelines (status, id)',

  `CREATE TABLE pipeline_stages (
    pipeline_id ${types.text} NOT NULL REFERENCES pipelines (id) ON DELETE CASCADE,
    place ${types.integer} NOT NULL CONSTRAINT pipeline_stages_place CHECK (place >= 1),
    name ${types.text} NOT NULL CONSTRAINT pipeline_stages_name
      CHECK (name IN ('generate', 'backtest', 'sweep', 'walk_forward', 'dev_gate', 'crv_gate')),
    input ${types.json},
    output_id ${types.text} CONSTRAINT pipeline_stages_output_id ${uuid('output_id')},
    output ${types.json},
    started_at ${types.instant},
    completed_at ${types.instant},
    PRIMARY KEY (pipeline_id, place),
    CONSTRAINT pipeline_stages_once UNIQUE (pipeline_id, name),
    CONSTRAINT pipeline_stages_begun CHECK ((input IS NULL) = (started_at IS NULL) AND (output_id IS NULL OR input IS NOT NULL)),
    CONSTRAINT pipeline_stages_done CHECK ((output IS NULL) = (completed_at IS NULL) AND (output IS NULL OR input IS NOT NULL))
  ) ${types.tableOptions}`,

  `CREATE TABLE improvement_iterations (
    id ${types.text} PRIMARY KEY CONSTRAINT improvement_iterations_id ${uuid('id')},
    strategy_id ${types.text} NOT NULL REFERENCES strategies (id) ON DELETE CASCADE,
    iteration ${types.integer} NOT NULL CONSTRAINT improvement_iterations_iteration CHECK (iteration >= 1),
    gate_result_id ${types.text} NOT NULL CONSTRAINT improvement_iterations_gate_result_id ${uuid('gate_result_id')},
    check_id ${types.text} NOT NULL,
    weakness ${types.text} NOT NULL,
    reason ${types.text} NOT NULL,
    change ${types.json} NOT NULL,
    objective ${types.text} NOT NULL,
    in_sample_start ${types.text} NOT NULL,
    in_sample_end ${types.text} NOT NULL,
    score_before ${types.real} CONSTRAINT improvement_iterations_score_before ${finite('score_before')},
    score_after ${types.real} CONSTRAINT improvement_iterations_score_after ${finite('score_after')},
    feedback ${types.text} NOT NULL,
    kept ${types.boolean} NOT NULL,
    trials ${types.integer} NOT NULL CONSTRAINT improvement_iterations_trials CHECK (trials >= 1),
    version_before ${types.integer} NOT NULL,
    version_after ${types.integer},
    created_at ${types.instant} NOT NULL,
    CONSTRAINT improvement_iterations_once UNIQUE (strategy_id, iteration),
    CONSTRAINT improvement_iterations_kept CHECK (kept = (version_after IS NOT NULL)),
    CONSTRAINT improvement_iterations_dates
      CHECK (length(in_sample_start) = 10 AND length(in_sample_end) = 10 AND in_sample_end >= in_sample_start)
  ) ${types.tableOptions}`,
]
