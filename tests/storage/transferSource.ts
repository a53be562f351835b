import type { Database } from '#core/database/database.ts'
import { TRANSFER_TABLES } from '#core/database/transfer/transferTables.ts'
import type { Dialect } from '#shared/domain/connection.ts'
import { fillWorkspace } from '../builders/fullWorkspace.ts'
import { makerOf, openAgain } from './dialects.ts'

export const DIALECTS = ['sqlite', 'postgres'] as const

/** A full workspace, opened for reading as a copy wants it. */
export async function makeSource(dialect: Dialect): Promise<Database> {
  const db = await makerOf(dialect)()
  await fillWorkspace(db)
  return openAgain(db.connection, { readOnly: true })
}

/** Every row as text both databases give alike; a real -0 is 0. */
export async function rowsOf(db: Database): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {}
  for (const { name, key, columns } of TRANSFER_TABLES) {
    const rows: Record<string, unknown>[] = await db.run((knex) =>
      knex(name)
        .orderBy([...key])
        .select(Object.keys(columns)),
    )
    tables[name] = rows.map((row) => JSON.stringify(Object.entries(columns).map(([column, kind]) => shown(row[column], kind))))
  }
  return tables
}

function shown(value: unknown, kind: string): unknown {
  if (value === null) return null
  if (kind === 'boolean') return Boolean(value)
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value
}
