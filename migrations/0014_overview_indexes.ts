import type { Migration } from './migration.ts'

/**
 * The Overview counts the newest verdict of every strategy and gate, and the median of every week's runs. With the figure
 * in the index that finds the rows, it reads the index alone.
 */
export const overviewIndexes: Migration = {
  name: '0014_overview_indexes',

  async up(knex) {
    for (const { name, table, columns, figure } of INDEXES) {
      await knex.raw(`DROP INDEX ${name}`)
      await knex.raw(`CREATE INDEX ${name} ON ${table} (${columns}, ${figure})`)
    }
  },

  async down(knex) {
    for (const { name, table, columns } of INDEXES) {
      await knex.raw(`DROP INDEX ${name}`)
      await knex.raw(`CREATE INDEX ${name} ON ${table} (${columns})`)
    }
  },
}

const INDEXES = [
  { name: 'idx_backtests_created', table: 'backtests', columns: 'created_at, id', figure: 'sharpe_ratio' },
  { name: 'idx_gate_results_latest', table: 'gate_results', columns: 'strategy_id, gate_type, timestamp, id', figure: 'verdict' },
]
