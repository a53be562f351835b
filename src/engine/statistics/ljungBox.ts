import { autocorrelations } from './autocorrelation.ts'
import { chiSquareUpperTail } from './gammaDistribution.ts'
import { type Measured, measured, undefinedBecause } from './measured.ts'
import { isFlat, momentsOf } from './moments.ts'

export interface LjungBox {
  readonly convention: 'ljung-box.lb1978'
  readonly lags: number
  readonly statistic: Measured
  /** Small when returns remember their past: the square-root rule then misstates the annual Sharpe ratio. */
  readonly pValue: Measured
}

/** Q = n(n + 2) sum r_k^2 / (n - k) for k = 1..lags. Ljung and Box, "On a measure of lack of fit" (1978). */
export function ljungBox(returns: Float64Array, lags: number): LjungBox {
  const convention = 'ljung-box.lb1978'
  const size = returns.length
  const reason = flawOfSeries(returns, lags)
  if (reason !== null) return { convention, lags, statistic: undefinedBecause(reason), pValue: undefinedBecause(reason) }
  const total = autocorrelations(returns, lags).reduce((sum, r, k) => sum + (r * r) / (size - k - 1), 0)
  const statistic = size * (size + 2) * total
  return { convention, lags, statistic: measured(statistic), pValue: measured(chiSquareUpperTail(statistic, lags)) }
}

/** Why autocorrelations up to `lags` are undefined, or null when they are defined. */
export function flawOfSeries(returns: Float64Array, lags: number): string | null {
  if (!Number.isInteger(lags) || lags < 1) return 'the number of lags must be a whole number of at least 1'
  if (returns.length <= lags + 1) return `${returns.length} returns are too few for ${lags} lags`
  return isFlat(momentsOf(returns)) ? 'all returns are equal' : null
}
