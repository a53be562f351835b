/**
 * P(X <= x) of a standard normal, by the series 1/2 + phi(x) (x + x^3/3 + x^5/(3 5) + ...) for |x| <= 6 and Laplace's
 * continued fraction beyond. Abramowitz and Stegun (1964), 26.2.11 and 26.2.14.
 */
export function normalProbability(x: number): number {
  const density = Math.exp(-(x * x) / 2) / Math.sqrt(2 * Math.PI)
  if (Math.abs(x) <= 6) return 0.5 + density * oddSeries(x)
  const tail = density / laplaceFraction(Math.abs(x))
  return x > 0 ? 1 - tail : tail
}

function oddSeries(x: number): number {
  let [term, sum] = [x, x]
  for (let odd = 3; Math.abs(term) > 1e-18 * Math.abs(sum) && odd < 1000; odd += 2) {
    term *= (x * x) / odd
    sum += term
  }
  return sum
}

function laplaceFraction(x: number): number {
  let value = x
  for (let k = 60; k >= 1; k--) value = x + k / value
  return value
}
