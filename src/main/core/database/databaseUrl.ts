import { basename } from 'node:path'
import { z } from 'zod'
import { AppError, assertNever } from '#shared/domain/appError.ts'
import { type Connection, connectionSchema, type PostgresConnection } from '#shared/domain/connection.ts'

/** A connection and the secret that came with it; only the connection may be shown or returned to a client. */
export interface ConnectionWithSecret {
  readonly connection: Connection
  readonly password: string | null
}

const EXAMPLES = 'Write sqlite:/path/to/file.db, or postgresql://user@host:5432/database?sslmode=verify-full&schema=public.'
const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '::1'])
const POOL_MAX = 10

/**
 * Reads `sqlite:` paths (`?mode=ro` opens for reading only), bare file paths, and `postgres://` or `postgresql://` URLs (also `postgresql+driver://`, as
 * the older system wrote them). Without `sslmode` a loopback server is reached in the clear, any other with verify-full.
 * Throws AppError('invalid_input'), never with the URL in its text.
 */
export function parseDatabaseUrl(text: string): ConnectionWithSecret {
  const url = text.trim()
  if (/^sqlite:/i.test(url)) return { connection: sqliteFile(url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '')), password: null }
  if (/^postgres(ql)?(\+\w+)?:\/\//i.test(url)) return parsePostgresUrl(url)
  if (/^[a-z][a-z0-9+.-]+:/i.test(url)) {
    throw new AppError('invalid_input', `The database address is of a kind Aurelius does not know. ${EXAMPLES}`)
  }
  return { connection: sqliteFile(url), password: null }
}

/** As in SQLite's own addresses. */
const READ_ONLY_SUFFIX = /\?mode=ro$/

function sqliteFile(file: string): Connection {
  const path = file.replace(READ_ONLY_SUFFIX, '')
  if (path === '') throw new AppError('invalid_input', `The database address names no file. ${EXAMPLES}`)
  return { dialect: 'sqlite', file: path, ...(path === file ? {} : { readOnly: true }) }
}

function parsePostgresUrl(text: string): ConnectionWithSecret {
  const url = toUrl(text)
  const host = decode(url.hostname).replace(/^\[|\]$/g, '')
  const connection = checkConnection({
    dialect: 'postgres',
    host,
    port: url.port === '' ? 5432 : Number(url.port),
    database: decode(url.pathname.slice(1)),
    user: decode(url.username),
    schema: url.searchParams.get('schema') ?? 'public',
    tls: url.searchParams.get('sslmode') ?? defaultTls(host),
    poolMax: Number(url.searchParams.get('pool_max') ?? POOL_MAX),
    ...readSettings(url.searchParams),
  })
  return { connection, password: url.password === '' ? null : decode(url.password) }
}

/** Settings that a URL may leave out, by the name of their parameter: libpq's own where it has one. Times in milliseconds. */
const SETTINGS = {
  sslrootcert: { field: 'tlsCaFile', read: String },
  pool_min: { field: 'poolMin', read: Number },
  pool_idle_timeout: { field: 'poolIdleTimeoutMs', read: Number },
  pool_acquire_timeout: { field: 'poolAcquireTimeoutMs', read: Number },
  statement_timeout: { field: 'statementTimeoutMs', read: Number },
  lock_timeout: { field: 'lockTimeoutMs', read: Number },
  idle_in_transaction_session_timeout: { field: 'idleInTransactionTimeoutMs', read: Number },
  read_only: { field: 'readOnly', read: (text: string) => text === 'true' || (text === 'false' ? false : text) },
} as const satisfies Record<string, { field: keyof ServerConnection; read: (text: string) => unknown }>

type ServerConnection = PostgresConnection

function readSettings(parameters: URLSearchParams): Record<string, unknown> {
  const given = Object.entries(SETTINGS).filter(([parameter]) => parameters.has(parameter))
  return Object.fromEntries(given.map(([parameter, { field, read }]) => [field, read(parameters.get(parameter) ?? '')]))
}

