/** Mean and biased central moments (divided by n) of a series without NaN; all 0 when it is empty. */
export interface Moments {
  readonly count: number
  readonly mean: number
  readonly m2: number
  readonly m3: number
  readonly m4: number
}

/** Sum with Neumaier's compensation, so that long series lose no digits; 0 when empty. */
export function sum(values: Float64Array): number {
  let total = 0
  let lost = 0
  for (const value of values) {
    const next = total + value
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total
    total = next
  }
  return total + lost
}

/** Arithmetic mean; NaN when empty. */
export function mean(values: Float64Array): number {
  return sum(values) / values.length
}

/** Two passes: the mean first, then powers of the distance to it, which stay exact where one pass cancels. */
export function momentsOf(values: Float64Array): Moments {
  const count = values.length
  if (count === 0) return { count: 0, mean: 0, m2: 0, m3: 0, m4: 0 }
  const centre = mean(values)
  let second = 0
  let third = 0
  let fourth = 0
  for (const value of values) {
    const distance = value - centre
    const square = distance * distance
    second += square
    third += square * distance
    fourth += square * square
  }
  return { count, mean: centre, m2: second / count, m3: third / count, m4: fourth / count }
}

/** Sample standard deviation (ddof 1); NaN below two values. */
export function sampleDeviation({ count, m2 }: Moments): number {
  return Math.sqrt((m2 * count) / (count - 1))
}

/**
 * Whether all values are the same but for rounding. A simple return is a quotient of equities minus one,
 * so its rounding error is a few units of 2^-52 however small the return itself is.
 */
export function isFlat({ mean: centre, m2 }: Moments): boolean {
  return Math.sqrt(m2) <= 4 * Number.EPSILON * (1 + Math.abs(centre))
}
