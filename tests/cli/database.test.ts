import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { openDatabase } from '#core/database/database.ts'
import { parseDatabaseUrl } from '#core/database/databaseUrl.ts'
import { runCommandLine } from '../../src/cli/commandLine.ts'
import { aurelius, aureliusHere, makeFile, makeFolder } from './aurelius.ts'

/** A command line with a folder of its own, and commands that must succeed and print JSON. */
function makeDesk() {
  const folder = makeFolder()
  const file = join(folder, 'desk.sqlite')
  const on = async (db: string, ...args: string[]) => aureliusHere([...args, '--db', db, '--data-dir', folder])
  const run = (...args: string[]) => on(file, ...args)
  const json = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await run(...args, '--json')
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    return JSON.parse(stdout)
  }
  return { folder, file, on, run, json }
}

/** A desk with the index and a strategy. */
async function makeFullDesk() {
  const desk = makeDesk()
  await desk.json('db', 'seed-sample')
  await desk.json('strategies', 'generate', '--goal', 'follow long trends', '--max', '1', '--save')
  return desk
}

/** An empty schema of the test server, gone after the test. */
function makeSchemaUrl(): string {
  const url = new URL(inject('postgresUrl'))
  const schema = `cli_${randomUUID().replaceAll('-', '')}`
  url.searchParams.set('schema', schema)
  onTestFinished(async () => {
    const { connection, password } = parseDatabaseUrl(url.href)
    const janitor = await openDatabase(connection, { appVersion: 'tests', password })
    await janitor.run((knex) => knex.raw('DROP SCHEMA IF EXISTS ?? CASCADE', [schema]))
    await janitor.close()
  })
  return url.href
}

const refusal = (message: RegExp | string, exitCode: number) => ({ exitCode, stdout: '', stderr: expect.stringMatching(message) })

describe('aurelius db init, seed-sample and check', () => {
  it('makes the tables, fills in the sample once, and finds all well', async () => {
    const { run, json } = makeDesk()
    expect(await run('db', 'check')).toMatchObject(refusal(/There is no database/, 2))
    expect((await json('db', 'init')).migrated.length).toBeGreaterThan(0)
    const sample = await json('db', 'seed-sample')
    expect(sample).toMatchObject({ symbol: 'SPX', barCount: 5105 })
    expect(await json('db', 'seed-sample')).toEqual(sample)
    const { ok, findings } = await json('db', 'check')
    expect(ok).toBe(true)
    expect(findings.map(({ check }: { check: string }) => check)).toEqual(
      expect.arrayContaining(['resolve', 'connect', 'rights', 'integrity', 'version', 'whole', 'references']),
    )
    expect((await run('db', 'check')).stdout).toMatch(/^references {2}ok {7}Every row that refers to another finds it\.$/m)
  })

  it('finds rows whose parent is missing, and answers 1', async () => {
    const { file, folder } = await makeFullDesk()
    const { connection } = parseDatabaseUrl(file)
    const db = await openDatabase(connection, { appVersion: 'tests' })
    await db.run((knex) => knex.raw('PRAGMA foreign_keys = OFF'))
    await db.run((knex) => knex('strategies').delete())
    await db.close()
    const { exitCode, stdout, stderr } = await aurelius(['db', 'check', '--db', file, '--data-dir', folder])
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' })
    expect(stdout).toMatch(/^references {2}failed {3}Rows of strategy_versions refer to rows that are gone/m)
  })

  it('finds a server that does not answer, without its password', async () => {
    const { exitCode, stdout } = await aurelius(['db', 'check', '--json', '--db', 'postgresql://quant:hunter2@127.0.0.1:9/desk'])
    expect(exitCode).toBe(1)
    expect(JSON.parse(stdout).findings).toContainEqual(expect.objectContaining({ check: 'connect', state: 'failed' }))
    expect(stdout).not.toContain('hunter2')
  })
})

describe('aurelius db backup, verify and restore', () => {
  it('brings the same rows back', async () => {
    const { folder, run, json, on } = await makeFullDesk()
    const backup = join(folder, 'backup.sqlite')
    const report = await json('db', 'backup', backup)
    expect(report).toMatchObject({ file: backup, tables: { strategies: { rows: 1 }, datasets: { rows: 1 } } })
    expect(await json('db', 'verify', backup)).toMatchObject({ format: 1, tables: expect.any(Array) })
    expect((await run('db', 'verify', backup)).stdout).toMatch(/^The backup is whole\.$/m)

    const other = join(folder, 'other.sqlite')
    expect((await on(other, 'db', 'restore', backup)).stdout).toMatch(/^strategies +1 /m)
    expect((await on(other, 'strategies', 'list')).stdout).toBe((await run('strategies', 'list')).stdout)
    expect(await on(other, 'db', 'restore', backup)).toMatchObject(refusal(/is not empty: it holds 1 strategies.*--replace/, 1))
    expect(await on(other, 'db', 'restore', backup, '--replace')).toMatchObject({ exitCode: 0, stderr: '' })
    expect(await run('db', 'backup', backup)).toMatchObject(refusal(/never overwrites/, 1))
  })

  it('refuses a file that is no backup', async () => {
    const { folder, file, run } = await makeFullDesk()
    expect(await run('db', 'verify', file)).toMatchObject(refusal(/is no backup/, 2))
    expect(await run('db', 'restore', makeFile(folder, 'notes.txt', 'my notes'))).toMatchObject(refusal(/not a database/, 1))
    expect(await run('db', 'verify', join(folder, 'missing'))).toMatchObject(refusal(/There is no file/, 2))
  })
})

