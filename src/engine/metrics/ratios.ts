import { type Measured, measured, undefinedBecause } from '../statistics/measured.ts'
import { isFlat, type Moments, mean, sampleDeviation } from '../statistics/moments.ts'

/** Risk-free return of one period from an annual one: (1 + rf)^(1/A) - 1. */
export function riskFreePerPeriod(annual: number, periodsPerYear: number): number {
  return Math.expm1(Math.log1p(annual) / periodsPerYear)
}

/** Why a ratio to the standard deviation is undefined, or null when it is defined. */
function flawOfDeviation(moments: Moments): string | null {
  if (moments.count < 2) return 'fewer than two returns'
  return isFlat(moments) ? 'all returns are equal' : null
}

/** std(r, ddof 1) * sqrt(A). */
export function annualVolatility(moments: Moments, periodsPerYear: number): Measured {
  if (moments.count < 2) return undefinedBecause('fewer than two returns')
  return measured(sampleDeviation(moments) * Math.sqrt(periodsPerYear))
}

/** Mean excess return / std(r, ddof 1), per period (a constant risk-free return leaves the deviation as it is). Sharpe (1994). */
export function periodSharpe(moments: Moments, riskFree: number): Measured {
  const flaw = flawOfDeviation(moments)
  return flaw === null ? measured((moments.mean - riskFree) / sampleDeviation(moments)) : undefinedBecause(flaw)
}

/** sqrt(sum(min(r - T, 0)^2) / n) over ALL n observations; NaN when empty. */
export function downsideDeviation(returns: Float64Array, target: number): number {
  return Math.sqrt(mean(returns.map((value) => Math.min(value - target, 0) ** 2)))
}

/** mean(r - T) * sqrt(A) / downside deviation. Sortino and Price (1994). */
export function sortinoRatio(returns: Float64Array, { target, periodsPerYear }: { target: number; periodsPerYear: number }): Measured {
  if (returns.length === 0) return undefinedBecause('there are no returns')
  const downside = downsideDeviation(returns, target)
  if (downside === 0) return undefinedBecause('no return is below the risk-free rate')
  return measured(((mean(returns) - target) * Math.sqrt(periodsPerYear)) / downside)
}

/** growth^(A/n) - 1, where growth is final / initial equity over n periods; -1 after ruin. */
export function compoundAnnualGrowth({
  growth,
  periods,
  periodsPerYear,
}: {
  growth: number
  periods: number
  periodsPerYear: number
}): Measured {
  return periods === 0 ? undefinedBecause('there are no returns') : measured(growth ** (periodsPerYear / periods) - 1)
}

/** CAGR / |maximum drawdown|. Young (1991). */
export function calmarRatio(cagr: Measured, deepestDrawdown: number): Measured {
  if (cagr.value === null) return cagr
  return deepestDrawdown === 0 ? undefinedBecause('there is no drawdown') : measured(cagr.value / Math.abs(deepestDrawdown))
}

/** m3 / m2^1.5, biased. */
export function skewness(moments: Moments): Measured {
  const flaw = flawOfDeviation(moments)
  return flaw === null ? measured(moments.m3 / moments.m2 ** 1.5) : undefinedBecause(flaw)
}

/** m4 / m2^2 - 3, biased. */
export function excessKurtosis(moments: Moments): Measured {
  const flaw = flawOfDeviation(moments)
  return flaw === null ? measured(moments.m4 / moments.m2 ** 2 - 3) : undefinedBecause(flaw)
}
