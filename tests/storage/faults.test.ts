import { describe, expect, it } from 'vitest'
import type { Database } from '#core/database/database.ts'
import { completeBacktest, encodeArtifact, loadArtifact } from '#core/repositories/backtestCompletion.ts'
import { createBacktest, getBacktest, listBacktests } from '#core/repositories/backtestRepository.ts'
import { createGateResult, getLatestGateResult } from '#core/repositories/gateResultRepository.ts'
import { interruptAbandonedRuns, listLeases, renewLease, requeueRun, startRun } from '#core/repositories/runState.ts'
import { createStrategy, findStrategy, getStrategy, setStrategyStatus, updateStrategy } from '#core/repositories/strategyRepository.ts'
import { completeValidation } from '#core/repositories/validationCompletion.ts'
import { createValidation, getValidation } from '#core/repositories/validationRepository.ts'
import type { MetricName } from '#shared/domain/metric.ts'
import type { Strategy } from '#shared/domain/strategy.ts'
import { makeGateResult } from '../builders/gateResults.ts'
import { NEW_YEAR_2024_MS } from '../builders/ids.ts'
import { makeCompletion, makeMetrics, makeNewBacktest, makeRunSpec } from '../builders/runs.ts'
import { storeBacktest, storeRunningBacktest, storeRunParents } from '../builders/storedRuns.ts'
import { makeStrategy, makeStrategyDraft } from '../builders/strategies.ts'
import { makeNewValidation, makeValidationCompletion } from '../builders/validations.ts'
import { describeOnBothDialects } from './dialects.ts'

const HOUR_MS = 3_600_000
const now = NEW_YEAR_2024_MS
const REFUSED = { code: 'invalid_input' }

async function countRows(db: Database, table: string): Promise<number> {
  const [row]: { rows: number }[] = await db.run((knex) => knex(table).count({ rows: '*' }))
  return row?.rows ?? 0
}

describeOnBothDialects('clocks that are wrong', (makeDatabase) => {
  const start = (db: Database, id: string, nowMs: number) => startRun(db, 'backtests', { id, owner: 'worker-1', nowMs, leaseMs: 30_000 })

  it('and jump back an hour in the middle of a run cost it nothing', async () => {
    const db = await makeDatabase()
    const id = await storeBacktest(db, await storeRunParents(db), { createdAtMs: now })
    await start(db, id, now)
    const earlier = now - HOUR_MS
    expect(await renewLease(db, 'backtests', { id, owner: 'worker-1', progress: 0.5, leaseMs: 30_000 })).toBe(true)
    expect(await interruptAbandonedRuns(db, 'backtests', { nowMs: earlier })).toEqual([])
    await completeBacktest(db, makeCompletion(id, { nowMs: earlier + 1000, durationMs: 1000 }))
    expect(await getBacktest(db, id)).toMatchObject({ status: 'completed', completedAtMs: earlier + 1000, durationMs: 1000 })
  })

  it.each([-HOUR_MS, HOUR_MS])('by %i ms on another machine interrupt no run that lives', async (skewMs) => {
    const db = await makeDatabase()
    const id = await storeBacktest(db, await storeRunParents(db))
    await start(db, id, now + skewMs)
    expect(await listLeases(db, 'backtests')).toMatchObject([{ runId: id, isExpired: false }])
    expect(await interruptAbandonedRuns(db, 'backtests', { nowMs: now - skewMs })).toEqual([])
    expect(await interruptAbandonedRuns(db, 'backtests', { nowMs: Date.now() + HOUR_MS })).toEqual([])
    expect(await renewLease(db, 'backtests', { id, owner: 'worker-1', leaseMs: 60_000 })).toBe(true)
  })

  it('or a machine that sleeps too long may interrupt a run, but never break it', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const id = await storeBacktest(db, parents)
    await start(db, id, now)
    await renewLease(db, 'backtests', { id, owner: 'worker-1', leaseMs: -1 })
    expect(await interruptAbandonedRuns(db, 'backtests', { nowMs: now })).toEqual([{ id, strategyId: parents.strategyId }])
    expect(await renewLease(db, 'backtests', { id, owner: 'worker-1', leaseMs: 60_000 })).toBe(false)
    await expect(completeBacktest(db, makeCompletion(id))).rejects.toMatchObject({ code: 'invalid_transition' })
    expect(await loadArtifact(db, id, 'positions')).toBeNull()
    await requeueRun(db, 'backtests', id)
    await start(db, id, now)
    await completeBacktest(db, makeCompletion(id))
    expect(await getBacktest(db, id)).toMatchObject({ status: 'completed', errorCode: null })
  })

  it('and go backwards from row to row still list each row once, in the order of their clocks', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const ids: string[] = []
    for (const minutes of [5, 3, 3, 9, 0]) ids.push(await storeBacktest(db, parents, { createdAtMs: now + minutes * 60_000 }))
    const read: string[] = []
    let cursor: string | null = null
    do {
      const filter = { strategyId: null, datasetId: null, statuses: [], search: '' }
      const page = await listBacktests(db, { ...filter, sort: 'createdAt', direction: 'desc', limit: 2, cursor, withTotal: false })
      read.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(read.map((id) => ids.indexOf(id))).toEqual([3, 0, 2, 1, 4])
  })

  it('and go backwards between two verdicts show the later clock as the latest', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const backtestId = await storeBacktest(db, parents)
    const on = { strategyId: parents.strategyId, backtestId }
    const first = makeGateResult(on, { timestampMs: now + HOUR_MS })
    await createGateResult(db, first)
    await createGateResult(db, makeGateResult(on, { timestampMs: now }))
    expect((await getLatestGateResult(db, { strategyId: parents.strategyId, gateType: 'dev' }))?.id).toBe(first.id)
  })
})

