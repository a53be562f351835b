import { emptySeries, firstDefined } from './emptySeries.ts'

/**
 * Simple moving average of the last `period` values; NaN until `period` values exist.
 * The order of summation is canonical (add the newest, subtract the oldest, divide): whoever keeps it gets
 * the same bits, and a cross of two averages falls on the same bar everywhere.
 */
export function sma(values: Float64Array, period: number): Float64Array {
  const result = emptySeries(values.length)
  const start = firstDefined(values)
  let sum = 0
  for (let i = start; i < values.length; i++) {
    sum += values[i]!
    if (i >= start + period) sum -= values[i - period]!
    if (i >= start + period - 1) result[i] = sum / period
  }
  return result
}
