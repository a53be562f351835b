import { completeRunSpec } from '#engine/simulator/completeRunSpec.ts'
import { measureRun } from '#engine/simulator/measureRun.ts'
import type { Bars } from '#shared/domain/dataset.ts'
import { runSpecSchema } from '#shared/domain/runSpec.ts'
import { median } from './median.ts'
import type { SweepTiming } from './w3.ts'

interface SingleRun {
  readonly initialCash: number
  readonly percentage: number
  readonly runs: number
}

/** Seconds of one run of SMA 10 over SMA 20, all in, with every metric that needs no quantile; median after a warm-up. */
export function measureSingleRun(bars: Bars, { initialCash, percentage, runs }: SingleRun): SweepTiming {
  const spec = completeRunSpec(
    runSpecSchema.parse({
      initial_cash: initialCash,
      strategy: { type: 'trend_following', parameters: { fast: 10, slow: 20 } },
      cost_model: { type: 'percentage', percentage },
      execution: { fractional: true },
    }),
  )
  for (let run = 0; run < runs / 4; run++) measureRun({ bars, spec })
  const seconds: number[] = []
  for (let run = 0; run < runs; run++) {
    const from = performance.now()
    measureRun({ bars, spec })
    seconds.push((performance.now() - from) / 1000)
  }
  return { median_s: median(seconds), runs }
}
