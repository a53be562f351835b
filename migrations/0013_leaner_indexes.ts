import type { Knex } from 'knex'
import type { Migration } from './migration.ts'

/**
 * Every move of a run to another state writes all of its indexes. A version is found by its strategy, a replay by the hash
 * of its spec, and a swept run among swept runs; the few verdicts of a strategy are found gate by gate.
 */
export const leanerIndexes: Migration = {
  name: '0013_leaner_indexes',

  async up(knex) {
    for (const { name } of DROPPED) await drop(knex, name)
    for (const { name, lean } of CHANGED) {
      await drop(knex, name)
      await knex.raw(`CREATE INDEX ${name} ON backtests ${lean}`)
    }
  },

  async down(knex) {
    for (const { name, wide } of CHANGED) {
      await drop(knex, name)
      await knex.raw(`CREATE INDEX ${name} ON backtests ${wide}`)
    }
    for (const { name, table, columns } of DROPPED) await knex.raw(`CREATE INDEX ${name} ON ${table} (${columns})`)
  },
}

const drop = (knex: Knex, name: string) => knex.raw(`DROP INDEX ${name}`)

const DROPPED = [
  ...['backtests', 'validations'].map((table) => ({ name: `idx_${table}_version`, table, columns: 'strategy_id, strategy_version' })),
  { name: 'idx_gate_results_strategy', table: 'gate_results', columns: 'strategy_id, timestamp, id' },
]

const CHANGED = [
  { name: 'idx_backtests_replay', lean: '(spec_hash)', wide: '(spec_hash, data_hash)' },
  {
    name: 'idx_backtests_sweep',
    lean: '(sweep_id, sweep_trial, id) WHERE sweep_id IS NOT NULL',
    wide: '(sweep_id, sweep_trial, id)',
  },
]
