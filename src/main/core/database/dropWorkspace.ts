import { isAppendOnly, liftAppendOnly } from './appendOnly.ts'
import type { Database } from './database.ts'
import { migrationStatus, requireReady } from './migrate.ts'
import { MANIFEST_TABLE } from './transfer/backupManifest.ts'
import { MARKER_TABLE } from './transfer/transferMarker.ts'
import { TRANSFER_TABLES } from './transfer/transferTables.ts'

const BOOKKEEPING = [MARKER_TABLE, MANIFEST_TABLE, 'audit_pending', 'schema_migrations', 'schema_migrations_lock']

/**
 * Removes every table of a workspace, all or nothing; other tables in the same place stay. Answers whether any did.
 * Throws `database_newer`: a newer version has tables this one does not know.
 */
export async function dropWorkspace(db: Database): Promise<{ othersRemain: boolean }> {
  const { state } = await migrationStatus(db)
  if (state === 'newer_than_app') await requireReady(db)
  await db.transaction(async (handle) => {
    const tables = [...TRANSFER_TABLES.map(({ name }) => name).toReversed(), ...BOOKKEEPING]
    for (const table of tables) await handle.run((knex) => knex.schema.dropTableIfExists(table))
    for (const { name } of TRANSFER_TABLES) {
      // On PostgreSQL the function behind the guard outlives its table.
      const leftovers = isAppendOnly(name) ? liftAppendOnly(db.dialect, name) : []
      for (const statement of leftovers) await handle.run((knex) => knex.raw(statement))
    }
  })
  return { othersRemain: await hasTables(db) }
}

async function hasTables(db: Database): Promise<boolean> {
  const found: unknown = await db.run((knex) =>
    db.dialect === 'sqlite'
      ? knex('sqlite_schema').where({ type: 'table' }).whereNot('name', 'like', 'sqlite_%').first('name')
      : knex('pg_tables').whereRaw('schemaname = current_schema()').first('tablename'),
  )
  return found !== undefined
}
