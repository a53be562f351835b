import { describe, expect, it } from 'vitest'
import type { Connection } from '#shared/domain/connection.ts'
import { connectionFromEnvironment, formatDatabaseUrl, isEchoWanted, parseDatabaseUrl } from './databaseUrl.ts'

const server = {
  dialect: 'postgres',
  host: 'db.example.com',
  port: 5432,
  database: 'quant',
  user: 'ada',
  schema: 'public',
  tls: 'verify-full',
  poolMax: 10,
} as const

const everySetting: Connection = {
  ...server,
  tls: 'verify-ca',
  tlsCaFile: '/etc/ssl/desk ca.pem',
  poolMin: 2,
  poolIdleTimeoutMs: 1000,
  poolAcquireTimeoutMs: 2000,
  statementTimeoutMs: 3000,
  lockTimeoutMs: 0,
  idleInTransactionTimeoutMs: 5000,
  readOnly: true,
}

describe('parseDatabaseUrl', () => {
  it.each<{ name: string; url: string; connection: Connection; password: string | null }>([
    { name: 'sqlite with a path', url: 'sqlite:/data/work.db', connection: { dialect: 'sqlite', file: '/data/work.db' }, password: null },
    {
      name: 'sqlite with three slashes',
      url: 'sqlite:///data/work.db',
      connection: { dialect: 'sqlite', file: '/data/work.db' },
      password: null,
    },
    { name: 'sqlite, relative', url: 'sqlite:work.db', connection: { dialect: 'sqlite', file: 'work.db' }, password: null },
    { name: 'a bare path', url: './my work.db', connection: { dialect: 'sqlite', file: './my work.db' }, password: null },
    { name: 'a Windows path', url: 'C:\\data\\work.db', connection: { dialect: 'sqlite', file: 'C:\\data\\work.db' }, password: null },
    { name: 'a server', url: 'postgres://ada@db.example.com/quant', connection: server, password: null },
    {
      name: 'a server with everything',
      url: 'postgresql://ada:p%40ss%2Fword@db.example.com:6543/quant?sslmode=require&schema=research&pool_max=4',
      connection: { ...server, port: 6543, schema: 'research', tls: 'require', poolMax: 4 },
      password: 'p@ss/word',
    },
    {
      name: 'a server with every setting',
      url: 'postgres://ada@db.example.com/quant?sslmode=verify-ca&sslrootcert=%2Fetc%2Fssl%2Fdesk%20ca.pem&pool_min=2&pool_idle_timeout=1000&pool_acquire_timeout=2000&statement_timeout=3000&lock_timeout=0&idle_in_transaction_session_timeout=5000&read_only=true',
      connection: everySetting,
      password: null,
    },
    {
      name: 'a file for reading only',
      url: 'sqlite:/data/work.db?mode=ro',
      connection: { dialect: 'sqlite', file: '/data/work.db', readOnly: true },
      password: null,
    },
    { name: 'the older driver name', url: 'postgresql+psycopg2://ada@db.example.com/quant', connection: server, password: null },
    {
      name: 'a loopback server',
      url: 'postgres://ada@localhost/quant',
      connection: { ...server, host: 'localhost', tls: 'disable' },
      password: null,
    },
    { name: 'an IPv6 address', url: 'postgres://ada@[2001:db8::1]/quant', connection: { ...server, host: '2001:db8::1' }, password: null },
  ])('$name', ({ url, connection, password }) => {
    expect(parseDatabaseUrl(url)).toEqual({ connection, password })
  })

  it.each([
    { name: 'another kind of database', url: 'mysql://ada@host/db', message: 'of a kind Aurelius does not know' },
    { name: 'no file', url: 'sqlite:', message: 'names no file' },
    { name: 'no database', url: 'postgres://ada@host', message: 'database' },
    { name: 'no user', url: 'postgres://host/quant', message: 'user' },
    {
      name: 'a TLS mode that proves nothing',
      url: 'postgres://ada@host/quant?sslmode=prefer',
      message: 'sslmode must be disable, require, verify-ca or verify-full',
    },
    { name: 'a timeout that is no number', url: 'postgres://ada@host/quant?lock_timeout=soon', message: 'lockTimeoutMs' },
    { name: 'a switch that is neither on nor off', url: 'postgres://ada@host/quant?read_only=maybe', message: 'readOnly' },
    { name: 'a raw percent sign', url: 'postgres://ada:100%@host/quant', message: '%25' },
    { name: 'an impossible port', url: 'postgres://ada@host:99999/quant', message: 'could not be read' },
  ])('refuses $name', ({ url, message }) => {
    expect(() => parseDatabaseUrl(url)).toThrow(
      expect.objectContaining({ code: 'invalid_input', message: expect.stringContaining(message) }),
    )
  })

  it('never repeats a secret in an error', () => {
    for (const url of ['postgres://ada:hunter2@host:bad/quant', 'postgres://ada:hunter2@host', 'mysql://ada:hunter2@host/db']) {
      expect(() => parseDatabaseUrl(url)).toThrow(expect.not.objectContaining({ message: expect.stringContaining('hunter2') }))
    }
  })
})

describe('formatDatabaseUrl', () => {
  it.each<Connection>([
    { dialect: 'sqlite', file: '/data/50% done?.db' },
    { dialect: 'sqlite', file: '/data/work.db', readOnly: true },
    server,
    everySetting,
    { ...server, host: '::1', user: 'a@b', database: 'quant/1', schema: 'my schema', tls: 'disable', poolMax: 3 },
  ])('is read back: %o', (connection) => {
    const url = formatDatabaseUrl(connection)
    expect(parseDatabaseUrl(url)).toEqual({ connection, password: null })
  })
})

describe('connectionFromEnvironment', () => {
  it('says nothing when the environment says nothing', () => {
    expect(connectionFromEnvironment({ PATH: '/bin', DB_PASSWORD: 'left over' })).toBeNull()
  })

  it('prefers DATABASE_URL', () => {
    const found = connectionFromEnvironment({ DATABASE_URL: 'sqlite:/x.db', DB_HOST: 'ignored' })
    expect(found).toEqual({ connection: { dialect: 'sqlite', file: '/x.db' }, password: null })
  })

  it('fills in the older defaults', () => {
    expect(connectionFromEnvironment({ DB_HOST: 'localhost', DB_PASSWORD: 'aurelius_dev' })).toEqual({
      connection: { ...server, host: 'localhost', database: 'aurelius', user: 'aurelius', tls: 'disable' },
      password: 'aurelius_dev',
    })
  })

  it.each([
    { DB_ECHO: 'True', wanted: true },
    { DB_ECHO: '1', wanted: true },
    { DB_ECHO: 'False', wanted: false },
    { DB_ECHO: undefined, wanted: false },
  ])('DB_ECHO $DB_ECHO', ({ DB_ECHO, wanted }) => {
    expect(isEchoWanted({ DB_ECHO })).toBe(wanted)
  })

  it('names a port that is none', () => {
    expect(() => connectionFromEnvironment({ DB_NAME: 'quant', DB_PORT: 'http' })).toThrow('DB_PORT must be a port number')
  })
})
