import type { MetricRates } from '../metrics/computeReturnMetrics.ts'
import { equityPathOf } from '../metrics/equityPath.ts'
import type { BarRange } from './planFolds.ts'
import { scorePath, type TrialRun, type TrialScore } from './trial.ts'

export interface StitchedCurve {
  /** Bar of every point, as an index into the data. */
  readonly bars: Int32Array
  /** Growth of 1 over all tests; 1 at the first bar of the first test. */
  readonly equity: Float64Array
  readonly score: TrialScore
}

interface TestedRange {
  readonly range: BarRange
  /** null: nothing was traded, equity stays where it was. */
  readonly run: Pick<TrialRun, 'initialCash' | 'equity' | 'trades'> | null
}

/**
 * Multiplies the windows' growth on to one another. A window's first bar carries the equity of the window before (the
 * strategy is flat there), as in a single run. Equity that reached 0 stays there.
 */
export function stitchEquity(tests: readonly TestedRange[], rates: MetricRates): StitchedCurve {
  const length = tests.reduce((sum, { range }) => sum + range.end - range.from, 0)
  const bars = new Int32Array(length)
  const equity = new Float64Array(length)
  let [at, level, trades] = [0, 1, 0]
  for (const { range, run } of tests) {
    const path = run === null ? null : equityPathOf(run.equity, run.initialCash)
    const carried = level
    for (let bar = range.from; bar < range.end; bar++, at++) {
      bars[at] = bar
      if (path !== null) level = (carried * path[bar - range.from]!) / path[0]!
      equity[at] = level
    }
    trades += run?.trades.pnl.length ?? 0
  }
  return { bars, equity, score: { ...scorePath(equity, rates), trades } }
}
