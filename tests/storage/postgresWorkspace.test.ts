import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RunningApplication } from '#core/application.ts'
import { keepConfigInMemory } from '#core/config/configFile.ts'
import type { Database } from '#core/database/database.ts'
import { migrateDown } from '#core/database/migrate.ts'
import type { Connection, PostgresConnection } from '#shared/domain/connection.ts'
import { openTestApplication, type TestApplicationOptions, waitForRun } from '../builders/openTestApplication.ts'
import { makeStrategyDraft } from '../builders/strategies.ts'
import { cleanUpLater, describeOnBothDialects, freshFolder, makerOf, openAgain, testServer } from './dialects.ts'
import { startServerProxy } from './serverProxy.ts'

const makeServerDatabase = makerOf('postgres')

async function openOn(connection: Connection, options: Partial<TestApplicationOptions> = {}): Promise<RunningApplication> {
  const password = connection.dialect === 'postgres' ? testServer().password : null
  const dataDirectory = await freshFolder()
  const application = await openTestApplication({ connection, password, dataDirectory, log: () => undefined, ...options })
  cleanUpLater(application.close)
  return application
}

const fromTheFuture = (db: Database) =>
  db.run((knex) => knex('schema_migrations').insert({ name: '9999_from_the_future', batch: 9, migration_time: new Date().toISOString() }))

describeOnBothDialects('a workspace', (makeDatabase) => {
  it('that a newer version has written is read, not written', async () => {
    const db = await makeDatabase()
    const before = await openOn(db.connection)
    const { id } = await before.client.strategies.create(makeStrategyDraft({ name: 'Kept' }))
    await before.close()
    await fromTheFuture(db)

    const { client, close } = await openOn(db.connection)
    expect(await client.connections.current()).toMatchObject({
      readOnly: true,
      problem: null,
      status: { state: 'newer_than_app', unknown: ['9999_from_the_future'] },
      warnings: [expect.stringContaining('newer version of Aurelius')],
    })
    expect(await client.strategies.get({ id })).toMatchObject({ name: 'Kept' })
    expect((await client.datasets.list({})).items).toHaveLength(1)
    const refusal = { code: 'database_newer', message: expect.stringContaining('Update') }
    await expect(client.strategies.create(makeStrategyDraft())).rejects.toMatchObject(refusal)
    await expect(client.strategies.archive({ id })).rejects.toMatchObject(refusal)
    await expect(client.strategies.delete({ id })).rejects.toMatchObject(refusal)
    const { items } = await client.datasets.list({})
    await expect(client.backtests.run({ strategyId: id, datasetId: items[0]!.id })).rejects.toMatchObject(refusal)
    await close()
    expect(await db.run((knex) => knex('strategies').select('name', 'status'))).toEqual([{ name: 'Kept', status: 'draft' }])
  })

  it('opened for reading only by its connection says so, and is not migrated', async () => {
    const db = await makeDatabase()
    const { client } = await openOn({ ...db.connection, readOnly: true })
    expect(await client.connections.current()).toMatchObject({ readOnly: true, warnings: [expect.stringContaining('for reading only')] })
    await expect(client.strategies.create(makeStrategyDraft())).rejects.toMatchObject({ code: 'database_read_only' })

    const old = await makeDatabase()
    await migrateDown(old)
    const { applied } = await openOldReadOnly(old)
    expect(await old.run((knex) => knex('schema_migrations').pluck('name'))).toEqual(applied)
  })

  async function openOldReadOnly(old: Database): Promise<{ applied: string[] }> {
    const applied: string[] = await old.run((knex) => knex('schema_migrations').pluck('name'))
    await expect(openOn({ ...old.connection, readOnly: true })).rejects.toMatchObject({ code: 'migration_required' })
    return { applied }
  }

  it('refuses what only one of the databases could keep', async () => {
    const { client } = await openOn((await makeDatabase()).connection)
    for (const changes of [{ name: 'a\0b' }, { description: '\0' }, { tags: ['\0'] }]) {
      const refused = client.strategies.create(makeStrategyDraft(changes))
      await expect(refused).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringContaining('NUL') })
    }
    await expect(client.strategies.list({ search: '\0' })).rejects.toMatchObject({ code: 'invalid_input' })
  })

  it('writes the text of every statement to the log when asked, never a value', async () => {
    const db = await makeDatabase()
    const lines: string[] = []
    const { client } = await openOn(db.connection, { echoStatements: true, log: (line) => lines.push(line) })
    await client.strategies.create(makeStrategyDraft({ name: 'Secret sauce' }))
    expect(lines).toContainEqual(expect.stringMatching(/^SQL: .*insert into .strategies. /))
    expect(lines.join('\n')).not.toContain('Secret sauce')
  })
})

