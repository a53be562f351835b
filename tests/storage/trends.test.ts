import { expect, it } from 'vitest'
import { completeBacktest } from '#core/repositories/backtestCompletion.ts'
import { createGateResult } from '#core/repositories/gateResultRepository.ts'
import { startRun } from '#core/repositories/runState.ts'
import { createOverviewService } from '#core/services/overviewService.ts'
import { makeGateResult } from '../builders/gateResults.ts'
import { makeId } from '../builders/ids.ts'
import { makeCompletion, makeMetrics } from '../builders/runs.ts'
import { storeBacktest, storeRunParents } from '../builders/storedRuns.ts'
import { describeOnBothDialects } from './dialects.ts'

/** A Wednesday. */
const NOW_MS = Date.UTC(2024, 0, 17, 12)
const at = (text: string) => Date.parse(`${text}Z`)

describeOnBothDialects('the trends of the Overview', (makeDatabase) => {
  it('count by week from Monday, with the median Sharpe ratio and the share of passed gates', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const run = async (createdAtMs: number, values: Parameters<typeof makeMetrics>[0]) => {
      const id = await storeBacktest(db, parents, { createdAtMs })
      await startRun(db, 'backtests', { id, owner: 'worker-1', nowMs: createdAtMs, leaseMs: 30_000 })
      await completeBacktest(db, makeCompletion(id, { metrics: makeMetrics(values), nowMs: createdAtMs + 1 }))
      return id
    }
    await run(at('2024-01-07T23:59:59.999'), { sharpe_ratio: 9 })
    const newest = [
      await run(at('2024-01-08T00:00:00'), { sharpe_ratio: 0.5 }),
      await run(at('2024-01-10T00:00:00'), { sharpe_ratio: -1 }),
      await run(at('2024-01-11T00:00:00'), { sharpe_ratio: null }),
      await run(at('2024-01-14T23:59:59'), { sharpe_ratio: 0.9, sharpe_low: 0.1, sharpe_high: 1.7, max_drawdown: -0.4 }),
    ].at(-1)
    await storeBacktest(db, parents, { createdAtMs: at('2024-01-15T00:00:00') })
    const backtestId = newest as string
    const gate = makeGateResult({ strategyId: parents.strategyId, backtestId })
    const result = (verdict: 'passed' | 'failed', timestampMs: number) => ({
      ...gate,
      id: makeId(),
      verdict,
      passed: verdict === 'passed',
      timestampMs,
    })
    for (const verdict of ['passed', 'failed', 'failed'] as const) await createGateResult(db, result(verdict, at('2024-01-09T00:00:00')))

    const { weeks, strategies, gateEvents } = await createOverviewService(db, () => NOW_MS).trends()
    expect(weeks).toHaveLength(26)
    expect(weeks.at(-1)).toMatchObject({
      weekStartMs: at('2024-01-15T00:00:00'),
      runs: 1,
      medianSharpe: null,
      gateRuns: 0,
      stabilityScore: null,
    })
    expect(weeks.at(-2)).toMatchObject({ weekStartMs: at('2024-01-08T00:00:00'), runs: 4, medianSharpe: 0.5, gateRuns: 3, gatesPassed: 1 })
    expect(weeks.at(-3)).toMatchObject({ runs: 1, medianSharpe: 9 })
    expect(weeks[0]).toMatchObject({ runs: 0, medianSharpe: null })
    expect(strategies).toMatchObject([
      {
        strategyId: parents.strategyId,
        runs: 5,
        sharpeRatio: 0.9,
        sharpeLow: 0.1,
        sharpeHigh: 1.7,
        worstSharpe: -1,
        bestSharpe: 9,
        worstDrawdown: -0.4,
        newestRunId: newest,
      },
    ])
    expect(gateEvents.map(({ verdict }) => verdict).sort()).toEqual(['failed', 'failed', 'passed'])
  })

  it('are empty in an empty workspace', async () => {
    const db = await makeDatabase()
    const { weeks, strategies, gateEvents } = await createOverviewService(db, () => NOW_MS).trends()
    expect(weeks.every((week) => week.runs === 0 && week.medianSharpe === null && week.validations === 0)).toBe(true)
    expect([strategies, gateEvents]).toEqual([[], []])
  })
})
