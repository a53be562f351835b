import { normalQuantile } from './normal.ts'

/** Of a two-sided 95% interval, in standard deviations. */
const QUANTILE = normalQuantile(0.975)

/**
 * How far the two-sided 95% confidence interval of the true Sharpe ratio reaches to either side of its estimate, per
 * period: z sqrt(V / (n - 1)) with V = 1 - g3 SR + (g4 - 1)/4 SR^2 (varianceFactor), the same variance PSR and MinTRL use.
 * NaN without a positive variance. Mertens (2002).
 */
export function sharpeReach(factor: number, observations: number): number {
  return factor > 0 ? QUANTILE * Math.sqrt(factor / (observations - 1)) : Number.NaN
}