describe('a server that is away when the application starts', () => {
  it('leaves the local workspace to work in, and is used once a retry finds it', async () => {
    const server = await makeServerDatabase()
    const proxy = await startServerProxy()
    const connection = { ...server.connection, port: proxy.port } as Connection
    await proxy.stop()
    const fallbackConnection: Connection = { dialect: 'sqlite', file: join(await freshFolder(), 'local.sqlite') }
    const configuration = keepConfigInMemory()
    const { client } = await openOn(connection, { fallbackConnection, configuration })

    expect(await client.connections.current()).toMatchObject({
      connection: fallbackConnection,
      problem: { connection, code: 'database_unreachable', message: expect.stringContaining('No answer') },
    })
    const strategy = await client.strategies.create(makeStrategyDraft({ name: 'Made offline' }))
    const { items } = await client.datasets.list({})
    const run = await client.backtests.run({ strategyId: strategy.id, datasetId: items[0]!.id })
    expect((await waitForRun(client, run.id)).status).toBe('completed')
    await expect(client.connections.retry()).rejects.toMatchObject({ code: 'database_unreachable' })
    expect(await client.connections.current()).toMatchObject({ connection: fallbackConnection })

    await proxy.start()
    expect(await client.connections.retry()).toMatchObject({ dialect: 'postgres', state: 'ready' })
    expect(await client.connections.current()).toMatchObject({ connection, problem: null })
    await client.strategies.create(makeStrategyDraft({ name: 'Made online' }))
    expect(await server.run((knex) => knex('strategies').pluck('name'))).toEqual(['Made online'])
    expect(await client.connections.retry()).toMatchObject({ dialect: 'postgres' })
    expect(await configuration.read()).toEqual({})
  })

  it('and then refuses for another reason says that reason', async () => {
    const server = await makeServerDatabase({ migrated: false })
    const proxy = await startServerProxy()
    await proxy.stop()
    const connection = { ...server.connection, port: proxy.port } as Connection
    const fallbackConnection: Connection = { dialect: 'sqlite', file: join(await freshFolder(), 'local.sqlite') }
    const { client } = await openOn(connection, { fallbackConnection })
    await proxy.start()
    await expect(client.connections.retry()).rejects.toMatchObject({ code: 'migration_required' })
    expect(await client.connections.current()).toMatchObject({ problem: { code: 'migration_required' } })
  })
})

describe('a role that may change rows but not tables', () => {
  async function makeWorker(db: Database): Promise<Connection> {
    const { schema } = db.connection as PostgresConnection
    const role = `worker_${randomUUID().slice(0, 8)}`
    const admin = await openAgain(db.connection)
    const grants = [
      `CREATE ROLE ${role} LOGIN PASSWORD 'weak'`,
      `GRANT USAGE ON SCHEMA ${schema} TO ${role}`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${role}`,
    ]
    for (const grant of grants) await admin.run((knex) => knex.raw(grant))
    cleanUpLater(() => admin.run((knex) => knex.raw(`DROP OWNED BY ${role}; DROP ROLE ${role}`)))
    return { ...db.connection, user: role } as Connection
  }

  it('works in a schema that is up to date', async () => {
    const db = await makeServerDatabase()
    const { client } = await openOn(await makeWorker(db), { password: 'weak' })
    const strategy = await client.strategies.create(makeStrategyDraft())
    const { items } = await client.datasets.list({})
    const run = await client.backtests.run({ strategyId: strategy.id, datasetId: items[0]!.id })
    expect((await waitForRun(client, run.id)).status).toBe('completed')
  })

  it('is told to ask the administrator when tables must change', async () => {
    const db = await makeServerDatabase()
    await migrateDown(db)
    const connection = await makeWorker(db)
    await expect(openOn(connection, { password: 'weak' })).rejects.toMatchObject({ code: 'migration_required' })
    const { client } = await openOn({ dialect: 'sqlite', file: join(await freshFolder(), 'local.sqlite') })
    const consent = client.connections.switchTo({ connection, password: 'weak', migrate: true })
    await expect(consent).rejects.toMatchObject({ code: 'forbidden', message: expect.stringContaining('administrator') })
  })
})
