import { expect, it } from 'vitest'
import type { DatabaseHandle } from '#core/database/database.ts'
import { completeBacktest } from '#core/repositories/backtestCompletion.ts'
import { createBacktest, findLatestCompletedBacktest } from '#core/repositories/backtestRepository.ts'
import { findLatestSweepId } from '#core/repositories/gateFactRepository.ts'
import { cancelRun, interruptAbandonedRuns, startRun } from '#core/repositories/runState.ts'
import { completeSweep, loadSweepRows } from '#core/repositories/sweepCompletion.ts'
import {
  deleteSweep,
  findSweepPointRun,
  getSweep,
  isMarkedPaused,
  listSweeps,
  markPaused,
  type SweepSort,
} from '#core/repositories/sweepRepository.ts'
import { countTrials } from '#core/repositories/trialLedgerRepository.ts'
import { makeHash, makeId, NEW_YEAR_2024_MS } from '../builders/ids.ts'
import { makeCompletion, makeNewBacktest } from '../builders/runs.ts'
import { storeRunParents } from '../builders/storedRuns.ts'
import { makeNewSweep, makeSweepCompletion, storeSweep } from '../builders/sweeps.ts'
import { describeOnBothDialects } from './dialects.ts'

const FAMILY = { strategyType: 'trend_following', symbols: 'SP500' } as const
const PAGE = { limit: 10, cursor: null, withTotal: true }
const nowMs = NEW_YEAR_2024_MS + 1000

const start = (db: DatabaseHandle, id: string) => startRun(db, 'sweeps', { id, owner: 'worker-1', nowMs, leaseMs: 30_000 })

async function storeCompleted(db: DatabaseHandle, parents: { strategyId: string; datasetId: string }, changes = {}): Promise<string> {
  const id = await storeSweep(db, parents)
  await start(db, id)
  await completeSweep(db, makeSweepCompletion(id, changes))
  return id
}

