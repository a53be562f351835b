import type BetterSqlite3 from 'better-sqlite3'
import createKnex, { type Knex } from 'knex'
import { AppError } from '#shared/domain/appError.ts'
import type { Connection } from '#shared/domain/connection.ts'
import type { OpenOptions } from './database.ts'
import { KNEX_LOG } from './knexLog.ts'

type SqliteConnection = Extract<Connection, { dialect: 'sqlite' }>

const LOCK_TIMEOUT_MS = 5_000
const ACQUIRE_TIMEOUT_MS = 60_000

/** One connection per process; readers of other processes never block it, and it never blocks them (WAL). */
export function connectSqlite(connection: SqliteConnection, options: OpenOptions): Knex {
  const readOnly = options.readOnly ?? false
  return createKnex({
    client: 'better-sqlite3',
    log: KNEX_LOG,
    connection: { filename: connection.file, options: { readonly: readOnly } },
    useNullAsDefault: true,
    acquireConnectionTimeout: ACQUIRE_TIMEOUT_MS,
    pool: {
      min: 1,
      max: 1,
      afterCreate: (file: BetterSqlite3.Database, done: (error: unknown, file: BetterSqlite3.Database) => void) =>
        done(
          attempt(() => prepareConnection(file, readOnly, options.lockTimeoutMs ?? LOCK_TIMEOUT_MS)),
          file,
        ),
    },
  })
}

function attempt(work: () => void): unknown {
  try {
    work()
    return null
  } catch (error) {
    return error
  }
}

function prepareConnection(file: BetterSqlite3.Database, readOnly: boolean, lockTimeoutMs: number): void {
  file.pragma(`busy_timeout = ${lockTimeoutMs}`)
  file.pragma('foreign_keys = ON')
  if (readOnly) return
  file.pragma('journal_mode = WAL')
  file.pragma('synchronous = NORMAL')
  beginTransactionsWriting(file)
}

/**
 * A transaction that begins with a read and writes later fails at once, without waiting, when another process has
 * written in between. Taking the write lock at the start makes it wait its turn instead.
 */
function beginTransactionsWriting(file: BetterSqlite3.Database): void {
  const prepare = file.prepare.bind(file)
  file.prepare = ((sql: string) => prepare(sql === 'BEGIN;' ? 'BEGIN IMMEDIATE;' : sql)) as typeof file.prepare
}

/** Throws `database_corrupt` with SQLite's first finding. Reads the whole file once. */
export async function checkSqliteIntegrity(knex: Knex): Promise<void> {
  const [finding]: { quick_check: string }[] = await knex.raw('PRAGMA quick_check(1)')
  if (finding?.quick_check === 'ok') return
  throw new AppError(
    'database_corrupt',
    `The database file is damaged (${finding?.quick_check ?? 'no answer from the integrity check'}). Restore a backup, or open another file.`,
  )
}
