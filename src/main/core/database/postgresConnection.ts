import createKnex, { type Knex } from 'knex'
import pg from 'pg'
import { assertNever } from '#shared/domain/appError.ts'
import type { Connection } from '#shared/domain/connection.ts'
import type { OpenOptions } from './database.ts'
import { KNEX_LOG } from './knexLog.ts'

export type PostgresConnection = Extract<Connection, { dialect: 'postgres' }>

const CONNECT_TIMEOUT_MS = 5_000
const LOCK_TIMEOUT_MS = 5_000
const STATEMENT_TIMEOUT_MS = 60_000
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 60_000
const ACQUIRE_TIMEOUT_MS = 15_000

export function connectPostgres(connection: PostgresConnection, options: OpenOptions): Knex {
  const session: pg.ClientConfig = {
    ...clientConfig(connection, options.password ?? null),
    application_name: `Aurelius ${options.appVersion}`,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    lock_timeout: options.lockTimeoutMs ?? LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
  }
  return createKnex({
    client: 'pg',
    log: KNEX_LOG,
    connection: session as Knex.PgConnectionConfig,
    searchPath: [connection.schema],
    acquireConnectionTimeout: ACQUIRE_TIMEOUT_MS,
    pool: {
      min: 0,
      max: connection.poolMax,
      afterCreate: (client: pg.Client, done: (error: Error | null, client: pg.Client) => void) =>
        client.query(sessionSettings(options.readOnly ?? false), (error) => done(error, client)),
    },
  })
}

/** How to reach the server, for a pool or for one trial connection. */
export function clientConfig(connection: PostgresConnection, password: string | null): pg.ClientConfig {
  return {
    host: connection.host,
    port: connection.port,
    database: connection.database,
    user: connection.user,
    // An empty password gets the server's own refusal; a missing one would be looked up in ~/.pgpass.
    password: password ?? '',
    ssl: tlsOptions(connection.tls),
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    types: { getTypeParser },
  }
}

/** `require` encrypts without knowing whom it talks to; `verify-full` checks certificate and host name. */
export function tlsOptions(mode: PostgresConnection['tls']): false | { rejectUnauthorized: boolean } {
  switch (mode) {
    case 'disable':
      return false
    case 'require':
      return { rejectUnauthorized: false }
    case 'verify-full':
      return { rejectUnauthorized: true }
    default:
      return assertNever(mode)
  }
}

function sessionSettings(readOnly: boolean): string {
  return readOnly ? "SET TIME ZONE 'UTC'; SET default_transaction_read_only = on" : "SET TIME ZONE 'UTC'"
}

const { builtins } = pg.types
const parseDate = pg.types.getTypeParser(builtins.TIMESTAMPTZ, 'text') as (text: string) => Date

/** Instants as epoch milliseconds, counts as numbers, json as the text that was stored. Held by the connection, not globally. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (format === 'binary') return pg.types.getTypeParser(oid, 'binary') as (value: string) => unknown
  switch (oid) {
    case builtins.INT8:
      return Number
    case builtins.TIMESTAMPTZ:
      return (text) => parseDate(text).getTime()
    case builtins.JSON:
      return (text) => text
    default:
      return pg.types.getTypeParser(oid, 'text') as (value: string) => unknown
  }
}
