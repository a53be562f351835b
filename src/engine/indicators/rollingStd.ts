import { emptySeries, firstDefined } from './emptySeries.ts'

/**
 * Population standard deviation (ddof 0) of the last `period` values; NaN until `period` values exist.
 * Each window is summed afresh in two passes: a running sum of squares would leave noise where the true value is 0,
 * and a flat window must be exactly 0.
 */
export function rollingStd(values: Float64Array, period: number): Float64Array {
  const result = emptySeries(values.length)
  const start = firstDefined(values)
  /** Values equal to the newest, up to it. */
  let equal = 0
  for (let i = start; i < values.length; i++) {
    equal = i > start && values[i] === values[i - 1] ? equal + 1 : 1
    if (i >= start + period - 1) result[i] = equal >= period ? 0 : windowStd(values, i - period + 1, i + 1)
  }
  return result
}

/** Four sums side by side: one sum would wait for each addition before the next. */
function windowStd(values: Float64Array, from: number, to: number): number {
  const count = to - from
  const even = to - (count & 3)
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  for (let i = from; i < even; i += 4) {
    a += values[i]!
    b += values[i + 1]!
    c += values[i + 2]!
    d += values[i + 3]!
  }
  for (let i = even; i < to; i++) a += values[i]!
  const mean = (a + b + (c + d)) / count
  a = 0
  b = 0
  c = 0
  d = 0
  for (let i = from; i < even; i += 4) {
    a += (values[i]! - mean) * (values[i]! - mean)
    b += (values[i + 1]! - mean) * (values[i + 1]! - mean)
    c += (values[i + 2]! - mean) * (values[i + 2]! - mean)
    d += (values[i + 3]! - mean) * (values[i + 3]! - mean)
  }
  for (let i = even; i < to; i++) a += (values[i]! - mean) * (values[i]! - mean)
  return Math.sqrt((a + b + (c + d)) / count)
}
