import type { Knex } from 'knex'
import { type ColumnTypes, columnTypes } from '#core/database/dialect.ts'
import type { Migration } from './migration.ts'
import { applyChange, revertChange, type TableChange } from './tableChange.ts'

/**
 * Room for rows taken over from an older AURELIUS database, which never recorded what a run of ours must have: its spec,
 * its data, its identity. What is not known stays null, and only rows marked as adopted may leave it out.
 */
export const adoptedRows: Migration = {
  name: '0002_adopted_rows',

  async up(knex, dialect) {
    for (const change of changes(columnTypes(dialect))) await applyChange(knex, dialect, change)
  },

  async down(knex, dialect) {
    await deleteAdoptedRows(knex)
    for (const change of changes(columnTypes(dialect)).toReversed()) await revertChange(knex, dialect, change)
  },
}

/** Adopted strategies of a known type fit the older schema as they are and stay. */
async function deleteAdoptedRows(knex: Knex): Promise<void> {
  await knex('gate_results').where({ origin: 'adopted' }).delete()
  await knex('validations').where({ origin: 'adopted' }).delete()
  const adoptedRuns = knex('backtests').where({ origin: 'adopted' }).select('id')
  await knex('backtest_artifacts').whereIn('backtest_id', adoptedRuns).delete()
  await knex('backtests').where({ origin: 'adopted' }).delete()
  for (const table of ['strategy_versions', 'strategies']) await knex(table).where({ strategy_type: 'unrecognised' }).delete()
}

const STRATEGY_TYPES = `'trend_following', 'mean_reversion', 'ts_momentum', 'pairs_trading', 'stat_arb', 'volatility_trading',
  'market_neutral', 'ml_classifier', 'breakout', 'carry', 'rules'`

const moreStrategyTypes = (table: string) => ({
  name: `${table}_strategy_type`,
  before: `strategy_type IN (${STRATEGY_TYPES})`,
  after: `strategy_type IN (${STRATEGY_TYPES}, 'unrecognised')`,
})

const originColumns = (types: ColumnTypes, table: string) => [
  {
    name: 'origin',
    definition: `${types.text} NOT NULL DEFAULT 'native' CONSTRAINT ${table}_origin CHECK (origin IN ('native', 'adopted'))`,
  },
  { name: 'flags', definition: types.json },
]

/** A rule that adopted rows need not keep. */
const nativeOnly = (name: string, rule: string, otherwise = "origin = 'adopted'") => ({
  name,
  before: rule,
  after: `${otherwise} OR (${rule})`,
})

const present = (columns: readonly string[]) => columns.map((column) => `${column} IS NOT NULL`).join(' AND ')

/** What adopted rows keep and what native rows must have. */
const originRules = (table: string, needed: readonly string[], adopted = '') => [
  { name: `${table}_native`, before: null, after: `origin = 'adopted' OR (${present(needed)})` },
  { name: `${table}_adopted`, before: null, after: `(origin = 'adopted') = (flags IS NOT NULL)${adopted}` },
]

/** Nobody can carry on with an adopted run, so none is waiting or under way. */
const SETTLED = " AND (origin = 'native' OR status NOT IN ('pending', 'running'))"

const runRules = (table: string) => [
  nativeOnly(`${table}_dates`, 'length(start_date) = 10 AND length(end_date) = 10 AND end_date >= start_date'),
  nativeOnly(
    `${table}_capital`,
    'initial_capital > 0 AND initial_capital <= 1e15',
    "(origin = 'adopted' AND abs(initial_capital) < 1e300)",
  ),
]

function changes(types: ColumnTypes): TableChange[] {
  const runNeeds = ['dataset_id', 'seed', 'data_source', 'spec', 'spec_hash', 'data_hash', 'initial_capital']
  return [
    { table: 'strategies', added: [{ name: 'flags', definition: types.json }], optional: [], rules: [moreStrategyTypes('strategies')] },
    { table: 'strategy_versions', added: [], optional: [], rules: [moreStrategyTypes('strategy_versions')] },
    {
      table: 'backtests',
      added: originColumns(types, 'backtests'),
      optional: runNeeds,
      rules: [
        ...runRules('backtests'),
        nativeOnly(
          'backtests_result',
          `status <> 'completed'
      OR (metrics IS NOT NULL AND ledger_hash IS NOT NULL AND engine_version IS NOT NULL AND metric_version IS NOT NULL)`,
        ),
        ...originRules('backtests', runNeeds, SETTLED),
      ],
    },
    {
      table: 'validations',
      added: originColumns(types, 'validations'),
      optional: ['dataset_id', 'initial_capital'],
      rules: [
        ...runRules('validations'),
        nativeOnly('validations_window_size', 'window_size_days > 0'),
        nativeOnly('validations_train_size', 'train_size_days > 0'),
        ...originRules('validations', ['dataset_id', 'initial_capital'], SETTLED),
      ],
    },
    {
      table: 'gate_results',
      added: originColumns(types, 'gate_results'),
      optional: ['binding'],
      rules: originRules('gate_results', ['binding']),
    },
  ]
}
