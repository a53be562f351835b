import { type RandomStream, xoshiro128 } from '../random.ts'
import { type Measured, measured, undefinedBecause } from './measured.ts'
import { isFlat, mean, momentsOf } from './moments.ts'
import { columnOf, type ReturnMatrix } from './returnMatrix.ts'
import { type BootstrapOptions, drawStationaryRuns, longRunVariance, requireBootstrap } from './stationaryBootstrap.ts'

export interface SuperiorAbility {
  readonly conventions: { readonly realityCheck: 'reality-check.w2000'; readonly spa: 'spa.h2005' }
  readonly observations: number
  readonly strategies: number
  /** Columns equal to the benchmark plus a constant: they have no deviation and take no part in the studentised test. */
  readonly flat: number
  readonly jump: number
  readonly paths: number
  readonly seed: number
  /** Column with the largest mean (0-based). */
  readonly best: number
  /** p value of White's test: how often chance alone gives the best of the strategies as much. */
  readonly realityCheck: Measured
  /** p values of Hansen's test; lower <= consistent <= upper. */
  readonly spa: { readonly lower: Measured; readonly consistent: Measured; readonly upper: Measured }
}

/**
 * Is the best of several strategies better than the benchmark, allowing for the choice? `excess` holds each strategy's
 * return less the benchmark's. The null hypothesis is that none is better.
 * White, "A reality check for data snooping" (2000); Hansen, "A test for superior predictive ability" (2005).
 * @throws AppError `invalid_input` for a series too short or a bootstrap out of bounds.
 */
export function testSuperiorAbility(excess: ReturnMatrix, { jump, paths, seed }: BootstrapOptions): SuperiorAbility {
  requireBootstrap(excess.rows, { jump, paths })
  const sample = describeSample(excess, jump)
  const observed = observe(sample)
  const exceeded = new Float64Array(4)
  const random = xoshiro128(seed)
  const totals = runningTotals(excess)
  for (let path = 0; path < paths; path++) {
    const drawn = observeDrawn(sample, drawMeans(excess, totals, { jump, random }))
    for (let i = 0; i < 4; i++) if (drawn[i]! >= observed[i]!) exceeded[i]! += 1
  }
  const pValue = (test: number) => measured((1 + exceeded[test]!) / (paths + 1))
  const flat = sample.deviations.filter((deviation) => deviation === 0).length
  const studentised = (test: number) =>
    flat < excess.columns ? pValue(test) : undefinedBecause('no strategy differs from the benchmark by more than a constant')
  return {
    conventions: { realityCheck: 'reality-check.w2000', spa: 'spa.h2005' },
    observations: excess.rows,
    strategies: excess.columns,
    flat,
    jump,
    paths,
    seed,
    best: sample.means.indexOf(Math.max(...sample.means)),
    realityCheck: excess.columns > 0 ? pValue(REALITY_CHECK) : undefinedBecause('there is no strategy to test'),
    spa: { lower: studentised(LOWER), consistent: studentised(CONSISTENT), upper: studentised(UPPER) },
  }
}

const REALITY_CHECK = 0
const LOWER = 1
const CONSISTENT = 2
const UPPER = 3

interface Sample {
  readonly scale: number
  readonly means: Float64Array
  /** sqrt of the long-run variance under the bootstrap's own law; 0 for a column that never differs. */
  readonly deviations: Float64Array
  /** What the consistent test recentres by: the mean, or 0 for a column too bad to matter. */
  readonly consistentCentres: Float64Array
}

function describeSample(excess: ReturnMatrix, jump: number): Sample {
  const scale = Math.sqrt(excess.rows)
  const columns = Array.from({ length: excess.columns }, (_, k) => columnOf(excess, k))
  const means = Float64Array.from(columns, mean)
  const deviations = Float64Array.from(columns, (column) => (isFlat(momentsOf(column)) ? 0 : Math.sqrt(longRunVariance(column, jump))))
  // log log n is below 0 for n <= e; no column is then too bad.
  const reach = Math.sqrt(2 * Math.max(0, Math.log(Math.log(excess.rows))))
  const consistentCentres = means.map((value, k) => (value * scale >= -reach * deviations[k]! ? value : 0))
  return { scale, means, deviations, consistentCentres }
}

/** The statistics of the sample itself, one per test. */
function observe({ scale, means, deviations }: Sample): Float64Array {
  let [largest, studentised] = [Number.NEGATIVE_INFINITY, 0]
  means.forEach((value, k) => {
    largest = Math.max(largest, scale * value)
    if (deviations[k]! > 0) studentised = Math.max(studentised, (scale * value) / deviations[k]!)
  })
  return Float64Array.of(largest, studentised, studentised, studentised)
}

/** The same of a resample, recentred so that the null hypothesis holds. */
function observeDrawn({ scale, means, deviations, consistentCentres }: Sample, drawn: Float64Array): Float64Array {
  let [largest, lower, consistent, upper] = [Number.NEGATIVE_INFINITY, 0, 0, 0]
  for (let k = 0; k < drawn.length; k++) {
    const value = drawn[k]!
    const centre = means[k]!
    largest = Math.max(largest, scale * (value - centre))
    const deviation = deviations[k]!
    if (deviation === 0) continue
    lower = Math.max(lower, (scale * (value - Math.max(0, centre))) / deviation)
    consistent = Math.max(consistent, (scale * (value - consistentCentres[k]!)) / deviation)
    upper = Math.max(upper, (scale * (value - centre)) / deviation)
  }
  return Float64Array.of(largest, lower, consistent, upper)
}

/** Sums of the columns over the first t rows, for t = 0..rows: a run of rows then costs one subtraction a column. */
function runningTotals({ rows, columns, values }: ReturnMatrix): Float64Array {
  const totals = new Float64Array((rows + 1) * columns)
  for (let i = 0; i < rows * columns; i++) totals[i + columns] = totals[i]! + values[i]!
  return totals
}

/** Means of the columns over the rows of one resample. */
function drawMeans({ rows, columns }: ReturnMatrix, totals: Float64Array, draw: { jump: number; random: RandomStream }): Float64Array {
  const means = new Float64Array(columns)
  drawStationaryRuns({ count: rows, size: rows, ...draw }, (from, end) => {
    const [before, after] = [from * columns, end * columns]
    for (let k = 0; k < columns; k++) means[k]! += totals[after + k]! - totals[before + k]!
  })
  for (let k = 0; k < columns; k++) means[k]! /= rows
  return means
}
