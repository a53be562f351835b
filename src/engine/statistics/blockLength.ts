import { autocovariances } from './autocorrelation.ts'
import { type Measured, measured, undefinedBecause } from './measured.ts'
import { isFlat, momentsOf } from './moments.ts'

export interface BlockLength {
  readonly convention: 'block-length.pw2004-ppw2009'
  /** Mean block length for the stationary bootstrap, in periods, at least 1; its inverse is the jump probability. */
  readonly length: Measured
  /** M: lags that the spectral estimate reaches. */
  readonly bandwidth: number | null
}

/** Below this a run of "insignificant" correlations cannot be told from noise. */
const FEWEST_VALUES = 10

/**
 * The block length that makes the stationary bootstrap estimate the variance of the mean best:
 * (2 G^2 / D)^(1/3) n^(1/3) with G = sum |k| R_k and D = 2 g(0)^2 under a flat-top lag window, capped at
 * ceil(min(3 sqrt(n), n / 3)).
 * Politis and White, "Automatic block-length selection for the dependent bootstrap" (2004), with the correction of D by
 * Patton, Politis and White (2009).
 */
export function automaticBlockLength(series: Float64Array): BlockLength {
  const size = series.length
  if (size < FEWEST_VALUES) return withoutLength(`fewer than ${FEWEST_VALUES} values`)
  if (isFlat(momentsOf(series))) return withoutLength('all values are equal')
  const bandwidth = chooseBandwidth(series)
  const covariances = autocovariances(series, (lag) => lag <= bandwidth)
  let [slope, spectrum] = [0, covariances[0]!]
  for (let lag = 1; lag <= bandwidth; lag++) {
    const weighted = 2 * flatTop(lag / bandwidth) * covariances[lag]!
    slope += lag * weighted
    spectrum += weighted
  }
  const longest = Math.ceil(Math.min(3 * Math.sqrt(size), size / 3))
  const optimal = Math.cbrt((slope / spectrum) ** 2 * size)
  return {
    convention: 'block-length.pw2004-ppw2009',
    length: measured(Math.min(longest, Math.max(1, spectrum === 0 ? longest : optimal))),
    bandwidth,
  }
}

function withoutLength(reason: string): BlockLength {
  return { convention: 'block-length.pw2004-ppw2009', length: undefinedBecause(reason), bandwidth: null }
}

/** 1 up to a half, then falling to 0 at 1. Politis and Romano (1995). */
const flatTop = (share: number) => (share <= 0.5 ? 1 : 2 * (1 - share))

/**
 * M = 2 m, where m is the smallest lag after which K correlations in a row lie within 2 sqrt(log10(n) / n); at least 2,
 * and the widest where no such lag is found.
 */
function chooseBandwidth(series: Float64Array): number {
  const size = series.length
  const run = Math.max(5, Math.ceil(Math.sqrt(Math.log10(size))))
  const widest = Math.min(size - 1, Math.ceil(Math.sqrt(size)) + run)
  const bound = 2 * Math.sqrt(Math.log10(size) / size)
  const covariances = autocovariances(series, (lag) => lag <= widest)
  let quiet = 0
  for (let lag = 1; lag <= widest; lag++) {
    quiet = Math.abs(covariances[lag]! / covariances[0]!) < bound ? quiet + 1 : 0
    if (quiet === run) return Math.min(widest, 2 * Math.max(1, lag - run))
  }
  return widest
}

/** The longest automatic block length of several series, so that none loses its memory; 1 where none has one. */
export function longestBlockLength(series: readonly Float64Array[]): number {
  return Math.max(1, ...series.map((one) => automaticBlockLength(one).length.value ?? 1))
}
