import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '#core/database/database.ts'
import { migrateUp } from '#core/database/migrate.ts'
import { testConnection } from '#core/database/testConnection.ts'
import { createStrategy } from '#core/repositories/strategyRepository.ts'
import type { Connection, PostgresConnection } from '#shared/domain/connection.ts'
import { makeStrategy } from '../builders/strategies.ts'
import { cleanUpLater, makerOf, openAgain, testServer } from './dialects.ts'
import { makeSelfSignedCertificate } from './selfSignedCertificate.ts'

type ServerConnection = PostgresConnection

const makeDatabase = makerOf('postgres')
const on = (changes: Partial<ServerConnection>): ServerConnection => ({ ...testServer().connection, ...changes })
const open = (connection: Connection, password = testServer().password) => openDatabase(connection, { appVersion: '1.2.3', password })

/** A server on a free port that does with each connection what the test says. */
async function listen(onConnection: (socket: Socket) => void): Promise<number> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => {})
    onConnection(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanUpLater(async () => void server.close())
  return (server.address() as AddressInfo).port
}

/** Answers PostgreSQL's request for TLS with yes and shows a certificate nobody vouches for; then says nothing more. */
function listenWithSelfSignedCertificate(): Promise<number> {
  const certificate = makeSelfSignedCertificate('localhost')
  return listen((socket) => {
    socket.once('data', () => {
      socket.write('S')
      const secured = new TLSSocket(socket, { isServer: true, ...certificate })
      secured.on('error', () => {})
      secured.once('data', () => secured.destroy())
    })
  })
}

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function makeRole(grants: (role: string) => string[]): Promise<string> {
  const role = `role_${Math.floor(performance.now() * 1000)}`
  const admin = await open(on({}))
  cleanUpLater(admin.close)
  await admin.run((knex) => knex.raw(`CREATE ROLE ${role} LOGIN PASSWORD 'weak'`))
  cleanUpLater(() => admin.run((knex) => knex.raw(`DROP OWNED BY ${role}; DROP ROLE ${role}`)))
  for (const grant of grants(role)) await admin.run((knex) => knex.raw(grant))
  return role
}

/** The first stage that failed. */
async function failureOf(connection: Connection, password = testServer().password) {
  const result = await testConnection(connection, password)
  const failed = result.stages.find(({ state }) => state === 'failed')
  const after = result.stages.slice(result.stages.findIndex(({ state }) => state === 'failed') + 1)
  expect(result).toMatchObject({ ok: false, latencyMs: null })
  expect(after.every(({ state }) => state === 'skipped')).toBe(true)
  return { stage: failed?.stage, message: failed?.message }
}

describe('opening a server says why it fails', () => {
  it('wrong password', async () => {
    const refused = open(on({}), 'wrong-secret')
    await expect(refused).rejects.toMatchObject({
      code: 'database_login_failed',
      message: expect.stringContaining('user name and password'),
    })
    await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining('wrong-secret') })
  })

  it('no password', async () => {
    await expect(openDatabase(on({}), { appVersion: '1' })).rejects.toMatchObject({ code: 'database_login_failed' })
  })

  it('nobody listens', async () => {
    const refused = open(on({ port: await closedPort() }))
    await expect(refused).rejects.toMatchObject({
      code: 'database_unreachable',
      message: expect.stringContaining('Check that the server runs'),
    })
  })

  it('no such host', async () => {
    await expect(open(on({ host: 'no-such-host.invalid' }))).rejects.toMatchObject({ code: 'database_unreachable' })
  })

  it('no such database', async () => {
    const refused = open(on({ database: 'no_such_database' }))
    await expect(refused).rejects.toMatchObject({ code: 'database_unreachable', message: expect.stringContaining('CREATE DATABASE') })
  })

  it('no TLS offered', async () => {
    const port = await listen((socket) => socket.once('data', () => socket.end('N')))
    await expect(open(on({ port, tls: 'require' }))).rejects.toMatchObject({
      code: 'database_unreachable',
      message: expect.stringContaining('TLS'),
    })
  })

  it('a certificate nobody vouches for', async () => {
    const port = await listenWithSelfSignedCertificate()
    const refused = open(on({ host: 'localhost', port, tls: 'verify-full' }))
    await expect(refused).rejects.toMatchObject({ code: 'database_unreachable', message: expect.stringContaining('certificate') })
  })
})

