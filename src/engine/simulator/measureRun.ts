import { equityPathOf, presentValues, simpleReturns } from '../metrics/equityPath.ts'
import { MetricRowWriter, momentsOfSums } from '../metrics/metricRow.ts'
import { riskFreePerPeriod } from '../metrics/riskFree.ts'
import { SUM_COUNT, sumRun } from '../metrics/runSums.ts'
import { momentsOf } from '../statistics/moments.ts'
import { strategyFamily } from '../strategies/registry.ts'
import { findRunWindow } from './findRunWindow.ts'
import { canFold, RunFold } from './foldRun.ts'
import { type RunInput, simulateRun } from './simulateRun.ts'
import { tradingRules } from './tradingRules.ts'

/**
 * The metrics of one run as a row (ROW_METRICS; NaN where undefined), without quantiles, benchmark, ledger and identity.
 * Runs that are all in or in cash are folded in one pass; all others are simulated. The bits are the same either way.
 * @throws AppError as simulateRun.
 */
export function measureRun(input: RunInput): Float64Array {
  const { spec } = input
  const target = riskFreePerPeriod(spec.risk_free, spec.periods_per_year)
  const terms = { initialCash: spec.initial_cash, periodsPerYear: spec.periods_per_year, target }
  const writer = new MetricRowWriter(terms)
  const folded = foldSums(input, target)
  const moments = folded === null ? null : momentsOfSums(folded)
  if (folded !== null && moments !== null) {
    writer.measure(folded, moments)
    return writer.row
  }
  const { ledger } = simulateRun(input)
  const sums = new Float64Array(SUM_COUNT)
  sumRun(ledger, terms, sums)
  const returns = () => presentValues(simpleReturns(equityPathOf(ledger.positions.equity, spec.initial_cash)))
  writer.measure(sums, momentsOfSums(sums) ?? momentsOf(returns()))
  return writer.row
}

/** The sums of a run that can be folded; null for any other. */
function foldSums({ bars, spec }: RunInput, target: number): Float64Array | null {
  const family = strategyFamily(spec.strategy.type)
  const rules = tradingRules(spec.execution, spec.cost_model, spec.periods_per_year)
  if (family.kind !== 'signal' || !canFold(rules, spec.execution.sizing.type)) return null
  const { firstBar, lastBar } = findRunWindow(bars.time, spec)
  const codes = family.decide({ bars, parameters: spec.strategy.parameters, periodsPerYear: spec.periods_per_year })
  const input = {
    open: bars.open.subarray(firstBar, lastBar + 1),
    close: bars.close.subarray(firstBar, lastBar + 1),
    codes: codes.subarray(firstBar, lastBar + 1),
  }
  const sums = new Float64Array(SUM_COUNT)
  return new RunFold(input, rules, { initialCash: spec.initial_cash, target, sums }).run() ? sums : null
}
