import { BLOCK_ROWS } from '../../metrics/runSums.ts'
import { blockEnd, blockOf, EXTREME_COLUMNS, HIGH, LOW, type SpanTable } from './spanTable.ts'

/** Deepest and longest fall of an equity path that is told bar by bar, or position by position. */
export class DrawdownPath {
  /** Lowest equity / running peak so far; 1 when equity never fell. */
  worst = 1
  /** Most bars from a peak to its recovery so far. */
  longest = 0
  readonly #table: SpanTable
  #peak = 0
  /** Last bar at or above the peak. */
  #peakBar = 0

  constructor(table: SpanTable) {
    this.#table = table
  }

  begin(equity: number): void {
    this.worst = 1
    this.longest = 0
    this.#peak = equity
    this.#peakBar = 0
  }

  /** A fall is divided out only where it may be the deepest. */
  addBar(bar: number, equity: number): void {
    if (equity >= this.#peak) {
      const bars = bar - this.#peakBar
      if (bars > 1 && bars > this.longest) this.longest = bars
      this.#peak = equity
      this.#peakBar = bar
    } else if (equity <= this.worst * this.#peak) this.worst = Math.min(this.worst, equity / this.#peak)
  }

  /** Equity stays as it is up to, not including, `end`. */
  stay(end: number, equity: number): void {
    if (equity >= this.#peak) this.#peakBar = end - 1
  }

  /** A position of so many units and no idle cash over [from, end). Spans that can set no record are passed over. */
  hold(from: number, end: number, units: number): void {
    const headEnd = Math.min(blockEnd(from - 1), end)
    const endBlock = blockOf(end)
    const firstBlock = blockOf(headEnd + BLOCK_ROWS - 1)
    const tailFrom = Math.max(endBlock * BLOCK_ROWS, headEnd)
    if (from < headEnd && !this.#passSpan(from, headEnd, units)) this.walk(from, headEnd, units)
    if (firstBlock < endBlock) this.#holdBlocks(firstBlock, endBlock, units)
    if (tailFrom < end && !this.#passSpan(tailFrom, end, units)) this.walk(tailFrom, end, units)
  }

  /** The same bar by bar. */
  walk(from: number, end: number, units: number): void {
    const { close } = this.#table
    let { worst, longest } = this
    let peak = this.#peak
    let peakBar = this.#peakBar
    for (let bar = from; bar < end; bar++) {
      const equity = units * close[bar]!
      if (equity >= peak) {
        if (bar - peakBar > 1 && bar - peakBar > longest) longest = bar - peakBar
        peak = equity
        peakBar = bar
      } else if (equity <= worst * peak) worst = Math.min(worst, equity / peak)
    }
    this.worst = worst
    this.longest = longest
    this.#peak = peak
    this.#peakBar = peakBar
  }

  /** Judges a span of one block by its extremes; false, and nothing done, where a record may lie within it. */
  #passSpan(from: number, end: number, units: number): boolean {
    const { extremes, close } = this.#table
    const at = this.#table.rowOf(from, end) * EXTREME_COLUMNS
    const top = units * extremes[at + HIGH]!
    const bottom = units * extremes[at + LOW]!
    const peak = this.#peak
    if (top < peak) {
      if (bottom <= this.worst * peak) this.worst = Math.min(this.worst, bottom / peak)
      return true
    }
    // Neither the deepest nor the longest fall can lie in here: only the peak moves.
    if (bottom <= this.worst * top || end - 1 - this.#peakBar > this.longest) return false
    let bar = end - 1
    while (units * close[bar]! < top) bar--
    this.#peak = top
    this.#peakBar = bar
    return true
  }

  /** The same for whole blocks; they are most of what a position is made of, and most of them lie below the peak. */
  #holdBlocks(first: number, end: number, units: number): void {
    const { extremes } = this.#table
    let { worst } = this
    let peak = this.#peak
    for (let block = first; block < end; block++) {
      if (units * extremes[block * EXTREME_COLUMNS + HIGH]! < peak) {
        const bottom = units * extremes[block * EXTREME_COLUMNS + LOW]!
        if (bottom <= worst * peak) worst = Math.min(worst, bottom / peak)
        continue
      }
      const from = block * BLOCK_ROWS
      this.worst = worst
      if (!this.#passSpan(from, from + BLOCK_ROWS, units)) this.walk(from, from + BLOCK_ROWS, units)
      worst = this.worst
      peak = this.#peak
    }
    this.worst = worst
  }

  /** A fall that has not ended counts up to the last bar. */
  finish(): void {
    this.longest = Math.max(this.longest, this.#table.bars - 1 - this.#peakBar)
  }
}
