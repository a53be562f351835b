import { expect, it } from 'vitest'
import { completeBacktest, encodeArtifact } from '#core/repositories/backtestCompletion.ts'
import { createComparisonService } from '#core/services/comparison/comparisonService.ts'
import { makeId } from '../builders/ids.ts'
import { makeCompletion, makeLedger } from '../builders/runs.ts'
import { storeBacktest, storeRunningBacktest, storeRunParents } from '../builders/storedRuns.ts'
import { describeOnBothDialects } from './dialects.ts'

describeOnBothDialects('a comparison', (makeDatabase) => {
  it('puts runs side by side on one axis, and names those that are gone', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const [long, short, pending] = [
      await storeRunningBacktest(db, parents),
      await storeRunningBacktest(db, parents),
      await storeBacktest(db, parents),
    ]
    await completeBacktest(db, makeCompletion(long))
    await completeBacktest(db, makeCompletion(short, { artifacts: [encodeArtifact('positions', { ...makeLedger(10).positions })] }))
    const gone = makeId()

    const { time, runs, missing } = await createComparisonService(db).get({ runs: [short, gone, long, pending, short], points: 1000 })
    expect(missing).toEqual([gone])
    expect(runs.map(({ run }) => run.id)).toEqual([short, long, pending])
    expect(time).toEqual(makeLedger().positions.time)
    expect(runs[0]).toMatchObject({ instruments: ['SP500'], run: { metrics: { values: { sharpe_ratio: 0.9 } }, spec: { seed: 42 } } })
    expect(runs[2]?.curve).toBeNull()
    const { equity } = makeLedger(10).positions
    expect(runs[0]?.curve?.growth.slice(0, 10)).toEqual(equity.map((money) => money / 100_000))
    expect(runs[0]?.curve?.growth.slice(10).every(Number.isNaN)).toBe(true)
    expect(Math.min(...(runs[0]?.curve?.drawdown.slice(0, 10) ?? []))).toBeLessThanOrEqual(0)
  })

  it('of twenty runs of 5,000 bars comes down to the points that were asked for', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const artifacts = [encodeArtifact('positions', { ...makeLedger(5_000).positions })]
    const ids: string[] = []
    for (let run = 0; run < 20; run += 1) {
      const id = await storeRunningBacktest(db, parents)
      await completeBacktest(db, makeCompletion(id, { artifacts }))
      ids.push(id)
    }
    const service = createComparisonService(db)
    const { time, runs } = await service.get({ runs: ids, points: 1000 })
    expect([time.length, runs.length]).toEqual([1000, 20])
  })
})
