import type BetterSqlite3 from 'better-sqlite3'
import createKnex, { type Knex } from 'knex'
import { AppError } from '#shared/domain/appError.ts'
import type { SqliteConnection } from '#shared/domain/connection.ts'
import { KNEX_LOG } from './knexLog.ts'
import type { OpenOptions } from './openOptions.ts'
import { damageMessage } from './sqliteIntegrity.ts'

const LOCK_TIMEOUT_MS = 5_000
const ACQUIRE_TIMEOUT_MS = 60_000

type SqliteOptions = OpenOptions & { readonly readOnly: boolean }

/** One connection per process; readers of other processes never block it, and it never blocks them (WAL). */
export function connectSqlite(connection: SqliteConnection, options: SqliteOptions): Knex {
  const { readOnly } = options
  return createKnex({
    client: 'better-sqlite3',
    log: KNEX_LOG,
    compileSqlOnError: false,
    connection: { filename: connection.file, options: { readonly: readOnly } },
    useNullAsDefault: true,
    acquireConnectionTimeout: ACQUIRE_TIMEOUT_MS,
    pool: {
      min: 1,
      max: 1,
      afterCreate: (file: BetterSqlite3.Database, done: (error: unknown, file: BetterSqlite3.Database) => void) =>
        done(
          attempt(() => prepareConnection(file, options)),
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

function prepareConnection(file: BetterSqlite3.Database, { readOnly, lockTimeoutMs = LOCK_TIMEOUT_MS, pageBytes }: SqliteOptions): void {
  file.pragma(`busy_timeout = ${lockTimeoutMs}`)
  file.pragma('foreign_keys = ON')
  keepStatements(file, readOnly)
  if (readOnly) return
  // Before the journal mode, which writes the first page of a new file.
  if (pageBytes !== undefined) file.pragma(`page_size = ${pageBytes}`)
  file.pragma('journal_mode = WAL')
  file.pragma('synchronous = NORMAL')
}

/** Statements kept prepared; the texts the application has come to far less. */
const STATEMENT_LIMIT = 200

/** Some pragmas act while they are prepared, so they are prepared every time. */
const KEPT = /^(select|insert|update|delete)\b/i

/**
 * Knex prepares a statement for every call, which costs more than running a small one; here the same text is prepared
 * once. A transaction that begins with a read and writes later fails at once, without waiting, when another process
 * has written in between: taking the write lock at the start makes it wait its turn instead.
 */
function keepStatements(file: BetterSqlite3.Database, readOnly: boolean): void {
  const prepare = file.prepare.bind(file)
  const kept = new Map<string, BetterSqlite3.Statement>()
  const prepareOnce = (sql: string) => {
    const known = kept.get(sql)
    if (known !== undefined && !known.busy) return known
    const statement = prepare(!readOnly && sql === 'BEGIN;' ? 'BEGIN IMMEDIATE;' : sql)
    if (kept.size < STATEMENT_LIMIT && KEPT.test(sql)) kept.set(sql, statement)
    return statement
  }
  file.prepare = prepareOnce as typeof file.prepare
}

/** Throws `database_corrupt` with SQLite's first finding. Reads the whole file once. */
export async function checkSqliteIntegrity(knex: Knex): Promise<void> {
  const [finding]: { quick_check: string }[] = await knex.raw('PRAGMA quick_check(1)')
  if (finding?.quick_check === 'ok') return
  throw new AppError('database_corrupt', damageMessage(finding?.quick_check ?? 'no answer from the integrity check'))
}
