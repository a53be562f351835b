import { AppError } from '#shared/domain/appError.ts'
import { quantile } from '../metrics/tails.ts'
import { type RandomStream, xoshiro128 } from '../random.ts'
import { autocovariances } from './autocorrelation.ts'
import { mean, momentsOf, sampleDeviation } from './moments.ts'

interface StationaryDraw {
  /** Probability of a jump at each step, above 0 and at most 1. */
  readonly jump: number
  readonly random: RandomStream
}

/**
 * Draws `count` indices below `size` and hands them over as runs of consecutive ones, from `from` up to `end` (excluded):
 * a uniform start, then blocks, wrapping round, whose length is geometric, so that each step jumps with probability
 * `jump`. Politis and Romano, "The stationary bootstrap" (1994).
 */
export function drawStationaryRuns(
  { count, size, jump, random }: StationaryDraw & { readonly count: number; readonly size: number },
  visit: (from: number, end: number) => void,
): void {
  const logStay = Math.log1p(-jump)
  let missing = count
  while (missing > 0) {
    let from = Math.floor(random.next() * size)
    // One draw per block: the number of steps until the first jump is geometric. jump = 1 makes every block one long.
    let left = Math.min(missing, 1 + Math.floor(Math.log1p(-random.next()) / logStay))
    missing -= left
    while (left > 0) {
      const end = Math.min(size, from + left)
      visit(from, end)
      left -= end - from
      from = 0
    }
  }
}

/** Fills `indices` with one resample of 0..size - 1. */
export function drawStationaryIndices(indices: Int32Array, size: number, draw: StationaryDraw): void {
  let filled = 0
  drawStationaryRuns({ count: indices.length, size, ...draw }, (from, end) => {
    for (let index = from; index < end; index++) indices[filled++] = index
  })
}

/** b_k of the exact variance: how much of the autocovariance at lag k a stationary resample of n values keeps. */
export function stationaryWeight(lag: number, size: number, jump: number): number {
  const share = lag / size
  return (1 - share) * (1 - jump) ** lag + share * (1 - jump) ** (size - lag)
}

/**
 * Exact variance of the mean of a stationary resample: [R0 + 2 sum b_k R_k] / n, R_k the biased autocovariances.
 * Never below 0; 0 for an empty series. Politis and Romano (1994), lemma 1.
 */
export function stationaryVarianceOfMean(series: Float64Array, jump: number): number {
  const size = series.length
  if (size === 0) return 0
  return longRunVariance(series, jump) / size
}

/** Lags whose weight cannot change the last bit are left out, which makes long series quick. */
const NEGLIGIBLE = 1e-18

/** n times the variance of the mean. */
export function longRunVariance(series: Float64Array, jump: number): number {
  const size = series.length
  const weights = Float64Array.from({ length: size }, (_, lag) => (lag === 0 ? 1 : 2 * stationaryWeight(lag, size, jump)))
  const covariances = autocovariances(series, (lag) => weights[lag]! > NEGLIGIBLE)
  return Math.max(
    0,
    covariances.reduce((total, covariance, lag) => total + weights[lag]! * covariance, 0),
  )
}

export interface BootstrapOptions {
  /** Probability of a jump, above 0 and at most 1: the mean block is 1 / jump long. */
  readonly jump: number
  readonly paths: number
  readonly seed: number
}

export interface MeanBootstrap {
  readonly convention: 'stationary-bootstrap.pr1994'
  readonly observations: number
  readonly jump: number
  readonly paths: number
  readonly seed: number
  /** Hyndman and Fan. */
  readonly quantileType: 7
  readonly mean: number
  /** Exact, without simulation. */
  readonly varianceOfMean: number
  readonly standardError: number
  /** Of the simulated means; its variance tends to the exact one. */
  readonly simulatedMean: number
  readonly simulatedVariance: number
  readonly quantiles: { readonly p025: number; readonly p05: number; readonly p50: number; readonly p95: number; readonly p975: number }
}

/**
 * How uncertain the mean of a dependent series is.
 * @throws AppError `invalid_input` for fewer than two values, a jump outside (0, 1] or fewer than two paths.
 */
export function bootstrapMean(series: Float64Array, { jump, paths, seed }: BootstrapOptions): MeanBootstrap {
  requireBootstrap(series.length, { jump, paths })
  const random = xoshiro128(seed)
  const indices = new Int32Array(series.length)
  const means = new Float64Array(paths)
  for (let path = 0; path < paths; path++) {
    drawStationaryIndices(indices, series.length, { jump, random })
    let total = 0
    for (const index of indices) total += series[index]!
    means[path] = total / series.length
  }
  const sorted = means.toSorted()
  const moments = momentsOf(means)
  const varianceOfMean = stationaryVarianceOfMean(series, jump)
  return {
    convention: 'stationary-bootstrap.pr1994',
    observations: series.length,
    jump,
    paths,
    seed,
    quantileType: 7,
    mean: mean(series),
    varianceOfMean,
    standardError: Math.sqrt(varianceOfMean),
    simulatedMean: moments.mean,
    simulatedVariance: sampleDeviation(moments) ** 2,
    quantiles: {
      p025: quantile(sorted, 0.025),
      p05: quantile(sorted, 0.05),
      p50: quantile(sorted, 0.5),
      p95: quantile(sorted, 0.95),
      p975: quantile(sorted, 0.975),
    },
  }
}

/** @throws AppError `invalid_input` */
export function requireBootstrap(observations: number, { jump, paths }: Pick<BootstrapOptions, 'jump' | 'paths'>): void {
  if (observations < 2)
    throw new AppError('invalid_input', `A bootstrap needs at least two values, not ${observations}; give a longer series`)
  if (!(jump > 0 && jump <= 1)) throw new AppError('invalid_input', `The jump probability must be above 0 and at most 1, not ${jump}`)
  if (!Number.isInteger(paths) || paths < 2 || paths > 1e6)
    throw new AppError('invalid_input', `The number of paths must be a whole number from 2 to 1000000, not ${paths}`)
}