function writeSettings(connection: ServerConnection): Record<string, string> {
  const given = Object.entries(SETTINGS).filter(([, { field }]) => connection[field] !== undefined)
  return Object.fromEntries(given.map(([parameter, { field }]) => [parameter, String(connection[field])]))
}

/** The WHATWG parser treats only some schemes as having a host that may be checked, so the address is read as http. */
function toUrl(text: string): URL {
  try {
    return new URL(text.replace(/^[a-z+0-9]+:/i, 'http:'))
  } catch {
    throw new AppError(
      'invalid_input',
      `The database address could not be read. Characters such as @ : / # in a password must be percent-encoded. ${EXAMPLES}`,
    )
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new AppError('invalid_input', 'The database address holds a % that starts no percent-encoded character. Write it as %25.')
  }
}

function defaultTls(host: string): 'disable' | 'verify-full' {
  return LOOPBACK_HOSTS.has(host) ? 'disable' : 'verify-full'
}

function checkConnection(candidate: unknown): Connection {
  const parsed = connectionSchema.safeParse(candidate)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const field = issue?.path.join('.') ?? ''
  const hint = field === 'tls' ? 'sslmode must be disable, require, verify-ca or verify-full' : `${field}: ${issue?.message ?? 'not valid'}`
  throw new AppError('invalid_input', `The database address is not complete: ${hint}. ${EXAMPLES}`, { details: { field } })
}

/** The address as a URL that `parseDatabaseUrl` reads back; never holds a password. */
export function formatDatabaseUrl(connection: Connection): string {
  switch (connection.dialect) {
    case 'sqlite':
      return `sqlite:${connection.file}${connection.readOnly === true ? '?mode=ro' : ''}`
    case 'postgres': {
      const host = connection.host.includes(':') ? `[${connection.host}]` : connection.host
      const { tls, schema, poolMax } = connection
      const query = new URLSearchParams({ sslmode: tls, schema, pool_max: String(poolMax), ...writeSettings(connection) })
      const place = `${host}:${connection.port}/${encodeURIComponent(connection.database)}`
      return `postgresql://${encodeURIComponent(connection.user)}@${place}?${query}`
    }
    default:
      return assertNever(connection)
  }
}

/** For people: the file's name, or host and database. */
export function connectionLabel(connection: Connection): string {
  switch (connection.dialect) {
    case 'sqlite':
      return basename(connection.file)
    case 'postgres':
      return `${connection.host}:${connection.port}/${connection.database}`
    default:
      return assertNever(connection)
  }
}

type Environment = Readonly<Record<string, string | undefined>>

/** DB_ECHO asks for the text of every statement in the log. */
export function isEchoWanted(env: Environment): boolean {
  return /^(1|true|yes|on)$/i.test(env['DB_ECHO'] ?? '')
}

const portSchema = z.coerce.number().int().min(1).max(65535)

/**
 * What the environment says about the database; null when it says nothing. DATABASE_URL wins; else DB_HOST, DB_PORT, DB_NAME, DB_USER and DB_PASSWORD with the older system's defaults
 * (localhost, 5432, aurelius, aurelius) once any of the first four is set.
 */
export function connectionFromEnvironment(env: Environment): ConnectionWithSecret | null {
  if (env['DATABASE_URL']) return parseDatabaseUrl(env['DATABASE_URL'])
  if (!env['DB_HOST'] && !env['DB_PORT'] && !env['DB_NAME'] && !env['DB_USER']) return null
  const host = env['DB_HOST'] || 'localhost'
  const port = portSchema.safeParse(env['DB_PORT'] || 5432)
  if (!port.success)
    throw new AppError('invalid_input', 'DB_PORT must be a port number between 1 and 65535.', { details: { field: 'DB_PORT' } })
  const connection = checkConnection({
    dialect: 'postgres',
    host,
    port: port.data,
    database: env['DB_NAME'] || 'aurelius',
    user: env['DB_USER'] || 'aurelius',
    tls: defaultTls(host),
  })
  return { connection, password: env['DB_PASSWORD'] ?? null }
}
