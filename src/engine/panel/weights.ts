import type { Panel } from '#shared/domain/dataset.ts'
import { emptySeries } from '../indicators/emptySeries.ts'

/** One column per instrument in which nothing is wished yet. */
export function emptyWeights({ time, instruments }: Panel): Float64Array[] {
  return instruments.map(() => emptySeries(time.length))
}

/** The two sides of a long-short book, as indices of instruments. */
export interface Sides {
  readonly longs: readonly number[]
  readonly shorts: readonly number[]
}

/**
 * The best and the worst scores, `quantile` (0..0.5] of those known on each side, at least one each; neither side when
 * fewer than two are known. Scores are per instrument, NaN = not known; equal scores rank in the order of instruments.
 */
export function rankSides(scores: readonly number[], quantile: number): Sides {
  const known = [...scores.keys()].filter((k) => !Number.isNaN(scores[k]))
  if (known.length < 2) return { longs: [], shorts: [] }
  const ranked = known.sort((a, b) => scores[b]! - scores[a]! || a - b)
  // The tiny amount keeps 0.2 of 15 at 3, where the product falls short of it by rounding.
  const count = Math.max(1, Math.floor(known.length * quantile + 1e-9))
  return { longs: ranked.slice(0, count), shorts: ranked.slice(-count) }
}

/** Exposure of each side as a multiple of equity, both positive. */
export interface SideExposures {
  readonly long: number
  readonly short: number
}

/**
 * Writes one bar of weights: each side's exposure in equal parts, 0 for everything else, so that what is no longer wanted
 * is sold. A book with an empty side is no book: then all weights are 0.
 */
export function writeSides(
  weights: readonly Float64Array[],
  bar: number,
  { sides, exposures }: { sides: Sides; exposures: SideExposures },
) {
  for (const column of weights) column[bar] = 0
  const { longs, shorts } = sides
  if (longs.length === 0 || shorts.length === 0) return
  for (const k of longs) weights[k]![bar] = exposures.long / longs.length
  for (const k of shorts) weights[k]![bar] = -exposures.short / shorts.length
}
