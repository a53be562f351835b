import createKnex, { type Knex } from 'knex'
import pg from 'pg'
import type { PostgresConnection } from '#shared/domain/connection.ts'
import { KNEX_LOG } from './knexLog.ts'
import type { OpenOptions } from './openOptions.ts'
import { tlsOptions } from './postgresTls.ts'
import { createStatementNames, nameStatements } from './preparedStatements.ts'

const CONNECT_TIMEOUT_MS = 5_000

/** What a connection leaves out. */
const DEFAULTS = {
  poolMin: 0,
  poolIdleTimeoutMs: 30_000,
  poolAcquireTimeoutMs: 15_000,
  statementTimeoutMs: 60_000,
  lockTimeoutMs: 5_000,
  idleInTransactionTimeoutMs: 60_000,
}

/** Throws `invalid_input` for a CA file that cannot be used. */
export function connectPostgres(connection: PostgresConnection, options: OpenOptions & { readonly readOnly: boolean }): Knex {
  const setting = (name: keyof typeof DEFAULTS) => connection[name] ?? DEFAULTS[name]
  const session: pg.ClientConfig = {
    ...clientConfig(connection, options.password ?? null),
    application_name: `Aurelius ${options.appVersion}`,
    statement_timeout: setting('statementTimeoutMs'),
    lock_timeout: options.lockTimeoutMs ?? setting('lockTimeoutMs'),
    idle_in_transaction_session_timeout: setting('idleInTransactionTimeoutMs'),
  }
  const withName = createStatementNames()
  return createKnex({
    client: 'pg',
    log: KNEX_LOG,
    compileSqlOnError: false,
    connection: session as Knex.PgConnectionConfig,
    searchPath: [connection.schema],
    acquireConnectionTimeout: setting('poolAcquireTimeoutMs'),
    pool: {
      min: Math.min(setting('poolMin'), connection.poolMax),
      max: connection.poolMax,
      idleTimeoutMillis: setting('poolIdleTimeoutMs'),
      afterCreate: (client: pg.Client, done: (error: Error | null, client: pg.Client) => void) => {
        nameStatements(client, withName)
        client.query(sessionSettings(options.readOnly), (error) => done(error, client))
      },
    },
  })
}

/** How to reach the server, for a pool or for one trial connection. Throws `invalid_input` for a CA file that cannot be used. */
export function clientConfig(connection: PostgresConnection, password: string | null): pg.ClientConfig {
  return {
    host: connection.host,
    port: connection.port,
    database: connection.database,
    user: connection.user,
    // An empty password gets the server's own refusal; a missing one would be looked up in ~/.pgpass.
    password: password ?? '',
    ssl: tlsOptions(connection),
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    types: { getTypeParser },
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
