import { type Measured, measured, undefinedBecause } from './measured.ts'
import { normalCdf } from './normal.ts'
import { flawOf, type SharpeEstimate, varianceFactor } from './sharpeEstimate.ts'

/**
 * Probability (0..1) that the true Sharpe ratio exceeds `threshold` (per period):
 * PSR(SR*) = Phi[(SR - SR*) sqrt(n - 1) / sqrt(1 - g3 SR + (g4 - 1)/4 SR^2)].
 * Bailey and Lopez de Prado, "The Sharpe ratio efficient frontier" (2012).
 */
export function probabilisticSharpe(estimate: SharpeEstimate, threshold: number): Measured {
  const flaw = flawOf(estimate)
  if (flaw !== null) return undefinedBecause(flaw)
  const distance = (estimate.sharpe - threshold) * Math.sqrt(estimate.observations - 1)
  return measured(normalCdf(distance / Math.sqrt(varianceFactor(estimate))))
}
