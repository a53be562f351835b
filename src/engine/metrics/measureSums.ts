import { type Measured, measured, undefinedBecause } from '../statistics/measured.ts'
import { isFlat, type Moments, momentsOf } from '../statistics/moments.ts'
import { MetricRowWriter, momentsOfSums, ROW_METRICS, type RowMetric, type RowTerms } from './metricRow.ts'
import { RETURNS } from './runSums.ts'

export type RowMeasures = Readonly<Record<RowMetric, Measured>>

/**
 * The metrics that follow from sums, each with its value or the reason why it has none. `returns` gives the returns
 * that exist; it is asked only where moments cannot be taken from the sums.
 */
export function measureSums(sums: Float64Array, returns: () => Float64Array, terms: RowTerms): RowMeasures {
  const moments = momentsOfSums(sums) ?? momentsOf(returns())
  const writer = new MetricRowWriter(terms)
  writer.measure(sums, moments)
  const measures = ROW_METRICS.map((name) => {
    const value = writer.valueOf(name)
    return [name, Number.isNaN(value) ? undefinedBecause(reasonOf(name, sums, moments)) : measured(value)]
  })
  return Object.fromEntries(measures)
}

function reasonOf(name: RowMetric, sums: Float64Array, moments: Moments): string {
  const hasReturns = sums[RETURNS]! > 0
  switch (name) {
    case 'annual_volatility':
    case 'sharpe_ratio':
    case 'skewness':
    case 'kurtosis_excess':
      return reasonOfDeviation(moments)
    case 'psr':
    case 'sharpe_low':
    case 'sharpe_high':
      return reasonOfDeviation(moments, 'the skewness and kurtosis leave no positive variance for the Sharpe ratio')
    case 'min_trl':
      return reasonOfDeviation(moments, 'infinite: the Sharpe ratio does not exceed the threshold, so no track record is long enough')
    case 'sortino_ratio':
      return hasReturns ? 'no return is below the risk-free rate' : 'there are no returns'
    case 'calmar_ratio':
      return hasReturns ? 'there is no drawdown' : 'there are no returns'
    case 'omega':
      return 'no return is below the threshold'
    case 'profit_factor':
      return 'no trade lost money'
    case 'win_rate':
    case 'expectancy':
      return 'no trade was closed'
    default:
      return 'there are no returns'
  }
}

function reasonOfDeviation(moments: Moments, otherwise = 'the result is too large or not a number'): string {
  if (moments.count < 2) return 'fewer than two returns'
  return isFlat(moments) ? 'all returns are equal' : otherwise
}
