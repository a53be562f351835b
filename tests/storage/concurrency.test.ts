import { describe, expect, it } from 'vitest'
import type { Database, DatabaseHandle } from '#core/database/database.ts'
import { retryContention } from '#core/database/retryContention.ts'
import { createStrategy, getStrategy, listStrategyVersions } from '#core/repositories/strategyRepository.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { Dialect } from '#shared/domain/connection.ts'
import { storeRunParents } from '../builders/storedRuns.ts'
import { makeStrategy } from '../builders/strategies.ts'
import type { BusyReport } from './busyClientsProcess.ts'
import { describeOnBothDialects, makerOf } from './dialects.ts'
import { runProcess } from './processes.ts'

/** Fifty clients: on PostgreSQL each on its own connection, on SQLite shared among processes that write one file. */
const PROCESSES: Record<Dialect, number> = { postgres: 2, sqlite: 4 }
const CLIENTS = 52
const ROUNDS = 8

async function storeShared(db: Database, count: number): Promise<string[]> {
  const strategies = Array.from({ length: count }, () => makeStrategy({ parameters: { count: 0 } }))
  for (const strategy of strategies) await createStrategy(db, strategy)
  return strategies.map(({ id }) => id)
}

/** Runs with the number of their artifacts. */
async function artifactsByRun(db: Database): Promise<Map<string, number>> {
  const rows: { id: string; artifacts: number }[] = await db.run((knex) =>
    knex('backtest_artifacts').groupBy('backtest_id').select({ id: 'backtest_id' }).count({ artifacts: '*' }),
  )
  return new Map(rows.map(({ id, artifacts }) => [id, artifacts]))
}

describeOnBothDialects('fifty clients at once', (makeDatabase, dialect) => {
  it('lose no edit, repeat no version and meet no deadlock', { timeout: 180_000 }, async () => {
    const db = await makeDatabase()
    const { datasetId } = await storeRunParents(db)
    const shared = await storeShared(db, 5)
    const words = [String(CLIENTS / PROCESSES[dialect]), String(ROUNDS), datasetId, ...shared]
    const outputs = await Promise.all(Array.from({ length: PROCESSES[dialect] }, () => runProcess('./busyClientsProcess.ts', db, ...words)))
    const reports = outputs.map((output): BusyReport => JSON.parse(output))

    expect(reports.flatMap(({ errors }) => errors)).toEqual([])
    for (const id of shared) {
      const edits = reports.reduce((sum, report) => sum + (report.edits[id] ?? 0), 0)
      expect(edits).toBeGreaterThan(0)
      expect(await getStrategy(db, id)).toMatchObject({ version: 1 + edits, parameters: { count: edits } })
      const versions = (await listStrategyVersions(db, id)).map(({ version }) => version)
      expect(versions).toEqual(Array.from({ length: 1 + edits }, (_, index) => 1 + edits - index))
    }
    // Clients that never met would prove nothing.
    if (dialect === 'postgres') expect(reports.reduce((sum, { conflicts }) => sum + conflicts, 0)).toBeGreaterThan(0)
    const deleted = new Set(reports.flatMap((report) => report.deleted))
    const kept = reports.flatMap(({ completed }) => completed).filter((id) => !deleted.has(id))
    expect(await artifactsByRun(db)).toEqual(new Map(kept.map((id) => [id, 3])))
  })
})

describe('transactions that block each other', () => {
  /** Both have locked a row before either asks for the other's; only the first time, or the one tried again would wait for ever. */
  function meetOnce(count: number): () => Promise<void> {
    let arrived = 0
    let open = () => {}
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    return () => {
      arrived += 1
      if (arrived >= count) open()
      return gate
    }
  }

  it('are untangled: both succeed', async () => {
    const db = await makerOf('postgres')()
    const [one, two] = (await storeShared(db, 2)) as [string, string]
    const meet = meetOnce(2)
    let attempts = 0
    const inOrder = (first: string, second: string) =>
      db.transaction(async (transaction) => {
        attempts += 1
        await mark(transaction, first)
        await meet()
        await mark(transaction, second)
      })
    await Promise.all([inOrder(one, two), inOrder(two, one)])
    expect(attempts).toBe(3)
    for (const id of [one, two]) expect((await getStrategy(db, id)).description).toBe('xx')
  })

  it('by what they read are run one after the other', async () => {
    const db = await makerOf('postgres')()
    const [one, two] = (await storeShared(db, 2)) as [string, string]
    const meet = meetOnce(2)
    let attempts = 0
    const outdo = (from: string, to: string) =>
      db.transaction(async (transaction) => {
        attempts += 1
        await transaction.run((knex) => knex.raw('SET TRANSACTION ISOLATION LEVEL SERIALIZABLE'))
        const { version } = await getStrategy(transaction, from)
        await meet()
        await transaction.run((knex) =>
          knex('strategies')
            .where({ id: to })
            .update({ version: version + 1 }),
        )
      })
    await Promise.all([outdo(one, two), outdo(two, one)])
    expect(attempts).toBe(3)
    expect([(await getStrategy(db, one)).version, (await getStrategy(db, two)).version].sort()).toEqual([2, 3])
  })

  it('again and again are given up, with advice', async () => {
    let attempts = 0
    const clash = new AppError('database_locked', 'Busy. Try again.', { details: { driverCode: '40P01' } })
    const hopeless = retryContention(() => {
      attempts += 1
      return Promise.reject(clash)
    })
    await expect(hopeless).rejects.toBe(clash)
    expect(attempts).toBe(6)
  })

  it('are told from every other failure, which is not repeated', async () => {
    let attempts = 0
    const failing = retryContention(() => {
      attempts += 1
      return Promise.reject(new AppError('conflict', 'Edited meanwhile.', { details: { driverCode: '23505' } }))
    })
    await expect(failing).rejects.toMatchObject({ code: 'conflict' })
    expect(attempts).toBe(1)
  })
})

/** Leaves one x more in the description. */
const mark = (db: DatabaseHandle, id: string) =>
  db.run((knex) =>
    knex('strategies')
      .where({ id })
      .update({ description: knex.raw(`CASE WHEN description LIKE 'x%' THEN description || 'x' ELSE 'x' END`) }),
  )
