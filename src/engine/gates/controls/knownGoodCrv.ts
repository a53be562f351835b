import { computeMetrics } from '../../metrics/computeMetrics.ts'
import { measureOutOfSample } from '../evidence/outOfSample.ts'
import type { CrvEvidence } from '../gatherCrvEvidence.ts'
import { syntheticLedger } from './syntheticLedger.ts'

const BARS = 1500
const RATES = { periodsPerYear: 252, riskFree: 0 }
const known = <Value>(value: Value) => ({ value, missing: null })

/** A curve of these bar returns as a stitched out-of-sample record. */
export function outOfSampleOf(returns: Float64Array, tradeProfits: Float64Array): CrvEvidence['outOfSample'] {
  const { positions } = syntheticLedger({ returns, tradeProfits })
  const equity = positions.equity.map((value) => value / positions.equity[0]!)
  return known(
    measureOutOfSample({ equity: { time: positions.time, equity }, trades: { pnl: tradeProfits }, windows: { length: 8 } }, RATES),
  )
}

/** The whole run's metrics of a curve of these bar returns. */
export function wholeRunOf(returns: Float64Array, tradeProfits: Float64Array): CrvEvidence['whole'] {
  const ledger = syntheticLedger({ returns, tradeProfits })
  return known(computeMetrics({ ledger, initialCash: ledger.positions.equity[0]!, ...RATES, benchmark: null }))
}

export const repeated = (count: number, ...values: number[]) => Float64Array.from({ length: count }, (_, i) => values[i % values.length]!)

/** A believable winner: an annual Sharpe ratio near 1.6 over six years, 280 trades in eight windows, hardly searched. */
const RETURNS = repeated(BARS, 0.011, -0.009)
const PROFITS = repeated(280, 900, -700)

/** Evidence in which no check finds a flaw: what negative controls put one into. */
export function knownGoodCrv(): CrvEvidence {
  return {
    gateType: 'crv',
    devGate: known({ isPassed: true, isStale: false, differences: [] }),
    whole: wholeRunOf(RETURNS, PROFITS),
    sameBarFills: known(0),
    independent: known([{ name: 'total_return', stored: 0.5, recomputed: 0.5, difference: 0 }]),
    historyYears: known(12),
    outOfSample: outOfSampleOf(RETURNS, PROFITS),
    estimate: known({ sharpe: 0.1, observations: BARS, skewness: 0, kurtosis: 3 }),
    windows: known({
      count: 8,
      problems: [],
      purgeBars: 20,
      longestHoldingBars: 12,
      profitable: 7,
      trades: new Array(8).fill(35),
      largestShare: 0.2,
      profits: Array.from(PROFITS).sort((a, b) => b - a),
      efficiency: 0.8,
      efficiencyReason: null,
    }),
    trials: known({
      recorded: 40,
      bySource: { sweep: 20, validation: 20 },
      declared: 20,
      correlation: 0.5,
      effective: 20.5,
      variance: 1e-4,
    }),
    deflated: known({ probability: 0.98, expectedMaximum: 0.02, trials: 20.5, variance: 1e-4 }),
    overfitting: known({ probability: 0.04, columns: 20, rows: 3000, blocks: 16, splits: 12_870 }),
    superior: known({
      consistent: 0.01,
      lower: 0.01,
      upper: 0.02,
      columns: 20,
      benchmark: 'buy_and_hold',
      paths: 1000,
      seed: 42,
      meanBlockLength: 3,
    }),
    drawdowns: known({ paths: 1000, seed: 42, meanBlockLength: 3, quantileType: 7, drawdowns: new Array(1000).fill(0.15) }),
    costs: known({ multiple: 2, totalReturn: 0.3, breakeven: 4, breakevenReason: null, isLowerBound: false }),
    execution: known({
      delayBars: 1,
      keptByDelay: 0.8,
      delayReason: null,
      dropShare: 0.1,
      draws: 20,
      seed: 42,
      keptByDrops: 0.9,
      dropReason: null,
    }),
    plateau: known({ share: 0.1, neighbours: 8, profitableShare: 1, reason: null }),
    survivorship: known('point_in_time'),
    holdout: known({ from: '2024-01-01', until: '2024-06-30', openedAtMs: [], frozenAtMs: 0 }),
  }
}
