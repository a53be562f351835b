import type { RunLedger } from '#shared/domain/ledger.ts'
import { METRIC_NAMES, type MetricName, type Metrics } from '#shared/domain/metric.ts'
import { type Measured, measured } from '../statistics/measured.ts'
import { sum } from '../statistics/moments.ts'
import { exposure, turnover } from './activity.ts'
import { type MetricRates, measurePath } from './computeReturnMetrics.ts'
import { equityPathOf, simpleReturns } from './equityPath.ts'
import { tradeStatistics } from './tradeStatistics.ts'

/** Names these definitions; it changes with any of them, and makes older results stale. */
export const METRIC_VERSION = '1'

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
  const { fills, trades, positions } = ledger
  const path = equityPathOf(positions.equity, initialCash)
  const finalEquity = positions.equity[positions.equity.length - 1] ?? initialCash
  const { winRate, profitFactor, expectancy } = tradeStatistics(trades.pnl)
  return {
    ...measurePath({ path, returns: simpleReturns(path), benchmark }, { periodsPerYear, riskFree }),
    total_return: measured(finalEquity / initialCash - 1),
    initial_equity: measured(initialCash),
    final_equity: measured(finalEquity),
    win_rate: winRate,
    profit_factor: profitFactor,
    expectancy,
    total_trades: measured(trades.pnl.length),
    open_trades: measured(ledger.openTrades),
    total_commission: measured(sum(fills.commission)),
    exposure: exposure(positions),
    turnover: turnover(fills, { path, periodsPerYear }),
    ambiguous_bars: measured(ledger.ambiguousBars),
    dropped_orders: measured(ledger.droppedOrders),
  }
}
