import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { performance } from 'node:perf_hooks'
import { connect as connectTls } from 'node:tls'
import pg from 'pg'
import { AppError } from '#shared/domain/appError.ts'
import type { PostgresConnection } from '#shared/domain/connection.ts'
import { connectionLabel } from './databaseUrl.ts'
import { clientConfig } from './postgresConnection.ts'
import { tlsOptions } from './postgresTls.ts'
import type { Finding, Probe } from './probe.ts'

const TIMEOUT_MS = 5_000

/** Tries a server without changing anything on it. */
export function probePostgres(connection: PostgresConnection, password: string | null): Probe {
  let opened: pg.Client | null = null
  const client = () => {
    opened ??= makeClient(connection, password)
    return opened
  }
  let loginError: unknown = null
  return {
    stages: {
      resolve: () => resolveHost(connection),
      connect: () => tryTcp(connection),
      tls: () => tryTls(connection),
      login: async () => {
        loginError = await client()
          .connect()
          .then(
            () => null,
            (error: unknown) => error,
          )
        // The server looks at the database only after it has let the user in.
        if (loginError !== null && !isUnknownDatabase(loginError)) throw loginError
        return { state: 'ok', message: `${connection.user} may log in.` }
      },
      database: async () => {
        if (loginError !== null) throw loginError
        return { state: 'ok', message: `The database ${connection.database} exists.` }
      },
      schema: () => checkSchema(client(), connection),
      rights: () => checkRights(client(), connection),
    },
    measureLatencyMs: async () => {
      const startedAt = performance.now()
      await client().query('SELECT 1')
      return performance.now() - startedAt
    },
    close: async () => {
      await opened?.end().catch(() => {})
    },
  }
}

function makeClient(connection: PostgresConnection, password: string | null): pg.Client {
  const client = new pg.Client(clientConfig(connection, password))
  // A connection that breaks between two stages is reported by the next one.
  client.on('error', () => {})
  return client
}

function isUnknownDatabase(error: unknown): boolean {
  return (error as { code?: unknown }).code === '3D000'
}

async function resolveHost({ host }: PostgresConnection): Promise<Finding> {
  const { address } = await lookup(host)
  return { state: 'ok', message: address === host ? `${host} is an address.` : `${host} is ${address}.` }
}

async function openSocket(connection: PostgresConnection): Promise<Socket> {
  const socket = connectTcp({ host: connection.host, port: connection.port })
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(TIMEOUT_MS) })
    return socket
  } catch (error) {
    socket.destroy()
    throw (error as Error).name === 'AbortError' ? noAnswer(connection) : error
  }
}

function noAnswer(connection: PostgresConnection): AppError {
  return new AppError(
    'database_unreachable',
    `No answer from ${connectionLabel(connection)} within ${TIMEOUT_MS / 1000} s. Check host, port and firewall.`,
  )
}

async function tryTcp(connection: PostgresConnection): Promise<Finding> {
  const socket = await openSocket(connection)
  socket.destroy()
  return { state: 'ok', message: `A server listens on port ${connection.port}.` }
}

/** Length 8, then the code by which PostgreSQL asks for TLS (protocol documentation, "SSLRequest"). */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f])

async function tryTls(connection: PostgresConnection): Promise<Finding> {
  const options = tlsOptions(connection)
  if (options === false) return { state: 'skipped', message: 'Switched off for this connection.' }
  const socket = await openSocket(connection)
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  try {
    socket.write(SSL_REQUEST)
    const [answer] = (await once(socket, 'data', { signal })) as [Buffer]
    if (answer.toString('latin1', 0, 1) !== 'S') throw new Error('The server does not support SSL connections')
    const { host } = connection
    const secured = connectTls({ socket, host, ...(isIP(host) === 0 ? { servername: host } : {}), ...options })
    await once(secured, 'secureConnect', { signal })
    return {
      state: 'ok',
      message: `${secured.getProtocol()}, ${options.rejectUnauthorized ? 'certificate verified' : 'certificate not verified'}.`,
    }
  } finally {
    socket.destroy()
  }
}

async function checkSchema(client: pg.Client, { schema }: PostgresConnection): Promise<Finding> {
  const { rows } = await client.query<{ exists: boolean; may_create: boolean }>(
    `SELECT to_regnamespace(quote_ident($1)) IS NOT NULL AS exists, has_database_privilege(current_database(), 'CREATE') AS may_create`,
    [schema],
  )
  if (rows[0]?.exists) return { state: 'ok', message: `The schema ${schema} exists.` }
  if (rows[0]?.may_create) return { state: 'ok', message: `The schema ${schema} does not exist yet and can be created.` }
  throw new AppError(
    'forbidden',
    `There is no schema "${schema}" and this user may not create it. Ask the administrator for it, or name another.`,
  )
}

const RIGHTS = `SELECT
  CASE WHEN to_regnamespace(quote_ident($1)) IS NULL THEN true ELSE has_schema_privilege($1, 'USAGE') END AS may_use,
  CASE WHEN to_regnamespace(quote_ident($1)) IS NULL THEN true ELSE has_schema_privilege($1, 'CREATE') END AS may_create,
  (SELECT bool_and(has_table_privilege(c.oid, 'SELECT')
     AND has_table_privilege(c.oid, 'INSERT') AND has_table_privilege(c.oid, 'UPDATE') AND has_table_privilege(c.oid, 'DELETE'))
   FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname = $1 AND c.relkind = 'r' AND has_schema_privilege(n.oid, 'USAGE')) AS may_write`

interface RightsRow {
  may_use: boolean
  may_create: boolean
  /** null when the schema holds no table yet. */
  may_write: boolean | null
}

async function checkRights(client: pg.Client, { schema, user }: PostgresConnection): Promise<Finding> {
  const { rows } = await client.query<RightsRow>(RIGHTS, [schema])
  const rights = rows[0]
  if (!rights?.may_use) throw lacks(`GRANT USAGE, CREATE ON SCHEMA "${schema}" TO "${user}"`)
  if (rights.may_write === false) throw lacks(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "${schema}" TO "${user}"`)
  if (rights.may_create) return { state: 'ok', message: 'This user may create tables, read and write.' }
  if (rights.may_write === null) throw lacks(`GRANT CREATE ON SCHEMA "${schema}" TO "${user}"`)
  return { state: 'ok', message: 'This user may read and write. Schema changes need a user who may create tables.' }
}

function lacks(grant: string): AppError {
  return new AppError('forbidden', `This user lacks a right. Let an administrator run: ${grant};`)
}
