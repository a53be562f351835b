import { rm } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { Database } from '#core/database/database.ts'
import { migrateDown } from '#core/database/migrate.ts'
import { type CopyReport, copyDatabase } from '#core/database/transfer/copyDatabase.ts'
import { requireWholeDatabase } from '#core/database/transfer/transferMarker.ts'
import { createStrategy, deleteStrategy } from '#core/repositories/strategyRepository.ts'
import type { Dialect } from '#shared/domain/connection.ts'
import { makeStrategy } from '../builders/strategies.ts'
import { describeOnBothDialects, makerOf, openAgain } from './dialects.ts'
import { makeSource, rowsOf } from './transferSource.ts'

const makeTarget = (dialect: Dialect) => makerOf(dialect)({ migrated: false })
const other = (dialect: Dialect): Dialect => (dialect === 'sqlite' ? 'postgres' : 'sqlite')

/** The same target, where something happens at the end of its nth transaction, before the commit. */
function disturbed(target: Database, nth: number, action: () => Promise<unknown>): Database {
  let count = 0
  return {
    ...target,
    transaction: (work) =>
      target.transaction(async (handle) => {
        const result = await work(handle)
        count += 1
        if (count === nth) await action()
        return result
      }),
  }
}

/** The same target, where something happens between its nth transaction and the next. */
function pausedAfter(target: Database, nth: number, action: () => Promise<unknown>): Database {
  let count = 0
  return {
    ...target,
    transaction: async (work) => {
      const result = await target.transaction(work)
      count += 1
      if (count === nth) await action()
      return result
    },
  }
}

/** Copies until a table is reached, then stops. */
async function copyUntil(table: string, { source, target }: { source: Database; target: Database }): Promise<void> {
  const stop = new AbortController()
  const copying = copyDatabase({
    source,
    target,
    signal: stop.signal,
    onProgress: (progress) => progress.table === table && stop.abort(),
  })
  await expect(copying).rejects.toMatchObject({ code: 'cancelled', message: expect.stringContaining('goes on from there') })
}

async function expectFaithful(
  copying: Promise<CopyReport>,
  { source, target }: { source: Database; target: Database },
): Promise<CopyReport> {
  const report = await copying
  expect(await rowsOf(target)).toEqual(await rowsOf(source))
  await requireWholeDatabase(target)
  return report
}

