import { emptySeries, firstDefined } from './emptySeries.ts'

/**
 * Population standard deviation (ddof 0) of the last `period` values; NaN until `period` values exist.
 * Each window is summed afresh in two passes: a running sum of squares would leave noise where the true value is 0,
 * and a flat window must be exactly 0.
 */
export function rollingStd(values: Float64Array, period: number): Float64Array {
  const result = emptySeries(values.length)
  for (let i = firstDefined(values) + period - 1; i < values.length; i++) result[i] = windowStd(values, i - period + 1, i)
  return result
}

function windowStd(values: Float64Array, from: number, to: number): number {
  const count = to - from + 1
  let sum = 0
  let isFlat = true
  for (let i = from; i <= to; i++) {
    sum += values[i]!
    if (values[i] !== values[from]) isFlat = false
  }
  if (isFlat) return 0
  const mean = sum / count
  let squares = 0
  for (let i = from; i <= to; i++) squares += (values[i]! - mean) * (values[i]! - mean)
  return Math.sqrt(squares / count)
}
