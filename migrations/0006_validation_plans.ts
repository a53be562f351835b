import { type ColumnTypes, columnTypes, storeUncompressed } from '#core/database/dialect.ts'
import type { Migration } from './migration.ts'
import { applyChange, revertChange, type TableChange } from './tableChange.ts'

/** Validations that can be repeated: their plan, what they ran and found, their curves; and robustness tests of runs and validations. */
export const validationPlans: Migration = {
  name: '0006_validation_plans',

  async up(knex, dialect) {
    const types = columnTypes(dialect)
    await applyChange(knex, dialect, change(types))
    const statements = [
      artifactTable(types),
      ...storeUncompressed(dialect, 'validation_artifacts', 'bytes'),
      robustnessTable(types),
      ...indexes(types),
    ]
    for (const statement of statements) await knex.raw(statement)
  },

  async down(knex, dialect) {
    for (const table of ['robustness_results', 'validation_artifacts']) await knex.raw(`DROP TABLE ${table}`)
    await knex.raw('DROP INDEX idx_validations_test_sharpe')
    await revertChange(knex, dialect, change(columnTypes(dialect)))
  },
}

/** PostgreSQL orders NaN above every number, so an upper bound keeps NaN and the infinities out. */
const finite = (name: string) => `CONSTRAINT validations_${name} CHECK (abs(${name}) < 1e300)`

function change(types: ColumnTypes): TableChange {
  return {
    table: 'validations',
    added: [
      { name: 'plan', definition: types.json },
      { name: 'spec', definition: types.json },
      { name: 'data_hash', definition: `${types.text} CONSTRAINT validations_data_hash CHECK (length(data_hash) = 64)` },
      { name: 'outcome', definition: types.json },
      { name: 'trial_count', definition: `${types.integer} CONSTRAINT validations_trial_count CHECK (trial_count >= 1)` },
      ...['test_sharpe', 'test_return', 'test_drawdown'].map((name) => ({ name, definition: `${types.real} ${finite(name)}` })),
    ],
    optional: [],
    rules: [
      {
        name: 'validations_plan',
        before: null,
        after: '(plan IS NULL) = (spec IS NULL) AND (plan IS NULL) = (data_hash IS NULL)',
      },
      { name: 'validations_outcome', before: null, after: "plan IS NULL OR status <> 'completed' OR outcome IS NOT NULL" },
    ],
  }
}

const artifactTable = (types: ColumnTypes) => `CREATE TABLE validation_artifacts (
    validation_id ${types.text} NOT NULL REFERENCES validations (id) ON DELETE CASCADE,
    kind ${types.text} NOT NULL CONSTRAINT validation_artifacts_kind CHECK (kind IN ('equity', 'trades', 'trials')),
    codec ${types.text} NOT NULL,
    row_count ${types.integer} NOT NULL CONSTRAINT validation_artifacts_row_count CHECK (row_count >= 0),
    bytes ${types.bytes} NOT NULL,
    PRIMARY KEY (validation_id, kind)
  ) ${types.tableOptions}`

/** Of one run or of one validation. */
const robustnessTable = (types: ColumnTypes) => `CREATE TABLE robustness_results (
    id ${types.text} PRIMARY KEY CONSTRAINT robustness_results_id CHECK (length(id) = 36),
    strategy_id ${types.text} NOT NULL REFERENCES strategies (id) ON DELETE CASCADE,
    strategy_version ${types.integer} NOT NULL,
    backtest_id ${types.text} REFERENCES backtests (id) ON DELETE CASCADE,
    validation_id ${types.text} REFERENCES validations (id) ON DELETE CASCADE,
    data_hash ${types.text} NOT NULL CONSTRAINT robustness_results_data_hash CHECK (length(data_hash) = 64),
    engine_version ${types.text} NOT NULL,
    result ${types.json} NOT NULL,
    created_at ${types.instant} NOT NULL,
    CONSTRAINT robustness_results_subject CHECK ((backtest_id IS NULL) <> (validation_id IS NULL))
  ) ${types.tableOptions}`

const indexes = (types: ColumnTypes) => [
  `CREATE INDEX idx_validations_test_sharpe ON validations (test_sharpe ${types.descending}, id DESC)`,
  'CREATE INDEX idx_robustness_results_strategy ON robustness_results (strategy_id, strategy_version, created_at, id)',
  'CREATE INDEX idx_robustness_results_backtest ON robustness_results (backtest_id, created_at, id)',
  'CREATE INDEX idx_robustness_results_validation ON robustness_results (validation_id, created_at, id)',
]