describeOnBothDialects('sweeps', (makeDatabase) => {
  it('come back as they were stored', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const { instruments, ...sweep } = makeNewSweep(parents)
    await storeSweep(db, parents, sweep)
    expect(await getSweep(db, sweep.id)).toMatchObject({
      ...sweep,
      strategyName: 'Golden cross',
      strategyType: 'trend_following',
      datasetName: 'S&P 500',
      status: 'pending',
      paused: false,
      best: null,
      rowsHash: null,
    })
    await expect(loadSweepRows(db, sweep.id)).rejects.toMatchObject({ code: 'not_found', message: expect.stringContaining('pending') })
  })

  it('are found as evidence once they are completed, the newest of a version on the same data', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const asked = { strategyId: parents.strategyId, strategyVersion: 1, dataHash: makeNewSweep(parents).dataHash }
    await storeSweep(db, parents)
    expect(await findLatestSweepId(db, asked)).toBeNull()
    await storeCompleted(db, parents)
    const newer = await storeSweep(db, parents, { createdAtMs: NEW_YEAR_2024_MS + 500 })
    await start(db, newer)
    await completeSweep(db, makeSweepCompletion(newer))
    expect(await findLatestSweepId(db, asked)).toBe(newer)
    expect(await findLatestSweepId(db, { ...asked, strategyVersion: 2 })).toBeNull()
    expect(await findLatestSweepId(db, { ...asked, dataHash: makeHash('other') })).toBeNull()
  })

  it('complete with their rows and their count in the ledger, all at once', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const id = await storeCompleted(db, parents)
    const completion = makeSweepCompletion(id)
    expect(await getSweep(db, id)).toMatchObject({ status: 'completed', progress: 1, best: completion.best, rowsHash: completion.rowsHash })
    const rows = await loadSweepRows(db, id)
    expect([...rows['parameter.fast']!]).toEqual([5, 10])
    expect([...rows['sharpe_ratio']!]).toEqual([0.4, Number.NaN])
    const perPeriod = 0.4 / Math.sqrt(252)
    expect(await countTrials(db, FAMILY)).toMatchObject({ trials: 2, trialsBySource: { sweep: 2 }, sharpeCount: 1, sharpeMean: perPeriod })
  })

  it('are one row and one artifact, however many trials', async () => {
    const db = await makeDatabase()
    const id = await storeCompleted(db, await storeRunParents(db))
    const count = async (table: string) => (await db.run((knex) => knex(table).select('*'))).length
    expect([await count('sweeps'), await count('sweep_rows'), await count('trial_ledger')]).toEqual([1, 1, 1])
    await deleteSweep(db, id)
    expect([await count('sweeps'), await count('sweep_rows'), await count('trial_ledger')]).toEqual([0, 0, 1])
    expect((await countTrials(db, FAMILY)).trials).toBe(2)
    await expect(deleteSweep(db, id)).rejects.toMatchObject({ code: 'not_found', message: expect.stringContaining('Sweep') })
  })

  it('that cannot be stored whole are not stored at all', async () => {
    const db = await makeDatabase()
    const id = await storeSweep(db, await storeRunParents(db))
    await start(db, id)
    const rows = { ...makeSweepCompletion(id).rows, rowCount: 0 }
    await expect(completeSweep(db, makeSweepCompletion(id, { rows }))).rejects.toMatchObject({ code: 'invalid_input' })
    const best = { ...makeSweepCompletion(id).best, score: Number.NaN }
    await expect(completeSweep(db, makeSweepCompletion(id, { best }))).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(completeSweep(db, makeSweepCompletion(id, { owner: 'worker-2' }))).rejects.toMatchObject({ code: 'conflict' })
    expect(await getSweep(db, id)).toMatchObject({ status: 'running', best: null })
    expect((await countTrials(db, FAMILY)).trials).toBe(0)
  })

  it('pause while they run, and let go of the pause with the run', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const id = await storeSweep(db, parents)
    expect(await markPaused(db, { id, paused: true })).toBe(false)
    await start(db, id)
    expect(await markPaused(db, { id, paused: true })).toBe(true)
    expect([await isMarkedPaused(db, id), (await getSweep(db, id)).paused]).toEqual([true, true])
    expect(await interruptAbandonedRuns(db, 'sweeps', { nowMs, deadOwners: ['worker-1'] })).toMatchObject([{ id }])
    expect(await getSweep(db, id)).toMatchObject({ status: 'interrupted', paused: false, errorCode: 'unavailable' })
    const other = await storeSweep(db, parents)
    await start(db, other)
    await markPaused(db, { id: other, paused: true })
    await cancelRun(db, 'sweeps', { id: other, nowMs })
    expect(await getSweep(db, other)).toMatchObject({ status: 'cancelled', paused: false })
    expect((await countTrials(db, FAMILY)).trials).toBe(0)
  })

  it('are listed in pages, sorted by what their best trial reached', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const { best } = makeSweepCompletion('')
    const withSharpe = (sharpe_ratio: number | null) => ({ best: { ...best, metrics: { ...best.metrics, sharpe_ratio } } })
    const [low, high, none] = [
      await storeCompleted(db, parents, withSharpe(0.1)),
      await storeCompleted(db, parents, withSharpe(0.9)),
      await storeCompleted(db, parents, withSharpe(null)),
    ]
    const pending = await storeSweep(db, parents, { trialCount: 1, gridCells: 2, createdAtMs: NEW_YEAR_2024_MS + 1 })
    const ids = async (query: object) => (await listSweeps(db, { ...PAGE, ...query })).items.map(({ id }) => id)
    expect(await ids({ sort: 'sharpeRatio' })).toEqual([high, low, pending, none])
    expect(await ids({ sort: 'sharpeRatio', direction: 'asc' })).toEqual([low, high, none, pending])
    expect((await ids({ sort: 'trialCount', direction: 'asc' }))[0]).toBe(pending)
    expect(await ids({ statuses: ['pending'] })).toEqual([pending])
    expect(await ids({ search: 'nobody' })).toEqual([])
    for (const sort of ['createdAt', 'status', 'totalReturn', 'maxDrawdown'] satisfies SweepSort[]) {
      const first = await listSweeps(db, { ...PAGE, sort, limit: 3 })
      const second = await listSweeps(db, { ...PAGE, sort, limit: 3, cursor: first.nextCursor })
      expect(first.total).toBe(4)
      expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(4)
    }
  })

  it('refuse a strategy, a version or a dataset that does not exist', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    await expect(storeSweep(db, { ...parents, strategyId: makeId() })).rejects.toMatchObject({ code: 'not_found' })
    await expect(storeSweep(db, parents, { strategyVersion: 7 })).rejects.toMatchObject({ code: 'not_found' })
    await expect(storeSweep(db, { ...parents, datasetId: makeId() })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('keep the runs of their points apart from those of the strategy', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const point = { sweepId: await storeSweep(db, parents), trial: 1 }
    expect(await findSweepPointRun(db, point)).toBeNull()
    const run = makeNewBacktest(parents, { sweepPoint: point })
    await createBacktest(db, run)
    await startRun(db, 'backtests', { id: run.id, owner: 'worker-1', nowMs, leaseMs: 30_000 })
    await completeBacktest(db, makeCompletion(run.id))
    expect(await findSweepPointRun(db, point)).toBe(run.id)
    expect(await findSweepPointRun(db, { ...point, trial: 0 })).toBeNull()
    expect(await findLatestCompletedBacktest(db, parents.strategyId)).toBeNull()
    await deleteSweep(db, point.sweepId)
    expect(await findLatestCompletedBacktest(db, parents.strategyId)).toBeNull()
  })
})
