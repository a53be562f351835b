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
    this.#clearRow(this.#inner)
    for (let bar = from; bar < end; bar++) this.#addBar(this.#inner, bar)
    return this.#inner
  }

  #fillBlock(from: number, end: number): void {
    this.#clearRow(this.#fromStart + from)
    for (let bar = from; bar < end; bar++) {
      const row = this.#fromStart + bar
      if (bar > from) this.#copyRow(row - 1, row)
      this.#addBar(row, bar)
    }
    for (let first = from; first < end; first++) {
      this.#clearRow(this.#toEnd + first)
      for (let bar = first; bar < end; bar++) this.#addBar(this.#toEnd + first, bar)
    }
    if (end - from === BLOCK_ROWS) this.#copyRow(this.#toEnd + from, blockOf(from))
  }

  #clearRow(row: number): void {
    this.sums.fill(0, row * SUM_COLUMNS, (row + 1) * SUM_COLUMNS)
    this.extremes[row * EXTREME_COLUMNS + HIGH] = Number.NEGATIVE_INFINITY
    this.extremes[row * EXTREME_COLUMNS + LOW] = Number.POSITIVE_INFINITY
  }

  #copyRow(from: number, to: number): void {
    this.sums.copyWithin(to * SUM_COLUMNS, from * SUM_COLUMNS, (from + 1) * SUM_COLUMNS)
    this.extremes.copyWithin(to * EXTREME_COLUMNS, from * EXTREME_COLUMNS, (from + 1) * EXTREME_COLUMNS)
  }

  #addBar(row: number, bar: number): void {
    const { sums, extremes } = this
    const price = this.close[bar]!
    const change = bar === 0 ? 0 : price / this.close[bar - 1]! - 1
    const shortfall = Math.min(change - this.#target, 0)
    const square = change * change
    const at = row * SUM_COLUMNS
    sums[at + CLOSES]! += price
    sums[at + POWER1]! += change
    sums[at + POWER2]! += square
    sums[at + POWER3]! += square * change
    sums[at + POWER4]! += square * square
    sums[at + LOSS]! += Math.min(change, 0)
    sums[at + SHORTFALL]! += shortfall * shortfall
    const extreme = row * EXTREME_COLUMNS
    extremes[extreme + HIGH] = Math.max(extremes[extreme + HIGH]!, price)
    extremes[extreme + LOW] = Math.min(extremes[extreme + LOW]!, price)
  }
}
