import { setImmediate as nextTurn } from 'node:timers/promises'
import type BetterSqlite3 from 'better-sqlite3'
import type { Knex } from 'knex'
import pg from 'pg'
import { assertNever } from '#shared/domain/appError.ts'
import type { Dialect } from '#shared/domain/connection.ts'
import { type Database, rawRows } from '../database.ts'
import { explainDatabaseError } from '../databaseError.ts'
import { copyIn, copyOut } from './postgresCopy.ts'
import { type Cell, decodeRows, kindsOf, type RowBatch, RowBuffer, type RowKey } from './rowEncoding.ts'
import type { CellKind, TransferTable } from './transferTables.ts'

/** Which rows: those behind one key, those up to one, or all. */
export interface RowRange {
  readonly after?: RowKey
  readonly upTo?: RowKey
}

/** A transaction, and what kind of database it is in. */
export interface Scope {
  readonly dialect: Dialect
  readonly knex: Knex
}

/**
 * Reads every table as it stood at one moment, while others go on writing. On SQLite the database must be opened
 * read-only: its other transactions lock the file.
 */
export async function inSnapshot<Result>(db: Database, work: (scope: Scope) => Promise<Result>): Promise<Result> {
  const config = db.dialect === 'postgres' ? ({ isolationLevel: 'repeatable read', readOnly: true } as const) : {}
  let reason: unknown
  const noteReason = (error: unknown): never => {
    reason = error
    throw error
  }
  try {
    // Not through `run`, which would begin the work again where the other database had a reason to.
    return await db.knex.transaction((transaction) => inScope(db.dialect, transaction, work).catch(noteReason), config)
  } catch (error) {
    // A reading that was broken off took its connection along, so that the rollback fails too, and would hide why.
    throw explainDatabaseError(reason ?? error, db.label) ?? reason ?? error
  }
}

/** All or nothing. */
export function inTransaction<Result>(db: Database, work: (scope: Scope) => Promise<Result>): Promise<Result> {
  return db.transaction((handle) => handle.run((knex) => inScope(db.dialect, knex, work)))
}

/**
 * All or nothing, but on a server a commit does not wait for the disk: a later transaction that does wait takes this one
 * along, as the server writes its journal in order.
 */
export function inUnhurriedTransaction<Result>(db: Database, work: (scope: Scope) => Promise<Result>): Promise<Result> {
  return inTransaction(db, async (scope) => {
    if (scope.dialect === 'postgres') await scope.knex.raw('SET LOCAL synchronous_commit = off')
    return work(scope)
  })
}

/** Reading a large table rightly takes longer than a query is allowed to, and so may waiting for the other database. */
async function inScope<Result>(dialect: Dialect, knex: Knex, work: (scope: Scope) => Promise<Result>): Promise<Result> {
  if (dialect === 'postgres') await knex.raw('SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0')
  return work({ dialect, knex })
}

/** The rows of a table in the order of its key, in batches of bounded size; one reading at a time in a transaction. */
export async function* readRows({ dialect, knex }: Scope, table: TransferTable, range: RowRange = {}): AsyncGenerator<RowBatch> {
  const sql = selectRows(dialect, table, range)
  switch (dialect) {
    case 'sqlite':
      for (const batch of readSqlite(await rawConnection<BetterSqlite3.Database>(knex), sql, kindsOf(table))) {
        // SQLite never waits: without a turn of the event loop nobody could cancel.
        await nextTurn()
        yield batch
      }
      return
    case 'postgres':
      yield* copyOut(await rawConnection<pg.Client>(knex), `COPY (${sql}) TO STDOUT (FORMAT binary)`)
      return
    default:
      assertNever(dialect)
  }
}

/** The driver's own connection, below Knex: it streams rows, which Knex would gather. */
async function rawConnection<Connection>(knex: Knex): Promise<Connection> {
  const connection: Connection = await knex.client.acquireConnection()
  return connection
}

