import { stat } from 'node:fs/promises'
import { performance } from 'node:perf_hooks'
import type { Knex } from 'knex'
import { AppError, assertNever } from '#shared/domain/appError.ts'
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
  /** Who answers for what is changed through this handle. */
  readonly actor: Actor
  /** Runs one statement. What the database refuses comes out as an AppError that says what to do. */
  run<Result>(work: (knex: Knex) => PromiseLike<Result>): Promise<Result>
  /**
   * All or nothing; inside a transaction it joins it. Within `work` use only the handle it is given:
   * SQLite has one connection, and the outer handle would wait for it. When PostgreSQL undoes the transaction because
   * it and others blocked each other, `work` runs again: it must leave no trace outside the database.
   */
  transaction<Result>(work: (handle: DatabaseHandle) => Promise<Result>): Promise<Result>
  /**
   * Runs a step of the open transaction as late as possible, after everything else and in the order it was asked for:
   * for what other transactions must wait for. Throws `internal` outside a transaction.
   */
  beforeCommit(step: (handle: DatabaseHandle) => Promise<void>): void
}

export interface Actor {
  /** The server's login, or on a local file the operating system's user: whom the database itself can tell from others. */
  readonly name: string
  /** The operating system's user and the program they used. */
  readonly client: string
}

export interface Database extends DatabaseHandle {
  readonly connection: Connection
  /** Host and database, or file: for people, without secrets. */
  readonly label: string
  readonly readOnly: boolean
  /** What a write answers; null when this database can be written. The database itself refuses, not good manners. */
  readonly writeRefusal: AppError | null
  readonly serverVersion: string
  /** false for a SQLite file over `integrityLimitBytes`: nobody has looked at its pages yet. */
  readonly integrityChecked: boolean
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
    const integrityChecked = connection.dialect === 'postgres' || (await checkSmallFile(knex, connection.file, options))
    const [server] = rawRows<ServerFacts>(await knex.raw(versionQuery(connection.dialect)))
    const actor = describeActor(options, server?.login ?? null)
    return describeDatabase(knex, {
      connection,
      label,
      readOnly,
      writeRefusal,
      actor,
      integrityChecked,
      serverVersion: server?.version ?? 'unknown',
    })
  } catch (error) {
    await knex.destroy()
    throw classifyDatabaseError(error, label)
  }
}

/** false: the file is larger than the caller wants to wait for. */
async function checkSmallFile(knex: Knex, file: string, { integrityLimitBytes = Number.POSITIVE_INFINITY }: OpenOptions): Promise<boolean> {
  const { size } = await stat(file).catch(() => ({ size: 0 }))
  if (size > integrityLimitBytes) return false
  await checkSqliteIntegrity(knex)
  return true
}

interface ServerFacts {
  readonly version: string
  readonly login: string | null
}

function describeActor({ osUser = 'unknown', host = 'other', appVersion }: OpenOptions, login: string | null): Actor {
  return { name: login ?? osUser, client: `${osUser}, ${host} ${appVersion}` }
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

type DatabaseFacts = Pick<Database, 'connection' | 'label' | 'readOnly' | 'writeRefusal' | 'serverVersion' | 'integrityChecked' | 'actor'>

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

async function explained<Result>(facts: DatabaseFacts, work: () => PromiseLike<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw explain(error, facts)
  }
}

function handleOver(knex: Knex, facts: DatabaseFacts): DatabaseHandle {
  return {
    dialect: facts.connection.dialect,
    actor: facts.actor,
    run: (work) => retryContention(() => explained(facts, () => work(knex))),
    transaction: (work) => retryContention(() => explained(facts, () => runTransaction(knex, (inner) => runSteps(inner, facts, work)))),
    beforeCommit: () => {
      throw new AppError('internal', 'A step before the commit needs a transaction.')
    },
  }
}

/** The work, then what it left for the end. */
async function runSteps<Result>(knex: Knex, facts: DatabaseFacts, work: (handle: DatabaseHandle) => Promise<Result>): Promise<Result> {
  const last: ((handle: DatabaseHandle) => Promise<void>)[] = []
  const handle: DatabaseHandle = {
    dialect: facts.connection.dialect,
    actor: facts.actor,
    run: async (statement) => explained(facts, () => statement(knex)),
    transaction: (inner) => inner(handle),
    beforeCommit: (step) => {
      last.push(step)
    },
  }
  const result = await work(handle)
  for (const step of last) await step(handle)
  return result
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
