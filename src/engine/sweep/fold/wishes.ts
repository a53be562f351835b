import { type BarRange, TO_FLAT, TO_LONG, TO_SHORT } from '../../kernels/turns.ts'

/** For every bar the first bar from it on at which something holds; the number of bars where it never holds again. */
export type NextBars = Int32Array

/** When a strategy asks for what. null: never. */
export interface Wishes {
  readonly long: NextBars
  readonly short: NextBars | null
  /** To be out of a long (a short), where the opposite side is not asked for at the same bar. */
  readonly noLong: NextBars | null
  readonly noShort: NextBars | null
  /** First bar that may decide. */
  readonly firstBar: number
}

/** Writes the turns that wishes lead to when orders fill at the next open, from one event to the next; answers how many. */
export function writeTurnsOfWishes(
  { long, short, noLong, noShort, firstBar }: Wishes,
  { first, end }: BarRange,
  turns: Int32Array,
): number {
  const last = end - 1
  let count = 0
  let side = TO_FLAT
  for (let bar = Math.max(first, firstBar); bar < last; bar++) {
    const wantsLong = side === TO_LONG ? end : long[bar]!
    const wantsShort = side === TO_SHORT || short === null ? end : short[bar]!
    const ends = side === TO_LONG ? noLong : side === TO_SHORT ? noShort : null
    const wantsOut = ends === null ? end : ends[bar]!
    bar = Math.min(wantsLong, wantsShort, wantsOut)
    if (bar >= last) break
    side = bar === wantsLong ? TO_LONG : bar === wantsShort ? TO_SHORT : TO_FLAT
    turns[count++] = ((bar + 1 - first) << 2) | side
  }
  return count
}
