import { emptySeries } from './emptySeries.ts'

/**
 * Applies an indicator to each stretch of known values on its own: it starts afresh after a gap (NaN), where a running
 * sum would be lost for good. NaN in the gaps.
 */
export function overKnown(values: Float64Array, indicator: (stretch: Float64Array) => Float64Array): Float64Array {
  const result = emptySeries(values.length)
  let from = 0
  while (from < values.length) {
    while (from < values.length && Number.isNaN(values[from])) from++
    let to = from
    while (to < values.length && !Number.isNaN(values[to])) to++
    if (to > from) result.set(indicator(values.slice(from, to)), from)
    from = to
  }
  return result
}
