import { existsSync } from 'node:fs'
import { readdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import type { Database } from '#core/database/database.ts'
import { migrateDown } from '#core/database/migrate.ts'
import { listAudit, verifyAudit } from '#core/repositories/auditRepository.ts'
import { createStrategy } from '#core/repositories/strategyRepository.ts'
import { createBackupSchedule } from '#core/services/backupSchedule.ts'
import { backUp, copyBetween, type Endpoint, restoreBackup, verifyBackupFile } from '#core/services/transferService.ts'
import { openTestApplication } from '../builders/openTestApplication.ts'
import { makeStrategy } from '../builders/strategies.ts'
import { describeOnBothDialects, freshFolder, makerOf, openAgain, testServer } from './dialects.ts'
import { makeSource, rowsOf } from './transferSource.ts'

const now = () => Date.UTC(2026, 0, 31)
const options = { appVersion: 'tests', osUser: 'ada', now }

const EVERY_ENTRY = { actor: null, action: null, objectType: null, objectId: null, from: null, to: null }

function endpointOf({ connection }: Database): Endpoint {
  return { connection, password: connection.dialect === 'postgres' ? testServer().password : null }
}

/** Every row but what the transfers themselves left in the audit log. */
async function contentOf(db: Database): Promise<Record<string, string[]>> {
  const { audit_log: log = [], audit_head: _head, ...rows } = await rowsOf(db)
  return { ...rows, audit_log: log.filter((row) => !row.includes('"database.')) }
}

async function freshFile(name: string): Promise<string> {
  return join(await freshFolder(), name)
}

describeOnBothDialects('a backup', (makeDatabase, dialect) => {
  it('is one new file that can be verified, restored and worked with: the restore drill', async () => {
    const source = await makeSource(dialect)
    const file = await freshFile('backup.sqlite')
    const report = await backUp({ from: endpointOf(source), file }, options)
    expect(await readdir(dirname(file))).toEqual(['backup.sqlite'])
    expect(report).toMatchObject({ file, resumed: false })
    expect(report.fileBytes).toBeGreaterThan(5_000_000)

    const manifest = await verifyBackupFile(file, options)
    expect(manifest).toMatchObject({ appVersion: 'tests', createdAtMs: now() })
    expect(manifest.tables.map(({ name, rows, sha256 }) => [name, rows, sha256])).toEqual(
      Object.entries(report.tables).map(([name, { rows, sha256 }]) => [name, rows, sha256]),
    )

    const target = await makeDatabase({ migrated: false })
    await restoreBackup({ file, to: endpointOf(target), replace: false }, options)
    expect(await contentOf(target)).toEqual(await contentOf(source))
    const application = await openTestApplication({
      ...endpointOf(target),
      dataDirectory: await freshFolder(),
      importSampleWhenEmpty: false,
    })
    expect((await application.client.system.health()).database.ok).toBe(true)
    await application.close()
  })

  it('is remembered by the database it was made of, and by the one it was restored into', async () => {
    const source = await makeSource(dialect)
    const file = await freshFile('backup.sqlite')
    const { rows } = await backUp({ from: endpointOf(source), file }, options)
    const [restored, copied] = [await makeDatabase({ migrated: false }), await makeDatabase({ migrated: false })]
    await restoreBackup({ file, to: endpointOf(restored), replace: false }, options)
    await copyBetween({ from: endpointOf(restored), to: endpointOf(copied), replace: false }, options)
    const newest = async (db: Database) => {
      const page = await listAudit(db, { ...EVERY_ENTRY, direction: 'desc', limit: 1, cursor: null, withTotal: false })
      const [entry] = page.items
      return { action: entry?.action, at: entry?.recordedAtMs, payload: JSON.parse(entry?.payload ?? '') }
    }
    const at = now()
    expect(await newest(source)).toEqual({ action: 'database.backup', at, payload: { file, rows } })
    expect(await newest(restored)).toEqual({ action: 'database.restore', at, payload: { from: file, rows } })
    expect(await newest(copied)).toMatchObject({ action: 'database.copy', payload: { rows: rows + 1 } })
    for (const db of [source, restored, copied]) {
      expect(await verifyAudit(db, { known: null, signal: undefined })).toMatchObject({ intact: true })
    }
    await verifyBackupFile(file, options)
  })

  it('restores over rows only when told to', async () => {
    const source = await makeSource(dialect)
    const file = await freshFile('backup.sqlite')
    await backUp({ from: endpointOf(source), file }, options)
    const target = await makeDatabase()
    await createStrategy(target, makeStrategy())
    const before = await rowsOf(target)
    const to = endpointOf(target)
    await expect(restoreBackup({ file, to, replace: false }, options)).rejects.toMatchObject({ code: 'conflict' })
    expect(await rowsOf(target)).toEqual(before)
    await restoreBackup({ file, to, replace: true }, options)
    expect(await contentOf(target)).toEqual(await contentOf(source))
  })

  it('that is copied over is a backup no longer', async () => {
    const file = await freshFile('backup.sqlite')
    await backUp({ from: endpointOf(await makeDatabase()), file }, options)
    const to: Endpoint = { connection: { dialect: 'sqlite', file }, password: null }
    await copyBetween({ from: endpointOf(await makeSource(dialect)), to, replace: true }, options)
    await expect(verifyBackupFile(file, options)).rejects.toMatchObject({ code: 'invalid_input' })
  })

  it('never overwrites, and takes up what an interrupted one left', async () => {
    const source = await makeSource(dialect)
    const file = await freshFile('backup.sqlite')
    const request = { from: endpointOf(source), file }
    const stop = new AbortController()
    const onProgress = ({ table }: { table: string }) => table === 'backtests' && stop.abort()
    await expect(backUp(request, { ...options, signal: stop.signal, onProgress })).rejects.toMatchObject({ code: 'cancelled' })
    expect(existsSync(file)).toBe(false)
    await expect(verifyBackupFile(`${file}.partial`, options)).rejects.toMatchObject({ code: 'unavailable' })
    expect(await backUp(request, options)).toMatchObject({ resumed: true })
    await expect(backUp(request, options)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('never overwrites') })
    await verifyBackupFile(file, options)
  })

  it('that was changed by one byte is found out and not restored', async () => {
    const source = await makeSource(dialect)
    const file = await freshFile('backup.sqlite')
    await backUp({ from: endpointOf(source), file }, options)
    const tampered = await openAgain({ dialect: 'sqlite', file })
    await tampered.run((knex) => knex.raw("UPDATE backtest_artifacts SET bytes = x'00ff0a5d' WHERE bytes = x'00ff0a5c'"))
    await tampered.close()
    const corrupt = { code: 'database_corrupt', details: { table: 'backtest_artifacts' } }
    await expect(verifyBackupFile(file, options)).rejects.toMatchObject(corrupt)
    const target = await makeDatabase()
    await createStrategy(target, makeStrategy())
    const before = await rowsOf(target)
    await expect(restoreBackup({ file, to: endpointOf(target), replace: true }, options)).rejects.toMatchObject(corrupt)
    expect(await rowsOf(target)).toEqual(before)
  })

  it('of an older schema says how to bring it up to date, and is still verified', async () => {
    const source = await makeSource(dialect)
    const file = await freshFile('backup.sqlite')
    const older = await makeDatabase()
    await migrateDown(older)
    await expect(backUp({ from: endpointOf(older), file }, options)).rejects.toMatchObject({
      code: 'migration_required',
      message: expect.stringContaining('aurelius db migrate'),
    })
    expect(await readdir(dirname(file))).toEqual([])
    await backUp({ from: endpointOf(source), file }, options)
    const database = await openAgain({ dialect: 'sqlite', file })
    await database.run((knex) => knex.raw('ALTER TABLE strategies ADD COLUMN of_a_later_version text'))
    await database.close()
    await verifyBackupFile(file, options)
  })

  it('is made on schedule, and the newest of them brings the data back', async () => {
    const source = await makeSource(dialect)
    const folder = join(await freshFolder(), 'backups')
    let atMs = now()
    const schedule = createBackupSchedule({
      folder,
      everyMs: 1000,
      keep: 2,
      now: () => atMs,
      log: () => undefined,
      backUp: (file) => backUp({ from: endpointOf(source), file }, options),
      verify: (file) => verifyBackupFile(file, options),
    })
    const made: (string | null)[] = []
    for (const _time of [1, 2, 3]) {
      made.push(await schedule.runIfDue())
      atMs += 1000
    }
    expect((await readdir(folder)).map((name) => join(folder, name)).sort()).toEqual(made.slice(1))
    const target = await makeDatabase()
    await restoreBackup({ file: made[2]!, to: endpointOf(target), replace: false }, options)
    expect(await contentOf(target)).toEqual(await contentOf(source))
  })

  it('is not made of a file that is missing, or from one that is none', async () => {
    const file = await freshFile('backup.sqlite')
    const missing: Endpoint = { connection: { dialect: 'sqlite', file: `${file}.missing` }, password: null }
    await expect(backUp({ from: missing, file }, options)).rejects.toMatchObject({ code: 'not_found' })
    await expect(verifyBackupFile(file, options)).rejects.toMatchObject({ code: 'not_found' })
    await writeFile(file, 'Dear diary, this is not a database. '.repeat(50))
    await expect(verifyBackupFile(file, options)).rejects.toMatchObject({ code: 'database_corrupt' })
    const workspace = await makerOf('sqlite')()
    const { connection } = workspace
    await expect(verifyBackupFile(connection.dialect === 'sqlite' ? connection.file : '', options)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('is no backup'),
    })
    expect(await readdir(dirname(file))).toEqual(['backup.sqlite'])
  })
})

it('a file is the same by any of its names', async () => {
  const source = await makerOf('sqlite')()
  const file = source.connection.dialect === 'sqlite' ? source.connection.file : ''
  const alias = `${file}.link`
  await symlink(file, alias)
  const to: Endpoint = { connection: { dialect: 'sqlite', file: alias }, password: null }
  await expect(copyBetween({ from: endpointOf(source), to, replace: true }, options)).rejects.toMatchObject({ code: 'invalid_input' })
})

it('half a copy is not opened as a workspace', async () => {
  const [source, target] = [await makeSource('postgres'), await makerOf('sqlite')({ migrated: false })]
  const stop = new AbortController()
  const route = { from: endpointOf(source), to: endpointOf(target), replace: false }
  const stopped = { ...options, signal: stop.signal, onProgress: () => stop.abort() }
  await expect(copyBetween(route, stopped)).rejects.toMatchObject({ code: 'cancelled' })
  const opening = async () => openTestApplication({ ...endpointOf(target), dataDirectory: await freshFolder() })
  await expect(opening()).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('aurelius db drop --yes') })
  expect(await copyBetween(route, options)).toMatchObject({ resumed: true })
})