describe('aurelius db copy', () => {
  it('moves a file to a server and back', async () => {
    const { folder, file, run, json, on } = await makeFullDesk()
    const url = makeSchemaUrl()
    const there = await json('db', 'copy', file, url)
    const copy = join(folder, 'copy.sqlite')
    const { exitCode, stdout } = await run('db', 'copy', url, copy)
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^Every row was read back and is equal\.$/m)
    expect((await json('db', 'copy', file, copy, '--replace')).tables).toEqual(there.tables)
    expect((await on(url, 'strategies', 'list')).stdout).toBe((await run('strategies', 'list')).stdout)
    expect(await on(url, 'db', 'check')).toMatchObject({ exitCode: 0 })
    expect(await run('db', 'copy', file, file)).toMatchObject(refusal(/onto itself/, 2))
  })

  it('shows how far it is while a person is watching', async () => {
    const { folder, file } = await makeFullDesk()
    const shown: string[] = []
    const terminal = { write: () => {}, say: () => {}, showStatus: (text: string) => void shown.push(text) }
    expect(await runCommandLine(['db', 'copy', file, join(folder, 'copy.sqlite')], terminal)).toBe(0)
    expect(shown).toContainEqual(expect.stringMatching(/^Copying dataset chunks {2}6\/6 rows {2}.* of .*\/s {2}\d+ s left$/))
    expect(shown.at(-1)).toBe('')
  })
})

describe('aurelius db drop, reset and rollback', () => {
  it.each(['drop', 'reset', 'rollback'])('%s says what would be lost, and wants --yes', async (name) => {
    const { run, json } = await makeFullDesk()
    const before = await json('strategies', 'list')
    const { exitCode, stdout, stderr } = await run('db', name)
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toMatch(/holds 1 strategies, 1 strategy versions, 1 datasets, 6 dataset chunks.*\. Nothing was changed\..*--yes/)
    expect(await json('strategies', 'list')).toEqual(before)
  })

  it('drop deletes the file, and the journals beside it', async () => {
    const { folder, file, json } = await makeFullDesk()
    expect(await json('db', 'drop', '--yes')).toMatchObject({ lost: { strategies: 1, datasets: 1 } })
    expect(existsSync(file)).toBe(false)
    expect(readdirSync(folder)).toEqual([])
  })

  it('drop leaves what is not ours', async () => {
    const { file, run } = await makeFullDesk()
    const { connection } = parseDatabaseUrl(file)
    const db = await openDatabase(connection, { appVersion: 'tests' })
    await db.run((knex) => knex.schema.createTable('my_notes', (table) => table.text('note')))
    await db.close()
    expect(await run('db', 'drop', '--yes')).toMatchObject({ exitCode: 0 })
    const again = await openDatabase(connection, { appVersion: 'tests' })
    const tables: string[] = await again.run((knex) => knex('sqlite_schema').where({ type: 'table' }).pluck('name'))
    await again.close()
    expect(tables.filter((name) => !name.startsWith('sqlite_'))).toEqual(['my_notes'])
  })

  it('reset leaves empty tables, on a server too', async () => {
    const { on } = makeDesk()
    const url = makeSchemaUrl()
    await on(url, 'db', 'init')
    expect(await on(url, 'db', 'seed-sample')).toMatchObject({ exitCode: 0 })
    expect(await on(url, 'db', 'reset', '--yes')).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^State {5}ready$/m) })
    expect((await on(url, 'datasets', 'list', '--json')).stdout).toBe('[]\n')
    expect(await on(url, 'db', 'drop', '--yes')).toMatchObject({ exitCode: 0 })
    expect((await on(url, 'db', 'status')).stdout).toMatch(/^State {5}empty$/m)
  })

  it('rollback takes back one change at a time, and migrate brings it back', async () => {
    const { json } = makeDesk()
    const { migrated } = await json('db', 'init')
    expect(await json('db', 'rollback')).toMatchObject({ rolledBack: migrated.at(-1), status: { pending: [migrated.at(-1)] } })
    expect((await json('db', 'migrate')).migrated).toEqual([migrated.at(-1)])
  })
})
