import { BLOCK_ROWS } from '../../metrics/runSums.ts'
import { BlockExtremes } from './blockExtremes.ts'

/** Columns of `sums`: sums of the closes, of r, r^2, r^3, r^4, of min(r, 0) and of min(r - target, 0)^2. */
export const CLOSES = 0
export const POWER1 = 1
export const POWER2 = 2
export const POWER3 = 3
export const POWER4 = 4
export const LOSS = 5
export const SHORTFALL = 6
/** One more than there are: a row is a line of the processor's cache. */
export const SUM_COLUMNS = 8
/** Columns of `extremes`: highest and lowest close. */
export const HIGH = 0
export const LOW = 1
export const EXTREME_COLUMNS = 2

const LAST_OF_BLOCK = BLOCK_ROWS - 1

export interface SpanPrices {
  readonly open: Float64Array
  readonly close: Float64Array
}

/** Number of the block of 16 bars that a bar lies in. */
export const blockOf = (bar: number): number => bar >> 4

/** End (exclusive) of the block of 16 bars that a bar lies in. */
export const blockEnd = (bar: number): number => (bar | LAST_OF_BLOCK) + 1

/**
 * Sums over neighbouring bars of one block, in the canonical order of runSums.ts. In a position without idle cash equity
 * is units * close, so the returns of a held bar are those of the close whoever holds it: one table serves every trade
 * of every run over these bars.
 */
export class SpanTable {
  readonly open: Float64Array
  readonly close: Float64Array
  readonly bars: number
  /**
   * One row for every whole block; one for every bar up to the end of its block; one for every bar from the start of its
   * block; the span inside a block that was asked for last; and one of no bars.
   */
  readonly sums: Float64Array
  readonly extremes: Float64Array
  readonly blocks: BlockExtremes
  /** Row of a span without bars: adding it changes nothing. */
  readonly empty: number
  readonly #target: number
  /** First row of each kind but the blocks. */
  readonly #toEnd: number
  readonly #fromStart: number
  readonly #inner: number

  /** `target` is the risk-free return of one period. */
  constructor({ open, close }: SpanPrices, target: number) {
    this.open = open
    this.close = close
    this.bars = close.length
    this.#target = target
    this.#toEnd = blockOf(this.bars)
    this.#fromStart = this.#toEnd + this.bars
    this.#inner = this.#fromStart + this.bars
    this.empty = this.#inner + 1
    this.sums = new Float64Array((this.empty + 1) * SUM_COLUMNS)
    this.extremes = new Float64Array((this.empty + 1) * EXTREME_COLUMNS)
    this.extremes[this.empty * EXTREME_COLUMNS + HIGH] = Number.NEGATIVE_INFINITY
    this.extremes[this.empty * EXTREME_COLUMNS + LOW] = Number.POSITIVE_INFINITY
    for (let from = 0; from < this.bars; from = blockEnd(from)) this.#fillBlock(from, Math.min(blockEnd(from), this.bars))
    this.blocks = new BlockExtremes(this.extremes, blockOf(this.bars))
  }

  /** The row of the span [from, end), which lies in one block; valid until the next call. */
  rowOf(from: number, end: number): number {
    if (from >= end) return this.empty
    if ((end & LAST_OF_BLOCK) === 0 || end === this.bars) return this.#toEnd + from
    if ((from & LAST_OF_BLOCK) === 0) return this.#fromStart + end - 1
    // A span that touches neither end of its block is summed when it is asked for.
    this.#sumRow(this.#inner, from, end)
    return this.#inner
  }

  #fillBlock(from: number, end: number): void {
    for (let bar = from; bar < end; bar++) {
      this.#sumRow(this.#toEnd + bar, bar, end)
      this.#sumRow(this.#fromStart + bar, from, bar + 1)
    }
    if (end - from === BLOCK_ROWS) this.#sumRow(blockOf(from), from, end)
  }

  /** `0.5 * (x - |x|)` is min(x, 0) without a branch. The sums are declared one by one: taken from a list, they would be boxed. */
  #sumRow(row: number, from: number, end: number): void {
    const { close, sums, extremes } = this
    const target = this.#target
    let before = close[Math.max(from - 1, 0)]!
    let high = Number.NEGATIVE_INFINITY
    let low = Number.POSITIVE_INFINITY
    let closes = 0
    let power1 = 0
    let power2 = 0
    let power3 = 0
    let power4 = 0
    let loss = 0
    let shortfalls = 0
    for (let bar = from; bar < end; bar++) {
      const price = close[bar]!
      const change = price / before - 1
      const excess = change - target
      const shortfall = 0.5 * (excess - Math.abs(excess))
      const square = change * change
      before = price
      if (price > high) high = price
      if (price < low) low = price
      closes += price
      power1 += change
      power2 += square
      power3 += square * change
      power4 += square * square
      loss += 0.5 * (change - Math.abs(change))
      shortfalls += shortfall * shortfall
    }
    const at = row * SUM_COLUMNS
    sums[at + CLOSES] = closes
    sums[at + POWER1] = power1
    sums[at + POWER2] = power2
    sums[at + POWER3] = power3
    sums[at + POWER4] = power4
    sums[at + LOSS] = loss
    sums[at + SHORTFALL] = shortfalls
    extremes[row * EXTREME_COLUMNS + HIGH] = high
    extremes[row * EXTREME_COLUMNS + LOW] = low
  }
}