function* readSqlite(file: BetterSqlite3.Database, sql: string, kinds: readonly CellKind[]): Generator<RowBatch> {
  const rows = new RowBuffer()
  for (const cells of file.prepare<[], Cell[]>(sql).raw().iterate()) {
    rows.appendCells(kinds, cells)
    if (rows.isFull) yield rows.take()
  }
  if (!rows.isEmpty) yield rows.take()
}

function selectRows(dialect: Dialect, table: TransferTable, { after, upTo }: RowRange): string {
  const columns = Object.entries(table.columns).map(([name, kind]) => selectedColumn(dialect, name, kind))
  const key = table.key.map((name) => keyColumn(dialect, name, table.columns[name]!)).join(', ')
  const conditions = [
    ...(after ? [`(${key}) > (${after.map(literal).join(', ')})`] : []),
    ...(upTo ? [`(${key}) <= (${upTo.map(literal).join(', ')})`] : []),
  ]
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`
  return `SELECT ${columns.join(', ')} FROM ${quote(table.name)}${where} ORDER BY ${key}`
}

/** Adding 0 turns -0 into 0, which is what SQLite stores. */
function selectedColumn(dialect: Dialect, name: string, kind: CellKind): string {
  return dialect === 'postgres' && kind === 'real' ? `${quote(name)} + 0` : quote(name)
}

/** Whatever the server's locale, keys are in the order of their bytes, as SQLite has them. */
function keyColumn(dialect: Dialect, name: string, kind: CellKind): string {
  return dialect === 'postgres' && kind === 'text' ? `${quote(name)} COLLATE "C"` : quote(name)
}

const literal = (value: string | number) => (typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`)
const quote = (name: string) => pg.escapeIdentifier(name)

/** Adds rows. Throws what the database refuses, naming the table. */
export async function appendRows({ dialect, knex }: Scope, table: TransferTable, batch: RowBatch): Promise<void> {
  const columns = Object.keys(table.columns).map(quote)
  const into = `${quote(table.name)} (${columns.join(', ')})`
  switch (dialect) {
    case 'sqlite': {
      const file = await rawConnection<BetterSqlite3.Database>(knex)
      const insert = file.prepare(`INSERT INTO ${into} VALUES (${columns.map(() => '?').join(', ')})`)
      for (const { cells } of decodeRows(batch, kindsOf(table))) insert.run(cells)
      return
    }
    case 'postgres':
      return copyIn(await rawConnection<pg.Client>(knex), `COPY ${into} FROM STDIN (FORMAT binary)`, batch)
    default:
      return assertNever(dialect)
  }
}

export interface TableSize {
  readonly rows: number
  /** Of the rows as they travel. */
  readonly bytes: number
}

/** What reading the table will give, without reading large values. */
export async function measureTable({ dialect, knex }: Scope, table: TransferTable): Promise<TableSize> {
  const columns = Object.entries(table.columns)
  const payload = columns.map(([name, kind]) => cellBytes(dialect, quote(name), kind)).join(' + ')
  const sql = `SELECT count(*) AS rows, CAST(coalesce(sum(${payload}), 0) AS bigint) AS bytes FROM ${quote(table.name)}`
  const [size] = rawRows<TableSize>(await knex.raw(sql))
  const rows = size?.rows ?? 0
  return { rows, bytes: (size?.bytes ?? 0) + rows * (2 + 4 * columns.length) }
}

const FIXED_BYTES = { integer: 4, bigint: 8, real: 8, boolean: 1, instant: 8 } as const

function cellBytes(dialect: Dialect, column: string, kind: CellKind): string {
  switch (kind) {
    case 'text':
    case 'bytes':
      return `coalesce(octet_length(${column}), 0)`
    case 'json':
      return dialect === 'postgres' ? `coalesce(octet_length(CAST(${column} AS text)), 0)` : `coalesce(octet_length(${column}), 0)`
    default:
      return `CASE WHEN ${column} IS NULL THEN 0 ELSE ${FIXED_BYTES[kind]} END`
  }
}
