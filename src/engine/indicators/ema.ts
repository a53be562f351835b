import { emptySeries, firstDefined } from './emptySeries.ts'

/** `sma`: the first value is the mean of the first `period` values (TA-Lib). `first`: it is the first value itself. */
export type EmaSeed = 'sma' | 'first'

/**
 * Exponential moving average, alpha = 2 / (period + 1). With the `sma` seed the first value stands at the
 * period-th existing input and is NaN before; with the `first` seed it starts at the first existing input.
 */
export function ema(values: Float64Array, period: number, seed: EmaSeed = 'sma'): Float64Array {
  const result = emptySeries(values.length)
  const start = firstDefined(values)
  const first = seed === 'sma' ? start + period - 1 : start
  if (first >= values.length) return result
  let sum = 0
  for (let i = start; i <= first; i++) sum += values[i]!
  let average = sum / (first - start + 1)
  result[first] = average
  const alpha = 2 / (period + 1)
  for (let i = first + 1; i < values.length; i++) {
    average += alpha * (values[i]! - average)
    result[i] = average
  }
  return result
}
