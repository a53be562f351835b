import { autocorrelations } from './autocorrelation.ts'
import { flawOfSeries } from './ljungBox.ts'
import { type Measured, measured, undefinedBecause } from './measured.ts'
import { momentsOf, sampleDeviation } from './moments.ts'

export interface AdjustedSharpe {
  readonly convention: 'sharpe-autocorrelation.lo2002'
  /** Annual, from returns that may remember their past. */
  readonly sharpe: Measured
  /** eta(q): what the per-period Sharpe ratio is multiplied by; sqrt(q) when nothing is remembered. */
  readonly factor: Measured
}

/**
 * Annual Sharpe ratio of excess returns per period, allowing for their autocorrelation: SR * q / sqrt(q + 2 sum (q - k) r_k),
 * k = 1..q - 1. Positive autocorrelation makes it smaller than the square-root rule does.
 * Lo, "The statistics of Sharpe ratios" (2002), equation 20.
 */
export function autocorrelationAdjustedSharpe(excess: Float64Array, periodsPerYear: number): AdjustedSharpe {
  const convention = 'sharpe-autocorrelation.lo2002'
  const factor = annualisingFactor(excess, Math.round(periodsPerYear))
  if (factor.value === null) return { convention, sharpe: factor, factor }
  const moments = momentsOf(excess)
  return { convention, sharpe: measured((moments.mean / sampleDeviation(moments)) * factor.value), factor }
}

function annualisingFactor(excess: Float64Array, periods: number): Measured {
  if (!(periods >= 1)) return undefinedBecause('the periods a year must be at least 1')
  if (periods === 1) return measured(1)
  const flaw = flawOfSeries(excess, periods - 1)
  if (flaw !== null) return undefinedBecause(flaw)
  const remembered = autocorrelations(excess, periods - 1).reduce((sum, r, k) => sum + (periods - k - 1) * r, 0)
  const variance = periods + 2 * remembered
  if (!(variance > 0)) return undefinedBecause('the estimated autocorrelations leave no positive variance for a year')
  return measured(periods / Math.sqrt(variance))
}
