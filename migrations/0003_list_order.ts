import { columnTypes } from '#core/database/dialect.ts'
import type { Migration } from './migration.ts'

const RUN_TABLES = ['backtests', 'validations'] as const
const VALIDATION_METRICS = ['avg_test_sharpe', 'avg_degradation', 'stability_score'] as const

/** Indexes in the order of lists: every order a list offers is read from an index, whatever the number of rows. */
export const listOrder: Migration = {
  name: '0003_list_order',

  async up(knex, dialect) {
    const { descending } = columnTypes(dialect)
    // Rows of one status in order of creation are found as well by walking the index on created_at.
    for (const table of RUN_TABLES) {
      await knex.raw(`DROP INDEX idx_${table}_status`)
      await knex.raw(`CREATE INDEX idx_${table}_status ON ${table} (status, id)`)
    }
    for (const column of VALIDATION_METRICS) {
      await knex.raw(`CREATE INDEX idx_validations_${column} ON validations (${column} ${descending}, id DESC)`)
    }
  },

  async down(knex) {
    for (const column of VALIDATION_METRICS) await knex.raw(`DROP INDEX idx_validations_${column}`)
    for (const table of RUN_TABLES) {
      await knex.raw(`DROP INDEX idx_${table}_status`)
      await knex.raw(`CREATE INDEX idx_${table}_status ON ${table} (status, created_at, id)`)
    }
  },
}
