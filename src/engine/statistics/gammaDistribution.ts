const LANCZOS_G = 7
const LANCZOS = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
]
const MAX_TERMS = 10_000

/** ln Gamma(x) for x > 0, about 15 digits. Lanczos (1964) with g = 7, n = 9. */
export function logGamma(x: number): number {
  const shifted = x - 1
  const series = LANCZOS.slice(1).reduce((total, coefficient, i) => total + coefficient / (shifted + i + 1), LANCZOS[0]!)
  const base = shifted + LANCZOS_G + 0.5
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(series)
}

/**
 * P(X > x) of a chi-square variable: the upper regularised incomplete gamma function at (degrees / 2, x / 2), by series
 * below and continued fraction above the mean. 1 for x <= 0; NaN for NaN or degrees <= 0.
 * Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 6.5.29 and 6.5.31, the fraction by Lentz's method.
 */
export function chiSquareUpperTail(x: number, degrees: number): number {
  if (!(degrees > 0) || Number.isNaN(x)) return Number.NaN
  if (x <= 0) return 1
  const [shape, half] = [degrees / 2, x / 2]
  const front = Math.exp(shape * Math.log(half) - half - logGamma(shape))
  return half < shape + 1 ? 1 - front * lowerSeries(shape, half) : front * upperFraction(shape, half)
}

function lowerSeries(shape: number, x: number): number {
  let term = 1 / shape
  let total = term
  for (let n = 1; n < MAX_TERMS && term > total * Number.EPSILON; n++) {
    term *= x / (shape + n)
    total += term
  }
  return total
}

function upperFraction(shape: number, x: number): number {
  let b = x + 1 - shape
  let c = Number.POSITIVE_INFINITY
  let d = 1 / b
  let value = d
  for (let n = 1; n < MAX_TERMS; n++) {
    const a = n * (shape - n)
    b += 2
    d = 1 / (a * d + b)
    c = b + a / c
    const factor = c * d
    value *= factor
    if (Math.abs(factor - 1) < Number.EPSILON) break
  }
  return value
}
