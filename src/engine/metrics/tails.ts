import { type Measured, measured, undefinedBecause } from '../statistics/measured.ts'
import { mean } from '../statistics/moments.ts'

/** Quantile of ascending values at `level` 0..1, linear between order statistics (Hyndman and Fan type 7); NaN when empty. */
export function quantile(sorted: Float64Array, level: number): number {
  const position = (sorted.length - 1) * level
  const below = Math.floor(position)
  const lower = sorted[below] ?? Number.NaN
  const upper = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN
  return lower + (upper - lower) * (position - below)
}

/** 5th percentile of the returns: a negative fraction in most samples. */
export function valueAtRisk95(sorted: Float64Array): Measured {
  return sorted.length === 0 ? undefinedBecause('there are no returns') : measured(quantile(sorted, 0.05))
}

/** Mean of the floor((n - 1) * 0.05) + 1 smallest returns. */
export function conditionalValueAtRisk95(sorted: Float64Array): Measured {
  if (sorted.length === 0) return undefinedBecause('there are no returns')
  return measured(mean(sorted.subarray(0, Math.floor((sorted.length - 1) * 0.05) + 1)))
}

/** |95th percentile| / |5th percentile| of the returns. */
export function tailRatio(sorted: Float64Array): Measured {
  if (sorted.length === 0) return undefinedBecause('there are no returns')
  const lower = Math.abs(quantile(sorted, 0.05))
  return lower === 0 ? undefinedBecause('the 5th percentile of returns is zero') : measured(Math.abs(quantile(sorted, 0.95)) / lower)
}

/** Sum of gains over `threshold` / sum of shortfalls below it. Keating and Shadwick (2002). */
export function omega(returns: Float64Array, threshold = 0): Measured {
  let gains = 0
  let losses = 0
  for (const value of returns) {
    if (value > threshold) gains += value - threshold
    else losses += threshold - value
  }
  return losses === 0 ? undefinedBecause('no return is below the threshold') : measured(gains / losses)
}
