import { emptySeries } from './emptySeries.ts'

/** The prices an average true range is made of, columns of equal length. */
export interface PriceRange {
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
}

/**
 * Wilder's average true range in price units; NaN before index `period`. The true range starts at bar 1 (it needs
 * the close before); the first average is the plain mean of bars 1..period, then (average * (n - 1) + range) / n.
 * Source: J. W. Wilder, New Concepts in Technical Trading Systems (1978).
 */
export function atr({ high, low, close }: PriceRange, period: number): Float64Array {
  const result = emptySeries(close.length)
  let average = 0
  for (let i = 1; i < close.length; i++) {
    const before = close[i - 1]!
    const range = Math.max(high[i]!, before) - Math.min(low[i]!, before)
    average = i <= period ? average + range / period : (average * (period - 1) + range) / period
    if (i >= period) result[i] = average
  }
  return result
}
