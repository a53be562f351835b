/** A Sharpe ratio as estimated from a sample: per period, with the shape of the returns it came from. */
export interface SharpeEstimate {
  /** Per period, not annualised. */
  readonly sharpe: number
  /** Number of returns. */
  readonly observations: number
  readonly skewness: number
  /** Not excess: 3 for normal returns. */
  readonly kurtosis: number
}

/**
 * Variance of the estimator times (n - 1): 1 - g3 SR + (g4 - 1)/4 SR^2. It allows for skew and fat tails.
 * A. W. Lo (2002); E. Mertens (2002); D. H. Bailey and M. Lopez de Prado, "The Sharpe ratio efficient frontier" (2012).
 */
export function varianceFactor({ sharpe, skewness, kurtosis }: SharpeEstimate): number {
  return 1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe * sharpe
}

/** Why the estimator has no distribution, or null when it has one. */
export function flawOf(estimate: SharpeEstimate): string | null {
  const { sharpe, observations, skewness, kurtosis } = estimate
  if (observations < 2) return 'fewer than two returns'
  if (![sharpe, skewness, kurtosis].every(Number.isFinite)) return 'the Sharpe ratio, skewness or kurtosis is undefined'
  if (!(varianceFactor(estimate) > 0)) return 'the skewness and kurtosis leave no positive variance for the Sharpe ratio'
  return null
}
