import { expect, it } from 'vitest'
import type { DatabaseHandle } from '#core/database/database.ts'
import { completeBacktest } from '#core/repositories/backtestCompletion.ts'
import { startRun } from '#core/repositories/runState.ts'
import { deleteStrategy } from '#core/repositories/strategyRepository.ts'
import { countTrials, countTrialsOfStrategy, recordTrials, type TrialRecord } from '#core/repositories/trialLedgerRepository.ts'
import { spreadOf } from '#shared/domain/trialLedger.ts'
import { makeHash, makeId, NEW_YEAR_2024_MS } from '../builders/ids.ts'
import { makeCompletion, makeMetrics } from '../builders/runs.ts'
import { storeBacktest, storeRunningBacktest, storeRunParents } from '../builders/storedRuns.ts'
import { describeOnBothDialects } from './dialects.ts'

const FAMILY = { strategyType: 'trend_following', symbols: 'SP500' } as const

function makeRecord(changes: Partial<TrialRecord> = {}): TrialRecord {
  return {
    ...FAMILY,
    strategyId: makeId(),
    dataHash: makeHash('data'),
    source: 'sweep',
    sourceId: makeId(),
    trials: 3,
    sharpe: spreadOf([0.01, 0.02, 0.06]),
    recordedAtMs: NEW_YEAR_2024_MS,
    ...changes,
  }
}

const rows = (db: DatabaseHandle) => db.run((knex) => knex('trial_ledger').select('*'))

describeOnBothDialects('the trial ledger', (makeDatabase) => {
  it('counts a completed run once, with its Sharpe ratio per period', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const id = await storeRunningBacktest(db, parents)
    await completeBacktest(db, makeCompletion(id, { metrics: makeMetrics({ sharpe_ratio: 0.9 }) }))
    const perPeriod = 0.9 / Math.sqrt(252)
    const count = { ...FAMILY, trials: 1, trialsBySource: { backtest: 1 }, sharpeCount: 1, sharpeMean: perPeriod, sharpeVariance: null }
    expect(await countTrials(db, FAMILY)).toEqual(count)
    expect(await countTrialsOfStrategy(db, parents.strategyId)).toEqual([count])
    await expect(completeBacktest(db, makeCompletion(id))).rejects.toMatchObject({ code: 'invalid_transition' })
    expect((await countTrials(db, FAMILY)).trials).toBe(1)
  })

  it('counts a run without a Sharpe ratio as a trial, not as a ratio of zero', async () => {
    const db = await makeDatabase()
    const id = await storeRunningBacktest(db, await storeRunParents(db))
    await completeBacktest(db, makeCompletion(id, { metrics: makeMetrics({ sharpe_ratio: null }) }))
    expect(await countTrials(db, FAMILY)).toMatchObject({ trials: 1, sharpeCount: 0, sharpeMean: null, sharpeVariance: null })
  })

  it('counts nothing for a run that fails to be stored', async () => {
    const db = await makeDatabase()
    const id = await storeRunningBacktest(db, await storeRunParents(db))
    const [artifact] = makeCompletion(id).artifacts
    await expect(completeBacktest(db, makeCompletion(id, { artifacts: [artifact!, artifact!] }))).rejects.toMatchObject({
      code: 'conflict',
    })
    expect(await rows(db)).toEqual([])
  })

  it('joins all sources of a family and leaves other families out', async () => {
    const db = await makeDatabase()
    await recordTrials(db, makeRecord())
    await recordTrials(
      db,
      makeRecord({ source: 'validation', trials: 2, sharpe: spreadOf([-0.05, null]), recordedAtMs: NEW_YEAR_2024_MS + 1 }),
    )
    await recordTrials(db, makeRecord({ source: 'declared', dataHash: null, trials: 20, sharpe: spreadOf([]) }))
    await recordTrials(db, makeRecord({ symbols: 'GLD' }))
    await recordTrials(db, makeRecord({ strategyType: 'breakout' }))
    const count = await countTrials(db, FAMILY)
    expect(count).toMatchObject({ trials: 25, trialsBySource: { sweep: 3, validation: 2, declared: 20 }, sharpeCount: 4 })
    expect(count.sharpeMean).toBeCloseTo(0.01, 15)
    // Deviations 0, 0.01, 0.05 and -0.06 from the mean: squares sum to 0.0062, over 4 - 1.
    expect(count.sharpeVariance).toBeCloseTo(0.0062 / 3, 15)
    expect(await countTrials(db, { strategyType: 'carry', symbols: 'X' })).toMatchObject({ trials: 0, sharpeVariance: null })
  })

  it('keeps its rows when the strategy and its runs are deleted', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const id = await storeRunningBacktest(db, parents)
    await completeBacktest(db, makeCompletion(id))
    await deleteStrategy(db, parents.strategyId)
    expect(await db.run((knex) => knex('backtests').where({ id }).select('id'))).toEqual([])
    expect((await countTrials(db, FAMILY)).trials).toBe(1)
  })

  it('takes a source once', async () => {
    const db = await makeDatabase()
    const record = makeRecord()
    await recordTrials(db, record)
    await expect(recordTrials(db, { ...record, trials: 1, sharpe: spreadOf([0]) })).rejects.toMatchObject({ code: 'conflict' })
    expect((await countTrials(db, FAMILY)).trials).toBe(3)
  })

  it.each<[string, Partial<TrialRecord>]>([
    ['no trial', { trials: 0, sharpe: spreadOf([]) }],
    ['more ratios than trials', { trials: 2 }],
    ['a mean that is not finite', { sharpe: { count: 1, mean: Number.NaN, m2: 0 } }],
    ['ratios without a mean', { sharpe: { count: 1, mean: null, m2: null } }],
    ['no data', { dataHash: null }],
  ])('refuses %s', async (_, changes) => {
    const db = await makeDatabase()
    await expect(recordTrials(db, makeRecord(changes))).rejects.toMatchObject({ code: 'invalid_input' })
    expect(await rows(db)).toEqual([])
  })

  it('cannot be changed or deleted, not even by a statement of its own', async () => {
    const db = await makeDatabase()
    await recordTrials(db, makeRecord())
    const before = await rows(db)
    const refusal = { code: 'forbidden', message: expect.stringContaining('only ever added') }
    await expect(db.run((knex) => knex('trial_ledger').update({ trial_count: 1 }))).rejects.toMatchObject(refusal)
    await expect(db.run((knex) => knex('trial_ledger').delete())).rejects.toMatchObject(refusal)
    if (db.dialect === 'postgres') await expect(db.run((knex) => knex.raw('TRUNCATE trial_ledger'))).rejects.toMatchObject(refusal)
    expect(await rows(db)).toEqual(before)
  })

  it('counts each of two runs that complete at the same moment', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const owners = ['worker-a', 'worker-b']
    const ids = await Promise.all(owners.map(() => storeBacktest(db, parents)))
    await Promise.all(ids.map((id, at) => startRun(db, 'backtests', { id, owner: owners[at]!, nowMs: NEW_YEAR_2024_MS, leaseMs: 30_000 })))
    await Promise.all(ids.map((id, at) => completeBacktest(db, makeCompletion(id, { owner: owners[at]! }))))
    expect((await countTrials(db, FAMILY)).trials).toBe(2)
  })
})
