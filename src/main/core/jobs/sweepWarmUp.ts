import { xoshiro128 } from '#engine/random.ts'
import { parseAxis } from '#engine/sweep/parseAxis.ts'
import { planSweep } from '#engine/sweep/planSweep.ts'
import type { Bars } from '#shared/domain/dataset.ts'
import { runSpecSchema } from '#shared/domain/runSpec.ts'
import { startSweep } from './sweepJob.ts'
import type { WorkerPool } from './workerPool.ts'

const BARS = 1500
const DAY_MS = 86_400_000

/** One small grid for each way a sweep is computed. */
const GRIDS = [
  { type: 'trend_following', axes: ['fast=5:60:1', 'slow=10:200:10'] },
  { type: 'breakout', axes: ['entry=5:30:1', 'exit=2:20:2'] },
  { type: 'mean_reversion', axes: ['period=2:20:1', 'oversold=20:40:5', 'overbought=60:70:5'] },
  { type: 'ts_momentum', axes: ['lookback=5:20:1', 'vol_lookback=5:14:1'] },
]
/** After so many the compiler has seen enough (measured). */
const ROUNDS = 4

/** Until then a window that has just opened reads its data and paints. */
const DELAY_MS = 3000

/**
 * Warms up some time after the call, if nothing is computed then: whoever has work warms the threads by it. Nothing
 * depends on it, so a failure is nobody's news. The answer calls it off.
 */
export function warmWhenIdle(pool: WorkerPool, delayMs = DELAY_MS): () => void {
  const timer = setTimeout(() => {
    const { active, queued } = pool.counts()
    if (active + queued === 0) warmSweep(pool).catch(() => {})
  }, delayMs)
  timer.unref()
  return () => clearTimeout(timer)
}

/**
 * Runs small sweeps over made-up prices on all threads and throws the results away, so that the first sweep a user asks
 * for finds loaded and compiled code: a few tenths of a second a thread. Ends as soon as other work has come.
 * Rejects with AppError `unavailable` or `cancelled` when the pool closes meanwhile.
 */
export async function warmSweep(pool: WorkerPool): Promise<void> {
  const bars = madeUpBars()
  for (let round = 0; round < ROUNDS; round++) {
    for (const { type, axes } of GRIDS) {
      const spec = runSpecSchema.parse({ strategy: { type }, execution: { fractional: true } })
      await startSweep(pool, { bars, plan: planSweep({ spec, axes: axes.map(parseAxis), where: null }) }).columns
      if (pool.counts().active > 0) return
    }
  }
}

function madeUpBars(): Bars {
  const random = xoshiro128(1)
  const column = () => new Float64Array(BARS)
  const bars = { time: column(), open: column(), high: column(), low: column(), close: column(), volume: column() }
  let price = 100
  for (let i = 0; i < BARS; i++) {
    bars.time[i] = i * DAY_MS
    bars.open[i] = price
    price *= 1 + 0.01 * random.nextNormal()
    bars.close[i] = price
    bars.high[i] = Math.max(bars.open[i]!, price)
    bars.low[i] = Math.min(bars.open[i]!, price)
  }
  return bars
}
