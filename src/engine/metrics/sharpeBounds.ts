import { type Measured, measured, undefinedBecause } from '../statistics/measured.ts'
import { sharpeInterval } from '../statistics/sharpeInterval.ts'

/** What the interval of a Sharpe ratio follows from: the annual ratio and the shape of the returns behind it. */
interface SharpeShape {
  readonly sharpe_ratio: Measured
  readonly skewness: Measured
  readonly kurtosis_excess: Measured
}

export interface SharpeBounds {
  readonly sharpe_low: Measured
  readonly sharpe_high: Measured
}

/** The 95 % confidence interval of a Sharpe ratio, a year like the ratio; `observations` counts the returns. See sharpeInterval. */
export function measureSharpeBounds(shape: SharpeShape, observations: number, periodsPerYear: number): SharpeBounds {
  const { sharpe_ratio: sharpe, skewness, kurtosis_excess: excess } = shape
  if (sharpe.value === null) return unbounded(sharpe.reason)
  if (skewness.value === null) return unbounded(skewness.reason)
  if (excess.value === null) return unbounded(excess.reason)
  const scale = Math.sqrt(periodsPerYear)
  const estimate = { sharpe: sharpe.value / scale, observations, skewness: skewness.value, kurtosis: excess.value + 3 }
  const { lower, upper, reason } = sharpeInterval(estimate)
  return reason === null ? { sharpe_low: measured(lower * scale), sharpe_high: measured(upper * scale) } : unbounded(reason)
}

function unbounded(reason: string): SharpeBounds {
  return { sharpe_low: undefinedBecause(reason), sharpe_high: undefinedBecause(reason) }
}
