import { startSweep } from '#core/jobs/sweepJob.ts'
import type { WorkerPool } from '#core/jobs/workerPool.ts'
import { parseAxis } from '#engine/sweep/parseAxis.ts'
import { planSweep } from '#engine/sweep/planSweep.ts'
import { runSweepShare } from '#engine/sweep/runSweepShare.ts'
import { SweepColumns } from '#engine/sweep/sweepColumns.ts'
import type { Bars } from '#shared/domain/dataset.ts'
import { runSpecSchema } from '#shared/domain/runSpec.ts'
import { median } from './median.ts'

const FREE = { checkpoint: () => {} }

/** All 4,790 pairs of averages, fast 5..100 step 1, slow 10..300 step 5, fast < slow. */
export const W3_PLAN = planSweep({
  spec: runSpecSchema.parse({
    initial_cash: 10_000,
    strategy: { type: 'trend_following' },
    cost_model: { type: 'percentage', percentage: 0.002 },
    execution: { fractional: true },
  }),
  axes: ['fast=5:100:1', 'slow=10:300:5'].map(parseAxis),
  where: 'fast < slow',
})

export interface SweepTiming {
  readonly median_s: number
  readonly runs: number
}

export interface W3Result {
  readonly oneThread: SweepTiming
  readonly allThreads: SweepTiming
  readonly sumFinal: number
  readonly trades: number
}

/** Seconds of a whole sweep with every metric of every row, on this thread and on all threads of a warm pool. */
export async function measureW3(bars: Bars, pool: WorkerPool, runs = 41): Promise<W3Result> {
  const columns = new SweepColumns(W3_PLAN.cells.length)
  const alone = () => {
    // Trials that columns hold already would not be run again.
    columns.values.fill(0)
    runSweepShare({ bars, plan: W3_PLAN }, { share: { part: 0, parts: 1 }, columns, control: FREE })
  }
  const oneThread = await time(async () => alone(), runs)
  const allThreads = await time(() => startSweep(pool, { bars, plan: W3_PLAN }).columns, runs)
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0)
  return { oneThread, allThreads, sumFinal: sum(columns.column('final_equity')), trades: sum(columns.column('total_trades')) }
}

/** Median wall time of `runs` calls after a quarter as many that warm up. */
export async function time(work: () => Promise<unknown>, runs: number): Promise<SweepTiming> {
  for (let run = 0; run < runs / 4; run++) await work()
  const seconds: number[] = []
  for (let run = 0; run < runs; run++) {
    const from = performance.now()
    await work()
    seconds.push((performance.now() - from) / 1000)
  }
  return { median_s: median(seconds), runs }
}
