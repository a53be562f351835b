import type { Knex } from 'knex'
import { assertNever } from '#shared/domain/appError.ts'
import type { Dialect } from '#shared/domain/connection.ts'

/**
 * Every difference between the two databases that a statement can see.
 * Reading needs less: each connection already turns instants into epoch milliseconds, counts into numbers and
 * leaves json as text, so rows look alike on both.
 */

/** Column types of a CREATE TABLE. SQLite tables are STRICT, so a text in a number column is refused there too. */
export interface ColumnTypes {
  /** Ordered by its UTF-8 bytes on both databases, whatever the server's locale: pages must not depend on it. */
  readonly text: string
  readonly integer: string
  readonly bigint: string
  readonly real: string
  readonly boolean: string
  /** Exact to the millisecond: keyset paging compares instants for equality. */
  readonly instant: string
  readonly bytes: string
  readonly json: string
  /** Closes a CREATE TABLE. */
  readonly tableOptions: string
  /** Order of an index that serves "best first, unknown last". */
  readonly descending: string
}

export function columnTypes(dialect: Dialect): ColumnTypes {
  switch (dialect) {
    case 'sqlite':
      return {
        text: 'text',
        integer: 'integer',
        bigint: 'integer',
        real: 'real',
        boolean: 'integer',
        instant: 'integer',
        bytes: 'blob',
        json: 'text',
        tableOptions: 'STRICT',
        descending: 'DESC',
      }
    case 'postgres':
      return {
        text: 'text COLLATE "C"',
        integer: 'integer',
        bigint: 'bigint',
        real: 'double precision',
        boolean: 'boolean',
        instant: 'timestamptz(3)',
        bytes: 'bytea',
        json: 'json',
        tableOptions: '',
        descending: 'DESC NULLS LAST',
      }
    default:
      return assertNever(dialect)
  }
}

/** Bytes that are already compressed are stored as they are: the server must not try again. */
export function storeUncompressed(dialect: Dialect, table: string, column: string): readonly string[] {
  switch (dialect) {
    case 'sqlite':
      return []
    case 'postgres':
      return [`ALTER TABLE ${table} ALTER COLUMN ${column} SET STORAGE EXTERNAL`]
    default:
      return assertNever(dialect)
  }
}

/** Binds an instant given in epoch milliseconds, UTC. */
export function bindInstant(dialect: Dialect, instantMs: number): number | string {
  switch (dialect) {
    case 'sqlite':
      return instantMs
    case 'postgres':
      return new Date(instantMs).toISOString()
    default:
      return assertNever(dialect)
  }
}

/**
 * An expression with one binding, the instant so many milliseconds from now by the database's own clock. Clients of one
 * server have clocks of their own, which may disagree; whatever they must agree on goes by this one.
 */
export function instantFromNow(dialect: Dialect): string {
  switch (dialect) {
    case 'sqlite':
      return "CAST(round(unixepoch('subsec') * 1000) + ? AS INTEGER)"
    case 'postgres':
      return "clock_timestamp() + ? * interval '1 millisecond'"
    default:
      return assertNever(dialect)
  }
}

/** An instant's epoch milliseconds inside a statement, for arithmetic that an index need not serve. */
export function epochMs(dialect: Dialect, column: string): string {
  switch (dialect) {
    case 'sqlite':
      return column
    case 'postgres':
      return `(extract(epoch FROM ${column}) * 1000)::bigint`
    default:
      return assertNever(dialect)
  }
}

/** The middle of a group's values, or the mean of the two in the middle; null where no row has one. */
export function medianOf(dialect: Dialect, column: string): string {
  switch (dialect) {
    case 'sqlite':
      return `median(${column})`
    case 'postgres':
      return `percentile_cont(0.5) WITHIN GROUP (ORDER BY ${column})`
    default:
      return assertNever(dialect)
  }
}

/** Binds bytes without copying them. */
export function bindBytes(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Booleans come back as 1 and 0 from SQLite. */
export function readBoolean(stored: boolean | number): boolean {
  return stored === true || stored === 1
}

export function readBooleanOrNull(stored: boolean | number | null): boolean | null {
  return stored === null ? null : readBoolean(stored)
}

/** A condition that holds where any of the columns contains the text; letters A-Z match in either case on both databases. */
export function containsText(dialect: Dialect, columns: readonly string[], text: string): { sql: string; bindings: string[] } {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  const conditions = columns.map((column) => `${column} ${likeOperator(dialect)} ? ESCAPE '\\'`)
  return { sql: `(${conditions.join(' OR ')})`, bindings: columns.map(() => pattern) }
}

function likeOperator(dialect: Dialect): string {
  switch (dialect) {
    case 'sqlite':
      return 'LIKE'
    case 'postgres':
      return 'ILIKE'
    default:
      return assertNever(dialect)
  }
}

/** A condition with one binding that holds where a column with a JSON list of texts contains it. */
export function hasListEntry(dialect: Dialect, column: string): string {
  switch (dialect) {
    case 'sqlite':
      return `EXISTS (SELECT 1 FROM json_each(${column}) AS entry WHERE entry.value = ?)`
    case 'postgres':
      return `EXISTS (SELECT 1 FROM json_array_elements_text(${column}) AS entry (value) WHERE entry.value = ?)`
    default:
      return assertNever(dialect)
  }
}

/** Holds the rows of a SELECT until the transaction ends. SQLite's transactions hold the whole file already. */
export function lockRows<Builder extends Knex.QueryBuilder>(dialect: Dialect, builder: Builder): Builder {
  switch (dialect) {
    case 'sqlite':
      return builder
    case 'postgres':
      return builder.forUpdate() as Builder
    default:
      return assertNever(dialect)
  }
}

/** Chosen once, at random: names this application's migrations among all advisory locks of a server. */
const MIGRATION_LOCK = 771_203_946

/**
 * Makes a second client that migrates the same schema wait until the first has committed. Call first in the
 * transaction. SQLite's BEGIN IMMEDIATE has locked the file by then.
 */
export async function lockForMigration(dialect: Dialect, transaction: Knex, schema: string): Promise<void> {
  switch (dialect) {
    case 'sqlite':
      return
    case 'postgres':
      // A schema change may rightly take longer than a query is allowed to, and so may waiting for another client's.
      await transaction.raw('SET LOCAL statement_timeout = 0')
      await transaction.raw("SET LOCAL lock_timeout = '60s'")
      await transaction.raw('SELECT pg_advisory_xact_lock(?, hashtext(?))', [MIGRATION_LOCK, schema])
      return
    default:
      return assertNever(dialect)
  }
}

/** A statement that answers the server's version and, as `login`, whom it has let in; a file knows nobody. */
export function versionQuery(dialect: Dialect): string {
  switch (dialect) {
    case 'sqlite':
      return 'SELECT sqlite_version() AS version, NULL AS login'
    case 'postgres':
      return "SELECT current_setting('server_version') AS version, CAST(session_user AS text) AS login"
    default:
      return assertNever(dialect)
  }
}
