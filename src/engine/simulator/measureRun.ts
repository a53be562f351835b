import { equityPathOf, presentValues, simpleReturns } from '../metrics/equityPath.ts'
import { MetricRowWriter, momentsOfSums } from '../metrics/metricRow.ts'
import { SUM_COUNT, sumRun } from '../metrics/runSums.ts'
import { momentsOf } from '../statistics/moments.ts'
import { foldRun } from './foldRun.ts'
import { rowTerms } from './foldTerms.ts'
import { type RunInput, simulateRun } from './simulateRun.ts'

/**
 * The metrics of one run as a row (ROW_METRICS; NaN where undefined), without quantiles, benchmark, ledger and identity.
 * Runs that are all in or in cash are folded in one pass; all others are simulated. The bits are the same either way.
 * @throws AppError as simulateRun.
 */
export function measureRun(input: RunInput): Float64Array {
  const { spec } = input
  const terms = rowTerms(spec)
  const writer = new MetricRowWriter(terms)
  const folded = foldRun(input.bars, spec)
  const soundMoments = folded && momentsOfSums(folded.sums)
  if (folded !== null && soundMoments !== null) {
    writer.measure(folded.sums, soundMoments)
    return writer.row
  }
  const { ledger } = simulateRun(input)
  const sums = new Float64Array(SUM_COUNT)
  sumRun(ledger, terms, sums)
  const returns = () => presentValues(simpleReturns(equityPathOf(ledger.positions.equity, spec.initial_cash)))
  writer.measure(sums, momentsOfSums(sums) ?? momentsOf(returns()))
  return writer.row
}
