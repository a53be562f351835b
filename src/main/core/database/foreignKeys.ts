import { assertNever } from '#shared/domain/appError.ts'
import type { Database } from './database.ts'

/**
 * Tables with rows whose parent is missing. SQLite reads every row; PostgreSQL enforces its foreign keys, so there only
 * one that was never validated can hold such rows.
 */
export async function findBrokenReferences(db: Database): Promise<string[]> {
  switch (db.dialect) {
    case 'sqlite': {
      const orphans: { table: string }[] = await db.run((knex) => knex.raw('PRAGMA foreign_key_check'))
      return [...new Set(orphans.map(({ table }) => table))].sort()
    }
    case 'postgres': {
      const unchecked: { table: string }[] = await db.run((knex) =>
        knex('pg_constraint')
          .whereRaw("contype = 'f' AND NOT convalidated AND connamespace = current_schema()::regnamespace")
          .select(knex.raw('DISTINCT conrelid::regclass::text AS "table"')),
      )
      return unchecked.map(({ table }) => table).sort()
    }
    default:
      return assertNever(db.dialect)
  }
}
