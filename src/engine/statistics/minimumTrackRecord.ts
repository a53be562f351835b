import { type Measured, measured, undefinedBecause } from './measured.ts'
import { normalQuantile } from './normal.ts'
import { flawOf, type SharpeEstimate, varianceFactor } from './sharpeEstimate.ts'

/**
 * MinTRL: how many returns it takes to be `confidence` sure (0.95) that the true Sharpe ratio exceeds `threshold`:
 * 1 + [1 - g3 SR + (g4 - 1)/4 SR^2] (z / (SR - SR*))^2, a real number of periods.
 * Null when the estimate does not exceed the threshold: no length is enough.
 * Bailey and Lopez de Prado, "The Sharpe ratio efficient frontier" (2012).
 */
export function minimumTrackRecord(estimate: SharpeEstimate, threshold: number, confidence: number): Measured {
  const flaw = flawOf(estimate)
  if (flaw !== null) return undefinedBecause(flaw)
  const distance = estimate.sharpe - threshold
  if (distance <= 0) return undefinedBecause('infinite: the Sharpe ratio does not exceed the threshold, so no track record is long enough')
  return measured(1 + varianceFactor(estimate) * (normalQuantile(confidence) / distance) ** 2)
}
