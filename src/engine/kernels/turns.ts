import { EXIT_LONG, EXIT_SHORT, FLAT, LONG, SHORT } from '../strategies/signalCode.ts'

/** Bars of a run, `first` inclusive and `end` exclusive, as indices into all bars. */
export interface BarRange {
  readonly first: number
  readonly end: number
}

/**
 * A run of whole positions is told to the kernels by its turns: row * 4 + the side to be on from that row's open, where
 * row 0 is the first bar of the run. A row has at most one turn, and row 0 has none.
 */
export const TO_FLAT = 0
export const TO_LONG = 1
export const TO_SHORT = 2

const OPENS = (1 << LONG) | (1 << SHORT)
/** Codes that end a long (a short), as a set of bits. */
const ENDS_LONG = (1 << SHORT) | (1 << FLAT) | (1 << EXIT_LONG)
const ENDS_SHORT = (1 << LONG) | (1 << FLAT) | (1 << EXIT_SHORT)

/** Writes the turns that signal codes lead to when orders fill at the next open; answers how many. */
export function writeTurnsOfCodes(codes: Int8Array, { first, end }: BarRange, turns: Int32Array): number {
  let count = 0
  let acted = OPENS
  for (let bar = first; bar + 1 < end; bar++) {
    const code = codes[bar]!
    if (((acted >> code) & 1) === 0) continue
    const side = code === LONG ? TO_LONG : code === SHORT ? TO_SHORT : TO_FLAT
    acted = side === TO_LONG ? ENDS_LONG : side === TO_SHORT ? ENDS_SHORT : OPENS
    turns[count++] = ((bar + 1 - first) << 2) | side
  }
  return count
}
