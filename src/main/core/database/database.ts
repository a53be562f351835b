import { performance } from 'node:perf_hooks'
import type { Knex } from 'knex'
import { type AppError, assertNever } from '#shared/domain/appError.ts'
import type { Connection, Dialect } from '#shared/domain/connection.ts'
import { classifyDatabaseError, explainDatabaseError } from './databaseError.ts'
import { connectionLabel } from './databaseUrl.ts'
import { versionQuery } from './dialect.ts'
import type { OpenOptions } from './openOptions.ts'
import { connectPostgres } from './postgresConnection.ts'
import { readOnlyByChoice } from './readOnly.ts'
import { retryContention } from './retryContention.ts'
import { checkSqliteIntegrity, connectSqlite } from './sqliteConnection.ts'

/** What repositories work on: the database itself, or a transaction open in it. */
export interface DatabaseHandle {
  readonly dialect: Dialect
  /** Runs one statement. What the database refuses comes out as an AppError that says what to do. */
  run<Result>(work: (knex: Knex) => PromiseLike<Result>): Promise<Result>
  /**
   * All or nothing; inside a transaction it joins it. Within `work` use only the handle it is given:
   * SQLite has one connection, and the outer handle would wait for it. When PostgreSQL undoes the transaction because
   * it and others blocked each other, `work` runs again: it must leave no trace outside the database.
   */
  transaction<Result>(work: (handle: DatabaseHandle) => Promise<Result>): Promise<Result>
}

export interface Database extends DatabaseHandle {
  readonly connection: Connection
  /** Host and database, or file: for people, without secrets. */
  readonly label: string
  readonly readOnly: boolean
  /** What a write answers; null when this database can be written. The database itself refuses, not good manners. */
  readonly writeRefusal: AppError | null
  readonly serverVersion: string
  readonly knex: Knex
  /** Asks the server for nothing and answers how long that took, in ms. */
  ping(): Promise<number>
  close(): Promise<void>
}

/**
 * Opens a database and makes sure it answers.
 * Throws AppError: database_unreachable, database_login_failed, database_corrupt, database_locked, database_read_only.
 */
export async function openDatabase(connection: Connection, options: OpenOptions): Promise<Database> {
  const label = connectionLabel(connection)
  const readOnly = options.writeRefusal !== undefined || (options.readOnly ?? connection.readOnly ?? false)
  const writeRefusal = readOnly ? (options.writeRefusal ?? readOnlyByChoice(label)) : null
  const knex = connectKnex(connection, { ...options, readOnly })
  try {
    if (connection.dialect === 'sqlite') await checkSqliteIntegrity(knex)
    const [server] = rawRows<{ version: string }>(await knex.raw(versionQuery(connection.dialect)))
    return describeDatabase(knex, { connection, label, readOnly, writeRefusal, serverVersion: server?.version ?? 'unknown' })
  } catch (error) {
    await knex.destroy()
    throw classifyDatabaseError(error, label)
  }
}

type ResolvedOptions = OpenOptions & { readonly readOnly: boolean }

function connectKnex(connection: Connection, options: ResolvedOptions): Knex {
  const knex = openKnex(connection, options)
  if (options.onStatement) knex.on('query', (statement: { sql: string }) => options.onStatement?.(statement.sql))
  return knex
}

function openKnex(connection: Connection, options: ResolvedOptions): Knex {
  switch (connection.dialect) {
    case 'sqlite':
      return connectSqlite(connection, options)
    case 'postgres':
      return connectPostgres(connection, options)
    default:
      return assertNever(connection)
  }
}

/** Raw statements answer with an array on SQLite and with a result object on PostgreSQL. */
export function rawRows<Row>(result: Row[] | { rows: Row[] }): Row[] {
  return Array.isArray(result) ? result : result.rows
}

type DatabaseFacts = Pick<Database, 'connection' | 'label' | 'readOnly' | 'writeRefusal' | 'serverVersion'>

function describeDatabase(knex: Knex, facts: DatabaseFacts): Database {
  const handle = handleOver(knex, facts)
  return {
    ...handle,
    ...facts,
    knex,
    ping: () =>
      handle.run(async () => {
        const startedAt = performance.now()
        await knex.raw('SELECT 1')
        return performance.now() - startedAt
      }),
    close: () => knex.destroy(),
  }
}

/** In a newer database a column that is missing is no reason to migrate, which cannot be done here. */
function explain(error: unknown, { label, writeRefusal }: DatabaseFacts): unknown {
  const known = explainDatabaseError(error, label)
  if (known?.code === 'database_read_only') return writeRefusal ?? known
  if (known?.code === 'migration_required' && writeRefusal?.code === 'database_newer') return writeRefusal
  return known ?? error
}

function handleOver(knex: Knex, facts: DatabaseFacts): DatabaseHandle {
  const explained = async <Result>(work: () => PromiseLike<Result>): Promise<Result> => {
    try {
      return await work()
    } catch (error) {
      throw explain(error, facts)
    }
  }
  if (knex.isTransaction) {
    const handle: DatabaseHandle = {
      dialect: facts.connection.dialect,
      run: (work) => explained(() => work(knex)),
      transaction: (work) => work(handle),
    }
    return handle
  }
  return {
    dialect: facts.connection.dialect,
    run: (work) => retryContention(() => explained(() => work(knex))),
    transaction: (work) => retryContention(() => explained(() => runTransaction(knex, (inner) => work(handleOver(inner, facts))))),
  }
}

/**
 * A full disk makes SQLite undo the transaction by itself; Knex's own attempt then fails, and would hide why.
 */
async function runTransaction<Result>(knex: Knex, work: (inner: Knex) => Promise<Result>): Promise<Result> {
  let reason: unknown
  const noteReason = (error: unknown): never => {
    reason = error
    throw error
  }
  return knex
    .transaction((inner) => work(inner).catch(noteReason))
    .catch((error: unknown) => {
      throw reason ?? error
    })
}