describeOnBothDialects('a copy', (makeDatabase, dialect) => {
  it('is refused over rows, names them, and replaces them only when told to', async () => {
    const source = await makeSource(other(dialect))
    const target = await makeDatabase()
    await createStrategy(target, makeStrategy())
    const before = await rowsOf(target)
    await expect(copyDatabase({ source, target })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('it holds 1 strategies, 1 strategy versions'),
    })
    expect(await rowsOf(target)).toEqual(before)
    await expectFaithful(copyDatabase({ source, target, replace: true }), { source, target })
  })

  it('onto itself is refused', async () => {
    const source = await makeSource(dialect)
    const target = await openAgain(source.connection, { readOnly: false })
    await expect(copyDatabase({ source, target, replace: true })).rejects.toMatchObject({ code: 'invalid_input' })
  })

  it('of an older or a newer schema is refused, and the target is left alone', async () => {
    const [source, target] = [await makeDatabase(), await makeTarget(other(dialect))]
    await migrateDown(source)
    await expect(copyDatabase({ source, target })).rejects.toMatchObject({ code: 'migration_required' })
    const newer = await makeDatabase()
    await newer.run((knex) => knex('schema_migrations').insert({ name: '9999_later', batch: 9, migration_time: new Date().toISOString() }))
    await expect(copyDatabase({ source: newer, target })).rejects.toMatchObject({ code: 'database_newer' })
    expect(await target.run((knex) => knex.schema.hasTable('strategies'))).toBe(false)
  })

  it('holds the rows of one moment while others write', async () => {
    const source = await makeSource(dialect)
    const writer = await openAgain(source.connection, { readOnly: false })
    const before = await rowsOf(source)
    const latecomer = makeStrategy()
    const target = disturbed(await makeTarget(other(dialect)), 2, () => createStrategy(writer, latecomer))
    await copyDatabase({ source, target })
    expect(await rowsOf(target)).toEqual(before)
    expect((await rowsOf(source))['strategies']).toHaveLength(before['strategies']!.length + 1)
  })

  it('that was stopped is not opened for work, and goes on where it was', async () => {
    const [source, target] = [await makeSource(other(dialect)), await makeTarget(dialect)]
    await copyUntil('backtests', { source, target })
    await expect(requireWholeDatabase(target)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('unfinished copy'),
    })
    await expect(copyDatabase({ source: target, target: await makeTarget(dialect) })).rejects.toMatchObject({ code: 'unavailable' })
    const report = await expectFaithful(copyDatabase({ source, target }), { source, target })
    expect(report.resumed).toBe(true)
  })

  it('of another source does not go on with it, but may replace it', async () => {
    const [source, target] = [await makeSource(other(dialect)), await makeTarget(dialect)]
    await copyUntil('datasets', { source, target })
    const another = await makeSource(dialect)
    await expect(copyDatabase({ source: another, target })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('not of'),
    })
    await expectFaithful(copyDatabase({ source: another, target, replace: true }), { source: another, target })
  })

  it('that begins while another is at work goes on in its place, and no row arrives twice', async () => {
    const [source, target] = [await makeSource(other(dialect)), await makeTarget(dialect)]
    const secondSource = await openAgain(source.connection, { readOnly: true })
    const secondTarget = await openAgain(target.connection)
    let second: Promise<CopyReport> | undefined
    // Within one process whoever waits for SQLite's lock keeps its holder from letting go, so there the second runs to its end.
    const takeOver = () =>
      new Promise<void>((resolve) => {
        second = copyDatabase({ source: secondSource, target: secondTarget, onProgress: () => dialect === 'postgres' && resolve() })
        second.catch(() => undefined).finally(resolve)
      })
    const first = copyDatabase({ source, target: pausedAfter(target, 6, takeOver) })
    await expect(first).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('was begun meanwhile') })
    const report = await expectFaithful(second!, { source, target: secondTarget })
    expect(report.resumed).toBe(true)
  })

  it.each([1, 2, 3])('that begins at the same moment as another leaves one whole copy (%i)', async () => {
    const source = await makeSource(other(dialect))
    const made = await makeTarget(dialect)
    const copiers = await Promise.all(
      [1, 2, 3].map(async () => ({
        source: await openAgain(source.connection, { readOnly: true }),
        target: await openAgain(made.connection),
      })),
    )
    const outcomes = await Promise.allSettled(copiers.map((copier) => copyDatabase(copier)))
    const codes = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? 'copied' : outcome.reason.code)).sort()
    expect(codes.filter((code) => !['copied', 'conflict', 'database_locked'].includes(code))).toEqual([])
    if (!codes.includes('copied')) await copyDatabase({ source, target: made })
    expect(await rowsOf(made)).toEqual(await rowsOf(source))
    await requireWholeDatabase(made)
  })

  it('says so when its source has changed since it was interrupted', async () => {
    const [source, target] = [await makeSource(other(dialect)), await makeTarget(dialect)]
    await copyUntil('backtests', { source, target })
    const [gone]: { id: string }[] = await source.run((knex) => knex('strategies').orderBy('id', 'desc').limit(1).select('id'))
    await deleteStrategy(await openAgain(source.connection, { readOnly: false }), gone!.id)
    await expect(copyDatabase({ source, target })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('has changed since'),
      details: { table: 'strategies', firstKey: `id ${gone!.id}` },
    })
  })

  it('names the row that did not arrive as it left', async () => {
    const source = await makeSource(other(dialect))
    const target = await makeDatabase()
    await alterOneArtifact(target)
    await expect(copyDatabase({ source, target })).rejects.toMatchObject({
      code: 'database_corrupt',
      details: { table: 'backtest_artifacts', firstKey: expect.stringMatching(/^backtest_id \S{36}, kind fills$/) },
    })
    await expect(requireWholeDatabase(target)).rejects.toMatchObject({ code: 'unavailable' })
  })
})

