import { EXIT_LONG, EXIT_SHORT, FLAT, LONG, SHORT } from '../../strategies/signalCode.ts'
import type { CrossGrid } from '../crosses/crossLog.ts'
import type { Positions } from './positionFold.ts'

/** Bars of a run, `first` inclusive and `end` exclusive, as indices into all bars. */
export interface BarRange {
  readonly first: number
  readonly end: number
}

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

/** Codes that end a long (a short), as a set of bits. */
const ENDS_LONG = (1 << SHORT) | (1 << FLAT) | (1 << EXIT_LONG)
const ENDS_SHORT = (1 << LONG) | (1 << FLAT) | (1 << EXIT_SHORT)

/**
 * Writes down the positions that signals lead to when orders fill at the next open. Fill bars count from the first bar
 * of the run. The positions are valid until the next call.
 */
export class PositionFinder {
  readonly #range: BarRange
  /** A bar may end one position and begin another. */
  readonly #fillBars: Int32Array
  readonly #areShort: Uint8Array

  constructor(range: BarRange) {
    const bars = range.end - range.first
    this.#range = range
    this.#fillBars = new Int32Array(2 * bars + 2)
    this.#areShort = new Uint8Array(bars + 1)
  }

  /** The positions of a long-only run that buys on a cross upwards and sells on one downwards. */
  ofCrosses({ starts, events }: CrossGrid, pair: number): Positions {
    const { first, end } = this.#range
    const fillBars = this.#fillBars
    const stop = starts[pair + 1]!
    let length = 0
    for (let k = starts[pair]!; k < stop; k++) {
      const event = events[k]!
      const bar = event >> 1
      // In turn: an entry at an even number, an exit at an odd one.
      if ((event & 1) === (length & 1) || bar < first || bar + 1 >= end) continue
      fillBars[length++] = bar + 1 - first
    }
    return this.#close(length, null)
  }

  /** From one event to the next, over the bars in between. */
  ofWishes({ long, short, noLong, noShort, firstBar }: Wishes): Positions {
    const { first } = this.#range
    const fillBars = this.#fillBars
    const areShort = this.#areShort
    const last = this.#range.end - 1
    const never = this.#range.end
    let length = 0
    let side = 0
    for (let bar = Math.max(first, firstBar); bar < last; bar++) {
      const wantsLong = side === 1 ? never : long[bar]!
      const wantsShort = side === -1 || short === null ? never : short[bar]!
      const ends = side === 1 ? noLong : side === -1 ? noShort : null
      const wantsOut = ends === null ? never : ends[bar]!
      bar = Math.min(wantsLong, wantsShort, wantsOut)
      if (bar >= last) break
      if (side !== 0) fillBars[length++] = bar + 1 - first
      side = bar === wantsLong ? 1 : bar === wantsShort ? -1 : 0
      if (side === 0) continue
      areShort[length >> 1] = side === -1 ? 1 : 0
      fillBars[length++] = bar + 1 - first
    }
    return this.#close(length, short === null ? null : areShort)
  }

  ofCodes(codes: Int8Array): Positions {
    const { first, end } = this.#range
    const fillBars = this.#fillBars
    const areShort = this.#areShort
    let length = 0
    let acted = (1 << LONG) | (1 << SHORT)
    for (let bar = first; bar + 1 < end; bar++) {
      const code = codes[bar]!
      if (((acted >> code) & 1) === 0) continue
      if ((length & 1) === 1) fillBars[length++] = bar + 1 - first
      acted = (1 << LONG) | (1 << SHORT)
      if (code !== LONG && code !== SHORT) continue
      acted = code === LONG ? ENDS_LONG : ENDS_SHORT
      areShort[length >> 1] = code === SHORT ? 1 : 0
      fillBars[length++] = bar + 1 - first
    }
    return this.#close(length, areShort)
  }

  /** A position without an exit stays open to the end. */
  #close(length: number, areShort: Uint8Array | null): Positions {
    const fillBars = this.#fillBars
    if ((length & 1) === 1) fillBars[length] = this.#range.end - this.#range.first
    return { fillBars, areShort, length: length + (length & 1) }
  }
}
