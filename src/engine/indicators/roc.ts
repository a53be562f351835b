import { emptySeries } from './emptySeries.ts'

/** Rate of change over `period` bars as a fraction: values[i] / values[i - period] - 1; NaN before index `period`. */
export function roc(values: Float64Array, period: number): Float64Array {
  const result = emptySeries(values.length)
  for (let i = period; i < values.length; i++) result[i] = values[i]! / values[i - period]! - 1
  return result
}
