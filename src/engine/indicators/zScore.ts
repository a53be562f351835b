import { rollingStd } from './rollingStd.ts'
import { sma } from './sma.ts'

/**
 * Distance of each value from the mean of the last `period` values, in their population standard deviations.
 * NaN until `period` values exist, and where the window is flat (the distance has no unit there).
 */
export function zScore(values: Float64Array, period: number): Float64Array {
  const mean = sma(values, period)
  const deviation = rollingStd(values, period)
  return values.map((value, i) => (deviation[i]! > 0 ? (value - mean[i]!) / deviation[i]! : Number.NaN))
}
