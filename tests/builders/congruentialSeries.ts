const MODULUS = 2n ** 31n

/**
 * Values in [-0.5, 0.5) of the linear congruential generator 1103515245 s + 12345 mod 2^31: a few lines in any language,
 * so that reference values can be computed elsewhere on the same series.
 */
export function congruentialSeries(length: number, seed: number): Float64Array {
  let state = BigInt(seed)
  return Float64Array.from({ length }, () => {
    state = (1103515245n * state + 12345n) % MODULUS
    return Number(state) / 2 ** 31 - 0.5
  })
}

/** The same series with each value remembering `share` of the one before. */
export function autoregressiveSeries(length: number, { seed, share }: { seed: number; share: number }): Float64Array {
  const series = congruentialSeries(length, seed)
  for (let t = 1; t < length; t++) series[t]! += share * series[t - 1]!
  return series
}
