import { blockEnd, EXTREME_COLUMNS, HIGH, LOW, type SpanTable } from './spanTable.ts'

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

  /** The same as `hold`, bar by bar. */
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

  /** A position of so many units and no idle cash over [from, end): most blocks can set no record and are passed over. */
  hold(from: number, end: number, units: number): void {
    const { extremes, close } = this.#table
    let { worst, longest } = this
    let peak = this.#peak
    let peakBar = this.#peakBar
    for (let bar = from; bar < end; ) {
      const stop = Math.min(blockEnd(bar), end)
      const at = this.#table.rowOf(bar, stop) * EXTREME_COLUMNS
      const top = units * extremes[at + HIGH]!
      const bottom = units * extremes[at + LOW]!
      if (top < peak) {
        if (bottom <= worst * peak) worst = Math.min(worst, bottom / peak)
      } else if (bottom > worst * top && stop - 1 - peakBar <= longest) {
        // Neither the deepest nor the longest fall can lie in here: only the peak moves.
        peak = top
        peakBar = stop - 1
        while (units * close[peakBar]! < top) peakBar--
      } else {
        for (; bar < stop; bar++) {
          const equity = units * close[bar]!
          if (equity >= peak) {
            if (bar - peakBar > 1 && bar - peakBar > longest) longest = bar - peakBar
            peak = equity
            peakBar = bar
          } else if (equity <= worst * peak) worst = Math.min(worst, equity / peak)
        }
      }
      bar = stop
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