describe('an open server', () => {
  it('knows who is connected', async () => {
    const db = await open(on({}))
    cleanUpLater(db.close)
    const { rows } = await db.run((knex) =>
      knex.raw("SELECT current_setting('application_name') AS name, current_setting('lock_timeout') AS wait"),
    )
    expect(rows).toEqual([{ name: 'Aurelius 1.2.3', wait: '5s' }])
    expect(db.serverVersion).toMatch(/^\d+/)
    expect(await db.ping()).toBeGreaterThan(0)
  })

  it('refuses writes in a read-only session', async () => {
    const db = await makeDatabase()
    const reader = await openAgain(db.connection, { readOnly: true })
    await expect(createStrategy(reader, makeStrategy())).rejects.toMatchObject({ code: 'database_read_only' })
  })

  it('says when another client holds the row', async () => {
    const db = await makeDatabase()
    const strategy = makeStrategy()
    await createStrategy(db, strategy)
    const impatient = await openAgain(db.connection, { lockTimeoutMs: 50 })
    await db.transaction(async (transaction) => {
      await transaction.run((knex) => knex('strategies').where({ id: strategy.id }).update({ name: 'Held' }))
      const refused = impatient.run((knex) => knex('strategies').where({ id: strategy.id }).update({ name: 'Wanted' }))
      await expect(refused).rejects.toMatchObject({ code: 'database_locked' })
    })
  })

  it('is found again after a lost connection, and the transaction in it is undone', async () => {
    const db = await makeDatabase()
    const admin = await openAgain(db.connection)
    const lost = db.transaction(async (transaction) => {
      await createStrategy(transaction, makeStrategy())
      const { rows } = await transaction.run((knex) => knex.raw('SELECT pg_backend_pid() AS pid'))
      await admin.run((knex) => knex.raw('SELECT pg_terminate_backend(?)', [rows[0].pid]))
      await createStrategy(transaction, makeStrategy())
    })
    await expect(lost).rejects.toMatchObject({ code: 'database_unreachable' })
    expect(await db.run((knex) => knex('strategies').pluck('id'))).toEqual([])
    await createStrategy(db, makeStrategy())
  })

  it('tells a user without the right to make tables whom to ask', async () => {
    const { connection } = await makeDatabase()
    const role = await makeRole(() => [])
    const stranger = await open({ ...connection, user: role } as Connection, 'weak')
    cleanUpLater(stranger.close)
    await expect(migrateUp(stranger)).rejects.toMatchObject({ code: 'forbidden', message: expect.stringContaining('administrator') })
  })
})

describe('testing a server connection', () => {
  it('passes every stage', async () => {
    const { connection } = await makeDatabase()
    const result = await testConnection(connection, testServer().password)
    expect(result.stages.map(({ stage, state }) => `${stage} ${state}`)).toEqual([
      ...['resolve ok', 'connect ok', 'tls skipped', 'login ok', 'database ok', 'schema ok', 'rights ok'],
    ])
    expect(result.ok).toBe(true)
    expect(result.latencyMs).toBeGreaterThan(0)
  })

  it('changes nothing: a missing schema stays missing', async () => {
    const connection = on({ schema: 'never_made' })
    const result = await testConnection(connection, testServer().password)
    expect(result.stages.find(({ stage }) => stage === 'schema')?.message).toContain('can be created')
    const db = await openAgain(connection)
    expect(await db.run((knex) => knex('pg_namespace').where({ nspname: 'never_made' }))).toEqual([])
  })

  it('names the stage that failed and how to mend it', async () => {
    expect(await failureOf(on({ host: 'no-such-host.invalid' }))).toMatchObject({
      stage: 'resolve',
      message: expect.stringContaining('spelling'),
    })
    expect(await failureOf(on({ port: await closedPort() }))).toMatchObject({
      stage: 'connect',
      message: expect.stringContaining('firewall'),
    })
    expect(await failureOf(on({}), 'wrong')).toMatchObject({ stage: 'login', message: expect.stringContaining('password') })
    expect(await failureOf(on({ database: 'nope' }))).toMatchObject({
      stage: 'database',
      message: expect.stringContaining('CREATE DATABASE'),
    })
  })

  it('tells TLS that is not offered from a certificate that is not trusted', async () => {
    const withoutTls = await listen((socket) => socket.once('data', () => socket.end('N')))
    expect(await failureOf(on({ port: withoutTls, tls: 'require' }))).toMatchObject({
      stage: 'tls',
      message: expect.stringContaining('"disable"'),
    })
    const selfSigned = on({ host: 'localhost', port: await listenWithSelfSignedCertificate() })
    expect(await failureOf({ ...selfSigned, tls: 'verify-full' })).toMatchObject({
      stage: 'tls',
      message: expect.stringContaining('certificate'),
    })
    expect(await failureOf({ ...selfSigned, tls: 'require' })).toMatchObject({ stage: 'login' })
  })

  it('names the right that is missing and the statement that grants it', async () => {
    const { connection } = await makeDatabase()
    const { schema } = connection as ServerConnection
    const failureFor = async (grants: (role: string) => string[]) =>
      failureOf({ ...connection, user: await makeRole(grants) } as Connection, 'weak')
    expect(await failureFor(() => [])).toMatchObject({ stage: 'rights', message: expect.stringContaining('GRANT USAGE, CREATE') })
    const usage = (role: string) => [`GRANT USAGE ON SCHEMA ${schema} TO ${role}`]
    expect(await failureFor(usage)).toMatchObject({ stage: 'rights', message: expect.stringContaining('GRANT SELECT, INSERT') })
    const role = await makeRole((name) => [
      ...usage(name),
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${name}`,
    ])
    const enough = await testConnection({ ...connection, user: role } as Connection, 'weak')
    expect(enough.stages.at(-1)).toMatchObject({ state: 'ok', message: expect.stringContaining('Schema changes need') })
    expect(await failureOf(on({ user: role, schema: 'missing_too' }), 'weak')).toMatchObject({
      stage: 'schema',
      message: expect.stringContaining('may not create'),
    })
  })
})
