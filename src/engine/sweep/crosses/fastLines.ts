import type { CrossLog } from './crossLog.ts'
import type { SlowLines } from './slowLines.ts'

/** Which pair number a fast and a slow line have; -1 where the pair is not wanted. */
export interface PairNumbers {
  /** Entry fast * stride + slow. */
  readonly numbers: Int32Array
  readonly stride: number
  /** The first slow line of the group, among all slow lines. */
  readonly firstSlow: number
}

export interface FastLinesInput {
  readonly close: Float64Array
  readonly widths: Int32Array
  readonly slow: SlowLines
  readonly pairs: PairNumbers
  readonly log: CrossLog
}

/** Numbers a line has in `#averages`: rolling sum, average now, average at the bar before, unused. */
const AVERAGES = 4
/** Numbers a line has in `#states`: width, rank, set below (two words), what changed in it (two words), unused. */
const STATES = 8
const RANK = 1
const SET = 2
const CHANGED = 4
/** An event writes two words; a word of 32 lines holds at most 32 crosses. */
const WORDS_PER_HALF = 64

/**
 * Moving averages that are compared with a whole group of slow lines at once: a fast line's relation to all of them is
 * one number, its rank. Where the set that belongs to the rank changes from one bar to the next, the lines that differ
 * are exactly those it crossed (or touched, which the values then tell apart).
 */
export class FastLines {
  readonly #input: FastLinesInput
  readonly #averages: Float64Array
  readonly #states: Int32Array

  constructor(input: FastLinesInput) {
    const { widths } = input
    this.#input = input
    this.#averages = new Float64Array(widths.length * AVERAGES)
    this.#states = new Int32Array(widths.length * STATES)
    for (let line = 0; line < widths.length; line++) this.#states[line * STATES] = widths[line]!
  }

  /** Logs the crosses of a bar; the slow lines stand at this bar already. */
  advance(bar: number): void {
    const { close, widths, slow } = this.#input
    const { sorted, below } = slow
    const averages = this.#averages
    const states = this.#states
    const price = close[bar]!
    for (let line = 0; line < widths.length; line++) {
      const at = line * STATES
      const from = line * AVERAGES
      const width = states[at]!
      let sum = averages[from]! + price
      if (bar >= width) sum -= close[bar - width]!
      const average = sum / width
      averages[from + 2] = averages[from + 1]!
      averages[from] = sum
      averages[from + 1] = average
      let rank = states[at + RANK]!
      while (sorted[rank + 1]! < average) rank++
      while (sorted[rank]! >= average) rank--
      states[at + RANK] = rank
      const changedLow = below[rank * 2]! ^ states[at + SET]!
      const changedHigh = below[rank * 2 + 1]! ^ states[at + SET + 1]!
      if ((changedLow | changedHigh) === 0) continue
      states[at + SET] = below[rank * 2]!
      states[at + SET + 1] = below[rank * 2 + 1]!
      states[at + CHANGED] = changedLow
      states[at + CHANGED + 1] = changedHigh
      if (changedLow !== 0) this.#logHalf(bar, line, 0)
      if (changedHigh !== 0) this.#logHalf(bar, line, 1)
    }
  }

  /** Logs the changes in one word of a line's set, where they are strict on both bars: a touch is not a cross. */
  #logHalf(bar: number, line: number, half: 0 | 1): void {
    const { log, pairs, slow } = this.#input
    const { averages: slowAverages, widths: slowWidths } = slow
    const from = line * AVERAGES
    const at = line * STATES + half
    const average = this.#averages[from + 1]!
    const before = this.#averages[from + 2]!
    const set = this.#states[at + SET]!
    // A fast line without a bar before has nothing to have crossed from.
    let left = bar < this.#states[line * STATES]! ? 0 : this.#states[at + CHANGED]!
    const firstPair = line * pairs.stride + pairs.firstSlow + half * 32
    log.reserve(WORDS_PER_HALF)
    const { words } = log
    let used = log.used
    while (left !== 0) {
      const k = 31 - Math.clz32(left)
      left ^= 1 << k
      const slowLine = half * 32 + k
      const isUp = (set >>> k) & 1
      if (bar < slowWidths[slowLine]!) continue
      if (isUp === 1 ? before >= slowAverages[slowLine * 4 + 2]! : average >= slowAverages[slowLine * 4 + 1]!) continue
      const pair = pairs.numbers[firstPair + k]!
      if (pair < 0) continue
      words[used] = pair
      words[used + 1] = bar * 2 + isUp
      used += 2
    }
    log.used = used
  }
}
