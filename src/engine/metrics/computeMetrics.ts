import type { RunLedger } from '#shared/domain/ledger.ts'
import { METRIC_NAMES, type MetricName, type Metrics } from '#shared/domain/metric.ts'
import { type Measured, measured } from '../statistics/measured.ts'
import { type MetricRates, measureSample } from './computeReturnMetrics.ts'
import { equityPathOf, presentValues, simpleReturns } from './equityPath.ts'
import { measureSums } from './measureSums.ts'
import { riskFreePerPeriod } from './riskFree.ts'
import { SUM_COUNT, sumRun } from './runSums.ts'

/** Names these definitions; it changes with any of them, and makes older results stale. */
export const METRIC_VERSION = '2'

export interface MetricInput extends MetricRates {
  readonly ledger: RunLedger
  /** E_0: equity before the first bar, above zero. */
  readonly initialCash: number
  /** Simple returns of the benchmark, one per return of the run (bars - 1); null without a benchmark. */
  readonly benchmark: Float64Array | null
}

/**
 * Every metric of a run, in the units of the registry (fractions, not percent).
 * Returns run from the initial cash to equity at each close after the first bar; after ruin they are missing.
 * What is undefined is null with its reason in words; a value is always finite.
 */
export function computeMetrics(input: MetricInput): Metrics {
  const measures = measureRun(input)
  const values = {} as Record<MetricName, number | null>
  const reasons: Partial<Record<MetricName, string>> = {}
  for (const name of METRIC_NAMES) {
    const { value, reason } = measures[name]
    values[name] = value
    if (reason !== null) reasons[name] = reason
  }
  return { values, reasons, ruined: input.ledger.ruined, periods_per_year: input.periodsPerYear }
}

function measureRun({ ledger, initialCash, benchmark, periodsPerYear, riskFree }: MetricInput): Record<MetricName, Measured> {
  const target = riskFreePerPeriod(riskFree, periodsPerYear)
  const sums = new Float64Array(SUM_COUNT)
  sumRun(ledger, { initialCash, target }, sums)
  const returns = simpleReturns(equityPathOf(ledger.positions.equity, initialCash))
  const present = ledger.ruined ? presentValues(returns) : returns
  return {
    ...measureSums(sums, () => present, { initialCash, periodsPerYear, target }),
    ...measureSample({ returns, present, benchmark }, { target, periodsPerYear }),
    initial_equity: measured(initialCash),
    open_trades: measured(ledger.openTrades),
    ambiguous_bars: measured(ledger.ambiguousBars),
    dropped_orders: measured(ledger.droppedOrders),
  }
}
