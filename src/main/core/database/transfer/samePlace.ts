import { type Database, rawRows } from '../database.ts'
import { sourceIdentity } from './transferMarker.ts'

/** Whether both are the same rows, also where a server is known by two names. */
export async function isSamePlace(a: Database, b: Database): Promise<boolean> {
  if (sourceIdentity(a.connection) === sourceIdentity(b.connection)) return true
  if (a.connection.dialect !== 'postgres' || b.connection.dialect !== 'postgres') return false
  return a.connection.schema === b.connection.schema && (await serverOf(a)) === (await serverOf(b))
}

/** The moment a server was started, to the microsecond, tells it from every other; no right is needed to ask. */
async function serverOf(db: Database): Promise<string | undefined> {
  const statement = "SELECT CAST(pg_postmaster_start_time() AS text) || ' ' || current_database() AS server"
  const [row] = rawRows<{ server: string }>(await db.run((knex) => knex.raw(statement)))
  return row?.server
}