/** From now on one byte of the artifact whose bytes are known changes as it is written. */
async function alterOneArtifact(db: Database): Promise<void> {
  if (db.dialect === 'sqlite') {
    await db.run((knex) =>
      knex.raw(`CREATE TRIGGER flip AFTER INSERT ON backtest_artifacts WHEN NEW.bytes = x'00ff0a5c'
        BEGIN UPDATE backtest_artifacts SET bytes = x'00ff0a5d' WHERE backtest_id = NEW.backtest_id AND kind = NEW.kind; END`),
    )
    return
  }
  await db.run((knex) =>
    knex.raw(`CREATE FUNCTION flip() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF NEW.bytes = '\\x00ff0a5c' THEN NEW.bytes := '\\x00ff0a5d'; END IF; RETURN NEW; END $$;
      CREATE TRIGGER flip BEFORE INSERT ON backtest_artifacts FOR EACH ROW EXECUTE FUNCTION flip()`),
  )
}

/** Ends all connections of a database but those of the one who asks. */
async function cutConnections(applicationName: string): Promise<void> {
  const janitor = await makerOf('postgres')({ migrated: false })
  await janitor.run((knex) =>
    knex.raw('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = ?', [applicationName]),
  )
}

it('a copy onto itself is refused under another name of the server, too', async () => {
  const source = await makeSource('postgres')
  const before = await rowsOf(source)
  const { connection } = source
  if (connection.dialect !== 'postgres') throw new Error('a server was asked for')
  const host = connection.host === 'localhost' ? '127.0.0.1' : 'localhost'
  const target = await openAgain({ ...connection, host }, { readOnly: false })
  await expect(copyDatabase({ source, target, replace: true })).rejects.toMatchObject({ code: 'invalid_input' })
  expect(await rowsOf(source)).toEqual(before)
})

describe('a copy that loses', () => {
  it('the server it writes to says so, and goes on later', async () => {
    const source = await makeSource('sqlite')
    const { connection } = await makeTarget('postgres')
    const doomed = await openAgain(connection, { appVersion: 'doomed-target' })
    const target = disturbed(doomed, 8, () => cutConnections('Aurelius doomed-target'))
    await expect(copyDatabase({ source, target })).rejects.toMatchObject({ code: 'database_unreachable' })
    const again = await openAgain(connection)
    const report = await expectFaithful(copyDatabase({ source, target: again }), { source, target: again })
    expect(report.resumed).toBe(true)
  })

  it('the server it reads from says so, and goes on later', async () => {
    const source = await makeSource('postgres')
    const doomed = await openAgain(source.connection, { appVersion: 'doomed-source', readOnly: true })
    const target = await makeTarget('sqlite')
    const disturbing = disturbed(target, 8, () => cutConnections('Aurelius doomed-source'))
    await expect(copyDatabase({ source: doomed, target: disturbing })).rejects.toMatchObject({ code: 'database_unreachable' })
    const report = await expectFaithful(copyDatabase({ source, target }), { source, target })
    expect(report.resumed).toBe(true)
  })

  it('the file it writes to says so', async () => {
    const source = await makeSource('sqlite')
    const target = await makeTarget('sqlite')
    const { connection } = target
    const file = connection.dialect === 'sqlite' ? connection.file : ''
    const copying = copyDatabase({ source, target: disturbed(target, 8, () => rm(file)) })
    await expect(copying).rejects.toMatchObject({ code: 'database_unreachable', message: expect.stringContaining('gone') })
  })

  it('its space on the disk says so, leaves the source as it was, and goes on later', async () => {
    const source = await makeSource('postgres')
    const before = await rowsOf(source)
    const target = await makeTarget('sqlite')
    await target.run((knex) => knex.raw('PRAGMA max_page_count = 1000'))
    await expect(copyDatabase({ source, target })).rejects.toMatchObject({
      code: 'database_full',
      message: expect.stringContaining('Free some disk space'),
      details: { table: 'backtest_artifacts' },
    })
    expect(await rowsOf(source)).toEqual(before)
    await target.run((knex) => knex.raw('PRAGMA max_page_count = 100000'))
    const report = await expectFaithful(copyDatabase({ source, target }), { source, target })
    expect(report.resumed).toBe(true)
  })
})
