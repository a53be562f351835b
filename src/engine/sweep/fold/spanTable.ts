import { BLOCK_ROWS } from '../../metrics/runSums.ts'

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

export interface SpanTerms {
  /** Risk-free return of one period. */
  readonly target: number
  /** true: every row is computed at once, which pays when many runs ask. false: rows are computed as they are asked for. */
  readonly isDense: boolean
}

/**
 * Sums over neighbouring bars of one block, in the canonical order of runSums.ts. In a position without idle cash equity
 * is units * close, so the returns of a held bar are those of the close whoever holds it: one table serves every trade
 * of every run over these bars.
 */
export class SpanTable {
  readonly open: Float64Array
  readonly close: Float64Array
  readonly bars: number
  readonly isDense: boolean
  /**
   * Rows of a dense table: one for every whole block; one for every bar up to the end of its block; one for every bar from the start of
   * its block. The last row, and the only one of a table that is not dense: whichever other span was asked for last.
   */
  readonly sums: Float64Array
  readonly extremes: Float64Array
  readonly #target: number
  /** First row of each kind but the blocks. */
  readonly #toEnd: number
  readonly #fromStart: number
  readonly #inner: number

  constructor({ open, close }: SpanPrices, { target, isDense }: SpanTerms) {
    this.open = open
    this.close = close
    this.bars = close.length
    this.isDense = isDense
    this.#target = target
    this.#toEnd = blockOf(this.bars)
    this.#fromStart = this.#toEnd + this.bars
    this.#inner = isDense ? this.#fromStart + this.bars : 0
    this.sums = new Float64Array((this.#inner + 1) * SUM_COLUMNS)
    this.extremes = new Float64Array((this.#inner + 1) * EXTREME_COLUMNS)
    if (!isDense) return
    for (let from = 0; from < this.bars; from = blockEnd(from)) this.#fillBlock(from, Math.min(blockEnd(from), this.bars))
  }

  /** The row of the span [from, end), which lies in one block; valid until the next call. */
  rowOf(from: number, end: number): number {
    if (!this.isDense) return this.#sumInner(from, end)
    if (end - from === BLOCK_ROWS) return blockOf(from)
    if ((end & LAST_OF_BLOCK) === 0 || end === this.bars) return this.#toEnd + from
    return (from & LAST_OF_BLOCK) === 0 ? this.#fromStart + end - 1 : this.#sumInner(from, end)
  }

  /** A span that touches neither end of its block is summed when it is asked for. */
  #sumInner(from: number, end: number): number {
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

  #sumRow(row: number, from: number, end: number): void {
    const { close, sums, extremes } = this
    const target = this.#target
    let before = close[Math.max(from - 1, 0)]!
    let [high, low, closes] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0]
    let [power1, power2, power3, power4, loss, shortfalls] = [0, 0, 0, 0, 0, 0]
    for (let bar = from; bar < end; bar++) {
      const price = close[bar]!
      const change = price / before - 1
      const shortfall = Math.min(change - target, 0)
      const square = change * change
      before = price
      high = Math.max(high, price)
      low = Math.min(low, price)
      closes += price
      power1 += change
      power2 += square
      power3 += square * change
      power4 += square * square
      loss += Math.min(change, 0)
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
