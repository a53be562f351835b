import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '#core/database/database.ts'
import { migrateDown, migrateUp } from '#core/database/migrate.ts'
import { testConnection } from '#core/database/testConnection.ts'
import { completeBacktest } from '#core/repositories/backtestCompletion.ts'
import { getBacktest } from '#core/repositories/backtestRepository.ts'
import { createStrategy, findStrategy } from '#core/repositories/strategyRepository.ts'
import type { PostgresConnection } from '#shared/domain/connection.ts'
import { makeCompletion } from '../builders/runs.ts'
import { storeRunningBacktest, storeRunParents } from '../builders/storedRuns.ts'
import { makeStrategy } from '../builders/strategies.ts'
import { freshFolder, makerOf, openAgain, testServer } from './dialects.ts'
import { makeSelfSignedCertificate } from './selfSignedCertificate.ts'
import { startServerProxy } from './serverProxy.ts'

type ServerConnection = PostgresConnection

const makeDatabase = makerOf('postgres')
const changed = ({ connection }: Database, changes: Partial<ServerConnection>) => ({ ...(connection as ServerConnection), ...changes })

async function settingsOf(db: Database, ...names: string[]): Promise<string[]> {
  const { rows } = await db.run((knex) => knex.raw(`SELECT ${names.map((name) => `current_setting('${name}') AS "${name}"`).join(', ')}`))
  return names.map((name) => rows[0][name])
}

async function connectionsOf(db: Database, applicationName: string): Promise<number> {
  const [row]: { found: number }[] = await db.run((knex) =>
    knex('pg_stat_activity').where({ application_name: applicationName }).count({ found: '*' }),
  )
  return row?.found ?? 0
}

describe('the settings of a connection', () => {
  it('reach the server', async () => {
    const timeouts = { statementTimeoutMs: 1500, lockTimeoutMs: 250, idleInTransactionTimeoutMs: 4000 }
    const db = await openAgain(changed(await makeDatabase(), timeouts), { appVersion: '4.5.6' })
    const names = ['application_name', 'statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'TimeZone']
    expect(await settingsOf(db, ...names)).toEqual(['Aurelius 4.5.6', '1500ms', '250ms', '4s', 'UTC'])
  })

  it('end a statement that runs too long, and the next one works', async () => {
    const db = await openAgain(changed(await makeDatabase(), { statementTimeoutMs: 100 }))
    await expect(db.run((knex) => knex.raw('SELECT pg_sleep(5)'))).rejects.toMatchObject({ code: 'unavailable' })
    expect(await db.ping()).toBeGreaterThan(0)
  })

  it('end a transaction that does nothing, and keep nothing of it', async () => {
    const db = await openAgain(changed(await makeDatabase(), { idleInTransactionTimeoutMs: 100, poolMax: 2 }))
    const strategy = makeStrategy()
    const forgotten = db.transaction(async (transaction) => {
      await createStrategy(transaction, strategy)
      await new Promise((resolve) => setTimeout(resolve, 400))
      await createStrategy(transaction, makeStrategy())
    })
    await expect(forgotten).rejects.toMatchObject({ code: 'database_unreachable' })
    expect(await findStrategy(db, strategy.id)).toBeNull()
  })

  it('bound the pool: never more than the most, and a call that waits too long says so', async () => {
    const base = await makeDatabase()
    const db = await openAgain(changed(base, { poolMax: 2, poolAcquireTimeoutMs: 200 }), { appVersion: 'bounded' })
    const busy = Array.from({ length: 2 }, () => db.run((knex) => knex.raw('SELECT pg_sleep(0.8)')))
    await expect(db.ping()).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('too busy') })
    expect(await connectionsOf(base, 'Aurelius bounded')).toBe(2)
    await Promise.all(busy)
  })

  it('close idle connections but for the fewest', async () => {
    const base = await makeDatabase()
    const db = await openAgain(changed(base, { poolMin: 1, poolMax: 5, poolIdleTimeoutMs: 50 }), { appVersion: 'idling' })
    await Promise.all(Array.from({ length: 5 }, () => db.run((knex) => knex.raw('SELECT pg_sleep(0.05)'))))
    expect(await connectionsOf(base, 'Aurelius idling')).toBeGreaterThan(1)
    await expect.poll(() => connectionsOf(base, 'Aurelius idling'), { timeout: 10_000 }).toBe(1)
  })
})

