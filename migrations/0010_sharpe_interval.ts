import { columnTypes } from '#core/database/dialect.ts'
import type { Migration } from './migration.ts'

const COLUMNS = ['sharpe_low', 'sharpe_high'] as const

/** The ends of the Sharpe ratio's 95 % confidence interval beside the ratio, so that lists show it; unknown for runs that are already there. */
export const sharpeInterval: Migration = {
  name: '0010_sharpe_interval',

  async up(knex, dialect) {
    const { real } = columnTypes(dialect)
    for (const column of COLUMNS) {
      await knex.raw(`ALTER TABLE backtests ADD COLUMN ${column} ${real} CONSTRAINT backtests_${column} CHECK (abs(${column}) < 1e300)`)
    }
  },

  async down(knex) {
    for (const column of COLUMNS.toReversed()) await knex.raw(`ALTER TABLE backtests DROP COLUMN ${column}`)
  },
}
