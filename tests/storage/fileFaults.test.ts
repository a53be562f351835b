import { access, chmod, open, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '#core/database/database.ts'
import { testConnection } from '#core/database/testConnection.ts'
import { encodeBars } from '#core/repositories/datasetChunks.ts'
import { createDataset } from '#core/repositories/datasetRepository.ts'
import { createStrategy, findStrategy } from '#core/repositories/strategyRepository.ts'
import { makeBars, makeDataset } from '../builders/datasets.ts'
import { makeStrategy } from '../builders/strategies.ts'
import { freshFolder, makerOf, openAgain } from './dialects.ts'

const makeDatabase = makerOf('sqlite')
const openFile = (file: string) => openDatabase({ dialect: 'sqlite', file }, { appVersion: 'tests' })
const fileOf = (db: { connection: { dialect: string } }) => (db.connection as { dialect: 'sqlite'; file: string }).file

const NOBODY = 65_534

/** Does it as a user to whom file permissions apply: root, who may write everything, steps down for the while. */
async function asOrdinaryUser<Result>(work: () => Promise<Result>): Promise<Result> {
  if (process.geteuid?.() !== 0) return work()
  process.seteuid?.(NOBODY)
  try {
    return await work()
  } finally {
    process.seteuid?.(0)
  }
}

/** The driver is read from the checkout, which root may keep in a folder that nobody else may enter. */
function isCheckoutOpenToAll(): Promise<boolean> {
  return asOrdinaryUser(() =>
    access(import.meta.filename).then(
      () => true,
      () => false,
    ),
  )
}

describe('a SQLite file', () => {
  it('is opened with its safeguards on', async () => {
    const db = await makeDatabase()
    const pragma = async (name: string) => Object.values((await db.run((knex) => knex.raw(`PRAGMA ${name}`)))[0])[0]
    expect(await pragma('journal_mode')).toBe('wal')
    expect(await pragma('foreign_keys')).toBe(1)
    expect(await pragma('synchronous')).toBe(1)
    expect(await pragma('busy_timeout')).toBe(5000)
  })

  it('in a folder that does not exist is named', async () => {
    await expect(openFile('/no/such/folder/work.db')).rejects.toMatchObject({
      code: 'database_unreachable',
      message: expect.stringContaining('folder'),
    })
  })

  it('that is a folder is named', async () => {
    await expect(openFile(await freshFolder())).rejects.toMatchObject({ code: 'database_unreachable' })
  })

  it('that is no database is left alone', async () => {
    const file = join(await freshFolder(), 'notes.txt')
    await writeFile(file, 'Dear diary, this is not a database. '.repeat(50))
    await expect(openFile(file)).rejects.toMatchObject({ code: 'database_corrupt', message: expect.stringContaining('not a database') })
    expect(await readFile(file, 'utf8')).toContain('Dear diary')
  })

  it('that is damaged is refused when it is opened', async () => {
    const db = await makeDatabase()
    const bars = makeBars(5000)
    await createDataset(db, makeDataset(bars), encodeBars(bars))
    await db.close()
    const file = fileOf(db)
    const { size } = await stat(file)
    const handle = await open(file, 'r+')
    for (let page = 2; page * 4096 < size; page += 1) await handle.write(Buffer.alloc(200, 0xa5), 0, 200, page * 4096)
    await handle.close()
    await expect(openFile(file)).rejects.toMatchObject({ code: 'database_corrupt', message: expect.stringContaining('backup') })
  })

  it('that another program has locked says so after the wait', async () => {
    const db = await makeDatabase()
    const impatient = await openAgain(db.connection, { lockTimeoutMs: 50 })
    const strategy = makeStrategy()
    await db.transaction(async (transaction) => {
      await createStrategy(transaction, strategy)
      await expect(createStrategy(impatient, makeStrategy())).rejects.toMatchObject({
        code: 'database_locked',
        message: expect.stringContaining('try again'),
      })
      // Readers are not kept out, and see nothing unfinished.
      expect(await findStrategy(impatient, strategy.id)).toBeNull()
    })
    expect(await findStrategy(impatient, strategy.id)).toEqual(strategy)
  })

  it('opened read-only is read, not written', async () => {
    const db = await makeDatabase()
    const strategy = makeStrategy()
    await createStrategy(db, strategy)
    const reader = await openAgain(db.connection, { readOnly: true })
    expect(reader.readOnly).toBe(true)
    expect(await findStrategy(reader, strategy.id)).toEqual(strategy)
    await expect(createStrategy(reader, makeStrategy())).rejects.toMatchObject({ code: 'database_read_only' })
  })

  it('that this user may not write says so', async ({ skip }) => {
    if (!(await isCheckoutOpenToAll())) skip('only root may enter the folder of this checkout')
    const db = await makeDatabase()
    await db.close()
    const file = fileOf(db)
    await chmod(dirname(file), 0o777)
    await chmod(file, 0o444)
    await asOrdinaryUser(async () => {
      const restricted = await openFile(file)
      await expect(createStrategy(restricted, makeStrategy())).rejects.toMatchObject({ code: 'database_read_only' })
      await restricted.close()
      const { stages } = await testConnection({ dialect: 'sqlite', file }, null)
      expect(stages.at(-1)).toMatchObject({ stage: 'rights', state: 'failed', message: expect.stringContaining('permissions') })
    })
  })

  it('on a full disk keeps what it had', async () => {
    const db = await makeDatabase()
    const strategy = makeStrategy()
    await createStrategy(db, strategy)
    await db.run((knex) => knex.raw('PRAGMA max_page_count = 1'))
    const large = makeStrategy({ description: 'x'.repeat(1_000_000) })
    await expect(createStrategy(db, large)).rejects.toMatchObject({
      code: 'database_full',
      message: expect.stringContaining('Free some disk space'),
    })
    await db.run((knex) => knex.raw('PRAGMA max_page_count = 1000000'))
    expect(await findStrategy(db, large.id)).toBeNull()
    await createStrategy(db, large)
    expect(await findStrategy(db, strategy.id)).toEqual(strategy)
  })
})

describe('testing a SQLite file', () => {
  const statesOf = async (file: string) => {
    const { ok, stages } = await testConnection({ dialect: 'sqlite', file }, null)
    return {
      ok,
      states: stages.map(({ stage, state }) => `${stage} ${state}`),
      failure: stages.find(({ state }) => state === 'failed')?.message,
    }
  }

  it('passes for a workspace', async () => {
    const { connection } = await makeDatabase()
    const result = await testConnection(connection, null)
    expect(result).toMatchObject({ ok: true, latencyMs: expect.any(Number) })
    expect(result.stages.find(({ stage }) => stage === 'schema')?.message).toContain('Aurelius workspace')
  })

  it('passes for a file to be made, and does not make it', async () => {
    const file = join(await freshFolder(), 'new.db')
    expect((await statesOf(file)).ok).toBe(true)
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('names what is wrong', async () => {
    expect(await statesOf('/no/such/folder/work.db')).toMatchObject({ ok: false, failure: expect.stringContaining('There is no folder') })
    const file = join(await freshFolder(), 'notes.txt')
    await writeFile(file, 'Dear diary, this is not a database. '.repeat(50))
    expect(await statesOf(file)).toMatchObject({
      ok: false,
      states: ['resolve ok', 'connect ok', 'tls skipped', 'login skipped', 'database failed', 'schema skipped', 'rights skipped'],
    })
  })
})
