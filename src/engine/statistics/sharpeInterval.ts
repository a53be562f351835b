import { normalQuantile } from './normal.ts'
import { flawOf, type SharpeEstimate, varianceFactor } from './sharpeEstimate.ts'

export type SharpeInterval =
  | { readonly lower: number; readonly upper: number; readonly reason: null }
  | { readonly lower: null; readonly upper: null; readonly reason: string }

/**
 * Two-sided confidence interval of the true Sharpe ratio, per period like the estimate: SR -+ z sqrt(V / (n - 1)) with
 * V = 1 - g3 SR + (g4 - 1)/4 SR^2, the same variance PSR and MinTRL use. Mertens (2002).
 */
export function sharpeInterval(estimate: SharpeEstimate, confidence = 0.95): SharpeInterval {
  const flaw = flawOf(estimate)
  if (flaw !== null) return { lower: null, upper: null, reason: flaw }
  const deviation = Math.sqrt(varianceFactor(estimate) / (estimate.observations - 1))
  const reach = normalQuantile(0.5 + confidence / 2) * deviation
  return { lower: estimate.sharpe - reach, upper: estimate.sharpe + reach, reason: null }
}
