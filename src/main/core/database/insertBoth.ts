import { assertNever } from '#shared/domain/appError.ts'
import type { DatabaseHandle } from './database.ts'
import { prepared } from './preparedStatements.ts'

interface NewRow {
  readonly table: string
  readonly row: Readonly<Record<string, unknown>>
}

/**
 * Inserts a row and one that belongs to it, both or neither. On a server each statement costs a journey, so there it is
 * one statement, whose foreign keys are checked when both rows stand; SQLite has no such statement and is near.
 */
export async function insertBoth(db: DatabaseHandle, parent: NewRow, child: NewRow): Promise<void> {
  switch (db.dialect) {
    case 'postgres':
      await db.run((knex) => prepared(knex(parent.table).with('child', knex(child.table).insert(child.row)).insert(parent.row)))
      return
    case 'sqlite':
      await db.transaction(async (transaction) => {
        for (const { table, row } of [parent, child]) await transaction.run((knex) => knex(table).insert(row))
      })
      return
    default:
      assertNever(db.dialect)
  }
}
