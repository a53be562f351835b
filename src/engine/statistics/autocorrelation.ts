import { mean } from './moments.ts'

/**
 * Biased autocovariances R_0 .. R_(n-1): sum of (x_t - m)(x_(t+k) - m) / n. A lag that is not wanted is left at 0 and
 * costs nothing.
 */
export function autocovariances(series: Float64Array, isWanted: (lag: number) => boolean): Float64Array {
  const size = series.length
  const centre = mean(series)
  const centred = series.map((value) => value - centre)
  const covariances = new Float64Array(size)
  for (let lag = 0; lag < size; lag++) {
    if (!isWanted(lag)) continue
    let total = 0
    for (let t = lag; t < size; t++) total += centred[t]! * centred[t - lag]!
    covariances[lag] = total / size
  }
  return covariances
}

/** r_1 .. r_lags, the first at index 0; NaN for a series that does not vary. Expects fewer lags than values. */
export function autocorrelations(series: Float64Array, lags: number): Float64Array {
  const covariances = autocovariances(series, (lag) => lag <= lags)
  return Float64Array.from({ length: lags }, (_, k) => covariances[k + 1]! / covariances[0]!)
}
