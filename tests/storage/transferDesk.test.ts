import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ApplicationOptions } from '#core/applicationContract.ts'
import { openConfigFile } from '#core/config/configFile.ts'
import type { Database } from '#core/database/database.ts'
import { createStrategy } from '#core/repositories/strategyRepository.ts'
import type { Client } from '#shared/contract/contract.ts'
import type { Transfer, TransferTask } from '#shared/domain/transfer.ts'
import { openTestApplication } from '../builders/openTestApplication.ts'
import { makeStrategy } from '../builders/strategies.ts'
import { cleanUpLater, describeOnBothDialects, freshFolder, makerOf, testServer } from './dialects.ts'

interface OpenDesk {
  readonly client: Client
  readonly dataDirectory: string
}

async function openDesk(database: Database, options: Partial<ApplicationOptions> = {}): Promise<OpenDesk> {
  const dataDirectory = await freshFolder()
  const { connection } = database
  const password = connection.dialect === 'postgres' ? testServer().password : null
  const application = await openTestApplication({ connection, password, dataDirectory, importSampleWhenEmpty: false, ...options })
  cleanUpLater(application.close)
  return { client: application.client, dataDirectory }
}

async function endOf(client: Client, id: string): Promise<Transfer> {
  for (;;) {
    const found = (await client.transfers.list()).find((transfer) => transfer.id === id)
    if (found !== undefined && found.state !== 'running') return found
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function carryOut(client: Client, task: TransferTask): Promise<Transfer> {
  return endOf(client, (await client.transfers.start(task)).id)
}

const named = (name: string) => ({ by: 'name' as const, name })
const passwordOf = ({ dialect }: Database) => (dialect === 'postgres' ? testServer().password : null)

describeOnBothDialects('transfers of the window', (makeDatabase, dialect) => {
  it('back up, verify, restore into another database, and switch to it', async () => {
    const source = await makeDatabase()
    await createStrategy(source, makeStrategy({ name: 'Kept' }))
    const target = await makeDatabase({ migrated: false })
    const { client, dataDirectory } = await openDesk(source)

    const backup = await carryOut(client, { kind: 'backup', file: named('first.sqlite') })
    expect(backup).toMatchObject({ state: 'completed', to: 'first.sqlite', error: null, filled: null })
    expect(backup.result!.rows).toBeGreaterThan(1)
    expect(backup.progress).toMatchObject({ fraction: 1, stage: 'verifying', rows: backup.result!.rows, rowsTotal: backup.result!.rows })
    const { folder, files } = await client.transfers.backups()
    expect(folder).toBe(join(dataDirectory, 'backups'))
    expect(files).toMatchObject([{ name: 'first.sqlite' }])

    const verified = await carryOut(client, { kind: 'verify', file: named('first.sqlite') })
    expect(verified).toMatchObject({
      state: 'completed',
      to: null,
      result: { rows: backup.result!.rows, backup: { appVersion: '0.0.0-test' } },
    })

    const to = { kind: 'database' as const, connection: target.connection, password: passwordOf(target) }
    const restored = await carryOut(client, { kind: 'restore', file: named('first.sqlite'), to, replace: false })
    expect(restored).toMatchObject({ state: 'completed', filled: target.connection, result: { rows: backup.result!.rows } })
    await client.connections.switchTo({ connection: target.connection, password: passwordOf(target) })
    expect((await client.strategies.list()).items).toMatchObject([{ name: 'Kept' }])
    expect((await client.transfers.list()).map(({ kind }) => kind)).toEqual(['restore', 'verify', 'backup'])
  })

  it('write into a database that holds rows only when told to, and never into the one in use', async () => {
    const [source, target] = [await makeDatabase(), await makeDatabase()]
    await createStrategy(source, makeStrategy({ name: 'Ours' }))
    await createStrategy(target, makeStrategy({ name: 'Theirs' }))
    const { client } = await openDesk(source)
    const to = { kind: 'database' as const, connection: target.connection, password: passwordOf(target) }
    const refused = await carryOut(client, { kind: 'copy', to, replace: false })
    expect(refused).toMatchObject({
      state: 'failed',
      filled: null,
      error: { code: 'conflict', message: expect.stringContaining('1 strategies') },
    })
    expect(await target.run((knex) => knex('strategies').pluck('name'))).toEqual(['Theirs'])
    expect(await carryOut(client, { kind: 'copy', to, replace: true })).toMatchObject({ state: 'completed' })
    expect(await target.run((knex) => knex('strategies').pluck('name'))).toEqual(['Ours'])

    const inUse = { kind: 'database' as const, connection: source.connection, password: passwordOf(source) }
    await expect(client.transfers.start({ kind: 'copy', to: inUse, replace: true })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('database in use'),
    })
  })

  it('move the work into a new file of the data folder, which never takes the place of another', async () => {
    const source = await makeDatabase()
    await createStrategy(source, makeStrategy({ name: 'Moved' }))
    const { client, dataDirectory } = await openDesk(source)
    const to = { kind: 'file' as const, file: named('copy.sqlite') }
    const copied = await carryOut(client, { kind: 'copy', to, replace: false })
    expect(copied).toMatchObject({ state: 'completed', filled: { dialect: 'sqlite', file: join(dataDirectory, 'copy.sqlite') } })
    expect(await carryOut(client, { kind: 'copy', to, replace: true })).toMatchObject({ state: 'failed', error: { code: 'conflict' } })
    await client.connections.switchTo({ connection: copied.filled! })
    expect((await client.strategies.list()).items).toMatchObject([{ name: 'Moved' }])
  })

  it('run one at a time, can be stopped, and go on when asked again', async () => {
    const source = await makeDatabase()
    for (let index = 0; index < 40; index += 1) await createStrategy(source, makeStrategy({ name: `Number ${index}` }))
    const { client } = await openDesk(source)
    const task = { kind: 'backup' as const, file: named('slow.sqlite') }
    const { id } = await client.transfers.start(task)
    await expect(client.transfers.start(task)).rejects.toMatchObject({ code: 'conflict', data: { id } })
    await client.transfers.cancel({ id })
    expect(await endOf(client, id)).toMatchObject({ state: 'cancelled', error: { code: 'cancelled' }, result: null })
    await expect(client.transfers.cancel({ id })).rejects.toMatchObject({ code: 'invalid_transition' })
    expect(await carryOut(client, task)).toMatchObject({ state: 'completed' })
    const again = await carryOut(client, task)
    expect(again).toMatchObject({ state: 'failed', error: { code: 'conflict', message: expect.stringContaining('never overwrites') } })
  })

  it('use a password that was kept for a saved connection', async () => {
    const source = await makeDatabase()
    const target = await makeDatabase({ migrated: false })
    const { client } = await openDesk(source)
    const { connection } = target
    await client.profiles.save({ name: 'Target', connection, password: passwordOf(target) ?? '' })
    const to = { kind: 'database' as const, connection, password: null }
    expect(await carryOut(client, { kind: 'copy', to, replace: false })).toMatchObject({ state: 'completed', to: 'Target' })
    expect(await client.connections.test({ connection })).toMatchObject({ ok: true })
    expect(await client.connections.switchTo({ connection })).toMatchObject({ dialect, state: 'ready' })
    expect(await client.connections.current()).toMatchObject({ profile: { name: 'Target' } })
  })
})

describe('files of transfers', () => {
  async function openOnFile(options: Partial<ApplicationOptions> = {}): Promise<OpenDesk> {
    return openDesk(await makerOf('sqlite')(), options)
  }

  it.each(['../outside.sqlite', '/etc/passwd', 'a/b.sqlite', '..\\outside.sqlite', '.hidden.sqlite', 'backup.csv', ''])(
    'are refused by the name %j',
    async (name) => {
      const { client } = await openOnFile()
      await expect(client.transfers.start({ kind: 'verify', file: named(name) })).rejects.toMatchObject({ code: 'invalid_input' })
      await expect(client.transfers.start({ kind: 'backup', file: named(name) })).rejects.toMatchObject({ code: 'invalid_input' })
    },
  )

  it('are never reached through a link that leads out of the folder', async () => {
    const { client, dataDirectory } = await openOnFile()
    await mkdir(join(dataDirectory, 'backups'))
    const outside = join(await freshFolder(), 'outside.sqlite')
    await writeFile(outside, 'not yours')
    await symlink(outside, join(dataDirectory, 'backups', 'link.sqlite'))
    await expect(client.transfers.start({ kind: 'verify', file: named('link.sqlite') })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(client.transfers.start({ kind: 'backup', file: named('link.sqlite') })).rejects.toMatchObject({ code: 'forbidden' })
    expect((await client.transfers.backups()).files).toEqual([])
  })

  it('outside the folder are known by the token of a dialog only', async () => {
    const folder = await freshFolder()
    const fileDialogs = { chooseNew: async (name: string) => join(folder, name), chooseExisting: async () => null }
    const { client } = await openOnFile({ fileDialogs })
    const chosen = await client.transfers.chooseFile({ purpose: 'save', suggestedName: 'desk.sqlite' })
    expect(chosen).toEqual({ token: expect.stringMatching(/^[0-9a-f-]{36}$/), name: 'desk.sqlite' })
    expect(await client.transfers.chooseFile({ purpose: 'open' })).toBeNull()
    const file = { by: 'dialog' as const, token: chosen!.token }
    expect(await carryOut(client, { kind: 'backup', file })).toMatchObject({ state: 'completed', to: 'desk.sqlite' })
    expect(await readdir(folder)).toEqual(['desk.sqlite'])
    const invented = { by: 'dialog' as const, token: '018f0000-0000-7000-8000-00000000dead' }
    await expect(client.transfers.start({ kind: 'verify', file: invented })).rejects.toMatchObject({ code: 'not_found' })
    const { client: browser } = await openOnFile()
    await expect(browser.transfers.chooseFile({ purpose: 'open' })).rejects.toMatchObject({ code: 'unavailable' })
  })
})

describe('scheduled backups', () => {
  it('begin when the window asks for them, and are remembered', async () => {
    const dataDirectory = await freshFolder()
    const configuration = openConfigFile(join(dataDirectory, 'config.json'))
    const lines: string[] = []
    const { client } = await openDesk(await makerOf('sqlite')(), { configuration, dataDirectory, log: (line) => lines.push(line) })
    expect((await client.transfers.backups()).rule).toEqual({ scheduled: false, everyHours: 24, keep: 7 })
    const rule = { scheduled: true, everyHours: 6, keep: 3 }
    expect(await client.transfers.schedule(rule)).toMatchObject({ rule, problem: null })
    while (!lines.some((line) => line.startsWith('Backed up to '))) await new Promise((resolve) => setTimeout(resolve, 20))
    expect((await client.transfers.backups()).files).toMatchObject([{ name: expect.stringMatching(/^aurelius-\d{8}T\d{6}Z\.sqlite$/) }])
    expect((await configuration.read()).backups).toEqual({ folder: join(dataDirectory, 'backups'), ...rule })
    expect((await client.transfers.schedule({ ...rule, scheduled: false })).rule.scheduled).toBe(false)
  })
})
