import { BLOCK_ROWS } from '../../metrics/runSums.ts'
import { blockEnd, blockOf, EXTREME_COLUMNS, HIGH, LOW, type SpanTable } from './spanTable.ts'

/** What stands behind equity between two fills. */
export interface Holding {
  readonly cash: number
  readonly units: number
}

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

  /** A position of so many units and no idle cash over [from, end): judged as a whole by its extremes, else part by part. */
  hold(from: number, end: number, units: number): void {
    const headEnd = Math.min(blockEnd(from - 1), end)
    const endBlock = blockOf(end)
    const firstBlock = blockOf(headEnd + BLOCK_ROWS - 1)
    const tailFrom = Math.max(endBlock * BLOCK_ROWS, headEnd)
    const { extremes, blocks } = this.#table
    const head = this.#table.rowOf(from, headEnd) * EXTREME_COLUMNS
    let high = extremes[head + HIGH]!
    let low = extremes[head + LOW]!
    const tail = this.#table.rowOf(tailFrom, end) * EXTREME_COLUMNS
    if (extremes[tail + HIGH]! > high) high = extremes[tail + HIGH]!
    if (extremes[tail + LOW]! < low) low = extremes[tail + LOW]!
    if (firstBlock < endBlock) {
      const highest = blocks.high(firstBlock, endBlock)
      const lowest = blocks.low(firstBlock, endBlock)
      if (highest > high) high = highest
      if (lowest < low) low = lowest
    }
    if (!this.#pass(end, units * high, units * low)) this.#holdParts(from, end, units)
    else if (this.#peakBar === end) this.#peakBar = this.#lastBarAt(end, units)
  }

  /**
   * Judges bars up to `end` by their highest and lowest equity; false, and nothing done, where a record may lie within
   * them. Where the peak moves to one of them, which one is left to be looked up: `end` stands in for it.
   */
  #pass(end: number, top: number, bottom: number): boolean {
    const peak = this.#peak
    if (top < peak) {
      if (bottom <= this.worst * peak) this.worst = Math.min(this.worst, bottom / peak)
      return true
    }
    // Neither the deepest nor the longest fall can lie in here: only the peak moves.
    if (bottom <= this.worst * top || end - 1 - this.#peakBar > this.longest) return false
    this.#peak = top
    this.#peakBar = end
    return true
  }

  /** The same block by block, and bar by bar in those with a record. */
  #holdParts(from: number, end: number, units: number): void {
    const { extremes } = this.#table
    for (let bar = from; bar < end; ) {
      const stop = Math.min(blockEnd(bar), end)
      const at = this.#table.rowOf(bar, stop) * EXTREME_COLUMNS
      if (!this.#pass(stop, units * extremes[at + HIGH]!, units * extremes[at + LOW]!)) this.walk(bar, stop, { cash: 0, units })
      else if (this.#peakBar === stop) this.#peakBar = this.#lastBarAt(stop, units)
      bar = stop
    }
  }

  /** The last bar before `end` whose equity is the peak; blocks that stay below are passed over. */
  #lastBarAt(end: number, units: number): number {
    const { close, extremes } = this.#table
    const top = this.#peak
    let bar = end - 1
    while (units * close[bar]! < top) {
      if ((bar & (BLOCK_ROWS - 1)) > 0) bar--
      else {
        let block = blockOf(bar) - 1
        while (units * extremes[block * EXTREME_COLUMNS + HIGH]! < top) block--
        bar = block * BLOCK_ROWS + BLOCK_ROWS - 1
      }
    }
    return bar
  }

  /** Any position, bar by bar. */
  walk(from: number, end: number, { cash, units }: Holding): void {
    const { close } = this.#table
    let { worst, longest } = this
    let peak = this.#peak
    let peakBar = this.#peakBar
    for (let bar = from; bar < end; bar++) {
      const equity = cash + units * close[bar]!
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

  /** A fall that has not ended counts up to the last bar. */
  finish(): void {
    this.longest = Math.max(this.longest, this.#table.bars - 1 - this.#peakBar)
  }
}
