import { type Measured, measured, undefinedBecause } from '../statistics/measured.ts'
import { mean } from '../statistics/moments.ts'
import { placeRank } from './placeRank.ts'

/** What quantiles say of returns. */
export interface Tails {
  /** 5th percentile of the returns: a negative fraction in most samples. */
  readonly valueAtRisk95: Measured
  /** Mean of the floor((n - 1) * 0.05) + 1 smallest returns. */
  readonly conditionalValueAtRisk95: Measured
  /** |95th percentile| / |5th percentile| of the returns. */
  readonly tailRatio: Measured
}

/** Quantile metrics of returns without NaN, in any order. Works on a copy, in time proportional to its length. */
export function measureTails(returns: Float64Array): Tails {
  if (returns.length === 0) {
    const none = undefinedBecause('there are no returns')
    return { valueAtRisk95: none, conditionalValueAtRisk95: none, tailRatio: none }
  }
  const values = returns.slice()
  const lower = quantile(values, 0.05)
  const shortfall = mean(values.subarray(0, Math.floor((values.length - 1) * 0.05) + 1))
  const upper = quantile(values, 0.95)
  return {
    valueAtRisk95: measured(lower),
    conditionalValueAtRisk95: measured(shortfall),
    tailRatio: lower === 0 ? undefinedBecause('the 5th percentile of returns is zero') : measured(Math.abs(upper) / Math.abs(lower)),
  }
}

/**
 * Quantile at `level` 0..1, linear between order statistics (Hyndman and Fan type 7); NaN when empty. Reorders `values`:
 * afterwards the floor((n - 1) * level) + 1 smallest stand first.
 */
export function quantile(values: Float64Array, level: number): number {
  const position = (values.length - 1) * level
  const below = Math.floor(position)
  placeRank(values, below)
  const lower = values[below] ?? Number.NaN
  const upper = below + 1 < values.length ? values.subarray(below + 1).reduce((least, value) => Math.min(least, value)) : lower
  return lower + (upper - lower) * (position - below)
}