describe('a connection over TLS', () => {
  const certificate = makeSelfSignedCertificate('localhost')
  const overTls = async (changes: Partial<ServerConnection>) => {
    const { port } = await startServerProxy({ certificate })
    const caFile = join(await freshFolder(), 'ca.pem')
    await writeFile(caFile, certificate.cert)
    const connection: ServerConnection = { ...testServer().connection, host: 'localhost', port, tlsCaFile: caFile, ...changes }
    return { connection, open: () => openAgain(connection) }
  }

  it.each(['verify-full', 'verify-ca', 'require'] as const)('works with the authority in a file and %s', async (tls) => {
    const { connection, open } = await overTls({ tls })
    expect(await (await open()).ping()).toBeGreaterThan(0)
    expect(await testConnection(connection, testServer().password)).toMatchObject({ ok: true })
  })

  it('checks the host name with verify-full and only then', async () => {
    const strict = await overTls({ tls: 'verify-full', host: '127.0.0.1' })
    await expect(strict.open()).rejects.toMatchObject({ code: 'database_unreachable', message: expect.stringContaining('certificate') })
    const lenient = await overTls({ tls: 'verify-ca', host: '127.0.0.1' })
    expect(await (await lenient.open()).ping()).toBeGreaterThan(0)
  })

  it('trusts no authority but the one in the file', async () => {
    const { connection } = await overTls({ tls: 'verify-full' })
    const otherFile = join(await freshFolder(), 'other.pem')
    await writeFile(otherFile, makeSelfSignedCertificate('localhost').cert)
    await expect(openAgain({ ...connection, tlsCaFile: otherFile })).rejects.toMatchObject({ code: 'database_unreachable' })
  })

  it.each([
    { name: 'that is missing', content: null, message: 'could not be read (ENOENT)' },
    { name: 'without a certificate', content: 'not a certificate', message: 'no certificate in PEM form' },
    { name: 'that is far too large', content: 'x'.repeat(1024 * 1024 + 1), message: 'larger than 1 MB' },
  ])('names a CA file $name', async ({ content, message }) => {
    const tlsCaFile = join(await freshFolder(), 'ca.pem')
    if (content !== null) await writeFile(tlsCaFile, content)
    const connection: ServerConnection = { ...testServer().connection, tls: 'verify-full', tlsCaFile }
    const refusal = { code: 'invalid_input', message: expect.stringContaining(message), details: { field: 'tlsCaFile' } }
    await expect(openDatabase(connection, { appVersion: 'tests' })).rejects.toMatchObject(refusal)
    const { stages } = await testConnection(connection, null)
    expect(stages.find(({ state }) => state === 'failed')).toMatchObject({ stage: 'tls', message: expect.stringContaining(message) })
  })
})

describe('a connection for reading only', () => {
  it('is kept to it by the server, and never migrates', async () => {
    const db = await makeDatabase()
    const strategy = makeStrategy()
    await createStrategy(db, strategy)
    const reader = await openAgain(changed(db, { readOnly: true }))
    expect(reader.readOnly).toBe(true)
    expect(await findStrategy(reader, strategy.id)).toEqual(strategy)
    const refusal = { code: 'database_read_only', message: expect.stringContaining('reading only') }
    await expect(createStrategy(reader, makeStrategy())).rejects.toMatchObject(refusal)
    await expect(reader.knex('strategies').delete()).rejects.toMatchObject({ code: '25006' })
    await expect(migrateUp(reader)).rejects.toMatchObject(refusal)
    await expect(migrateDown(reader)).rejects.toMatchObject(refusal)
    expect(await findStrategy(db, strategy.id)).toEqual(strategy)
  })
})

describe('a line that breaks', () => {
  it('in the middle of a transaction leaves nothing half-written, and the next call works', async () => {
    const direct = await makeDatabase()
    const proxy = await startServerProxy()
    const db = await openAgain(changed(direct, { port: proxy.port }))
    const id = await storeRunningBacktest(db, await storeRunParents(db))
    const interrupted = db.transaction(async (transaction) => {
      await completeBacktest(transaction, makeCompletion(id))
      proxy.cut()
      await createStrategy(transaction, makeStrategy())
    })
    await expect(interrupted).rejects.toMatchObject({ code: 'database_unreachable', message: expect.stringContaining('try again') })
    expect(await getBacktest(direct, id)).toMatchObject({ status: 'running', metrics: null })
    await completeBacktest(db, makeCompletion(id))
    expect((await getBacktest(db, id)).status).toBe('completed')
  })

  it('while nobody uses it is not noticed', async () => {
    const proxy = await startServerProxy()
    const db = await openAgain(changed(await makeDatabase(), { port: proxy.port }))
    await Promise.all([db.ping(), db.ping(), db.ping()])
    proxy.cut()
    await new Promise((resolve) => setTimeout(resolve, 50))
    for (let call = 0; call < 5; call += 1) expect(await db.ping()).toBeGreaterThan(0)
  })

  it('for good fails every call with the same advice, until the server is back', async () => {
    const proxy = await startServerProxy()
    const db = await openAgain(changed(await makeDatabase(), { port: proxy.port, poolAcquireTimeoutMs: 500 }))
    await proxy.stop()
    for (let call = 0; call < 3; call += 1)
      await expect(db.ping()).rejects.toMatchObject({ code: expect.stringMatching(/^(database_unreachable|unavailable)$/) })
    await proxy.start()
    expect(await db.ping()).toBeGreaterThan(0)
  })
})
