import type { Migration } from './migration.ts'

const RUN_TABLES = ['backtests', 'validations'] as const

/**
 * Runs of one status, newest first: almost every run is completed, and a planner that cannot know that finds them all by
 * the index on the status and sorts them.
 */
export const statusOrder: Migration = {
  name: '0011_status_order',

  async up(knex) {
    for (const table of RUN_TABLES) await knex.raw(`CREATE INDEX idx_${table}_status_created ON ${table} (status, created_at, id)`)
  },

  async down(knex) {
    for (const table of RUN_TABLES) await knex.raw(`DROP INDEX idx_${table}_status_created`)
  },
}