describeOnBothDialects('absurd values', (makeDatabase) => {
  describe('of a strategy are refused, and nothing is stored:', () => {
    it.each<{ name: string; changes: Partial<Strategy> }>([
      { name: 'an infinite confidence', changes: { confidence: Number.POSITIVE_INFINITY } },
      { name: 'a confidence below zero', changes: { confidence: -1e-300 } },
      { name: 'a name of 256 characters', changes: { name: 'x'.repeat(256) } },
      { name: 'version one and a half', changes: { version: 1.5 } },
    ])('$name', async ({ changes }) => {
      const db = await makeDatabase()
      await expect(createStrategy(db, makeStrategy(changes))).rejects.toMatchObject(REFUSED)
      expect([await countRows(db, 'strategies'), await countRows(db, 'strategy_versions')]).toEqual([0, 0])
    })
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e300, -1e300, Number.MAX_VALUE])(
    'of a metric are refused and do not wedge the run: %s',
    async (value) => {
      const db = await makeDatabase()
      const id = await storeRunningBacktest(db, await storeRunParents(db))
      for (const name of ['total_return', 'sharpe_ratio', 'max_drawdown'] satisfies MetricName[]) {
        const absurd = makeCompletion(id, { metrics: makeMetrics({ [name]: value }) })
        await expect(completeBacktest(db, absurd)).rejects.toMatchObject(REFUSED)
      }
      expect(await loadArtifact(db, id, 'trades')).toBeNull()
      await completeBacktest(db, makeCompletion(id))
      expect((await getBacktest(db, id)).status).toBe('completed')
    },
  )

  it('of a run are refused, and nothing is stored', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const specs = [
      { initial_cash: 0 },
      { initial_cash: 1e16 },
      { initial_cash: Number.POSITIVE_INFINITY },
      { seed: 2 ** 32 },
      { seed: 0.5 },
    ]
    for (const changes of specs) {
      await expect(createBacktest(db, makeNewBacktest(parents, { spec: makeRunSpec(changes) }))).rejects.toMatchObject(REFUSED)
    }
    for (const changes of [{ startDate: '0000-00-00' }, { endDate: 'tomorrow' }, { specHash: 'short' }]) {
      await expect(createBacktest(db, makeNewBacktest(parents, changes))).rejects.toMatchObject(REFUSED)
    }
    expect(await countRows(db, 'backtests')).toBe(0)
  })

  it('of a validation are refused and do not wedge it', async () => {
    const db = await makeDatabase()
    const validation = makeNewValidation(await storeRunParents(db))
    const { id } = validation
    await createValidation(db, validation)
    await startRun(db, 'validations', { id, owner: 'worker-1', nowMs: now, leaseMs: 1 })
    const metrics = { numWindows: 1, avgTrainSharpe: 1, avgTestSharpe: 1, avgDegradation: 0, stabilityScore: 50, passed: true }
    const complete = (changes: object) => completeValidation(db, makeValidationCompletion(id, { metrics, nowMs: now, ...changes }))
    for (const absurd of [{ avgTestSharpe: Number.NaN }, { stabilityScore: 1e301 }, { numWindows: -1 }]) {
      await expect(complete({ metrics: { ...metrics, ...absurd } })).rejects.toMatchObject(REFUSED)
    }
    await expect(complete({ durationMs: -1 })).rejects.toMatchObject(REFUSED)
    await complete({})
    expect((await getValidation(db, id)).status).toBe('completed')
  })

  it('of a series come back bit for bit: a missing price is no zero', async () => {
    const db = await makeDatabase()
    const id = await storeRunningBacktest(db, await storeRunParents(db))
    const absurd = Float64Array.of(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 5e-324, Number.MAX_VALUE)
    await completeBacktest(db, makeCompletion(id, { artifacts: [encodeArtifact('positions', { equity: absurd })] }))
    const stored = (await loadArtifact(db, id, 'positions'))?.['equity'] as Float64Array
    expect(new BigUint64Array(stored.buffer)).toEqual(new BigUint64Array(absurd.buffer))
  })

  it('of a text are kept as they are, or refused in the same words', async () => {
    const db = await makeDatabase()
    const odd = makeStrategy({
      name: '\u202Etxt.exe \u{1F680} \uFFFF',
      description: `a\r\n\t'; DROP TABLE strategies; -- ${'\\'.repeat(9)}`,
    })
    await createStrategy(db, odd)
    expect(await getStrategy(db, odd.id)).toEqual(odd)
    const draft = makeStrategyDraft({ description: 'y'.repeat(1_000_000) })
    await updateStrategy(db, { id: odd.id, expectedVersion: 1, draft, nowMs: now })
    expect((await getStrategy(db, odd.id)).description).toHaveLength(1_000_000)
  })

  it('of a status leave the strategy as it was', async () => {
    const db = await makeDatabase()
    const strategy = makeStrategy()
    await createStrategy(db, strategy)
    const change = setStrategyStatus(db, { id: strategy.id, status: 'banana' as Strategy['status'], nowMs: now })
    await expect(change).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringContaining('strategies_status') })
    expect(await findStrategy(db, strategy.id)).toEqual(strategy)
  })
})
