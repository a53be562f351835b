/** A series as long as its input in which nothing exists yet: every value NaN. */
export function emptySeries(length: number): Float64Array {
  return new Float64Array(length).fill(Number.NaN)
}

/** Index of the first value that exists (is not NaN); the length when none does. */
export function firstDefined(values: Float64Array): number {
  let i = 0
  while (i < values.length && Number.isNaN(values[i])) i++
  return i
}
