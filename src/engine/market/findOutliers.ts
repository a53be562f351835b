import { type BarSource, zipColumns } from './barSource.ts'
import { exactMedian } from './exactMedian.ts'
import { Shortlist } from './shortlist.ts'

/** Log returns further than so many robust standard deviations from their median are out of line. */
const LIMIT = 10
/** Standard deviation of a normal sample = this * its median absolute deviation (Hampel 1974). */
const MAD_TO_DEVIATION = 1.4826

export interface Outlier {
  readonly timeMs: number
  /** Simple return from the close before, as a fraction. */
  readonly change: number
}

/** Bars out of line: how many, and the furthest. */
export interface FoundOutliers {
  readonly count: number
  readonly furthest: readonly Outlier[]
}

/** By how far they are out, then by time. */
export const furthestFirst = (a: Outlier, b: Outlier) => Math.abs(b.change) - Math.abs(a.change) || a.timeMs - b.timeMs

/** Bars whose return is out of line with the others, the furthest `limit` by name; null when most returns are equal, for then nothing is. */
export function findOutliers(source: BarSource, limit: number): FoundOutliers | null {
  let known = 0
  for (const returns of knownReturns(source)) known += returns.length
  if (known === 0) return null
  const middle = exactMedian(() => knownReturns(source), known)
  const deviation = MAD_TO_DEVIATION * exactMedian(() => distances(knownReturns(source), middle), known)
  if (deviation === 0) return null
  const furthest = new Shortlist(limit, furthestFirst)
  let count = 0
  let before = Number.NaN
  for (const [times, closes] of zipColumns(source, ['time', 'close'])) {
    for (let i = 0; i < closes!.length; i++) {
      const close = closes![i]!
      if (Math.abs(Math.log(close / before) - middle) > LIMIT * deviation) {
        count++
        furthest.add({ timeMs: times![i]!, change: close / before - 1 })
      }
      before = close
    }
  }
  return { count, furthest: furthest.values() }
}

/** Log returns that are finite, in pieces whose memory is used again. */
function* knownReturns(source: BarSource): Generator<Float64Array> {
  let before = Number.NaN
  let returns = new Float64Array(0)
  for (const closes of source.column('close')) {
    if (returns.length < closes.length) returns = new Float64Array(closes.length)
    let count = 0
    for (const close of closes) {
      const change = Math.log(close / before)
      if (Number.isFinite(change)) returns[count++] = change
      before = close
    }
    yield returns.subarray(0, count)
  }
}

/** Changes the pieces themselves. */
function* distances(pieces: Iterable<Float64Array>, middle: number): Generator<Float64Array> {
  for (const piece of pieces) {
    for (let i = 0; i < piece.length; i++) piece[i] = Math.abs(piece[i]! - middle)
    yield piece
  }
}
