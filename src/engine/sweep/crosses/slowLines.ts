/** Slow lines whose bit set fits two 32-bit words. */
export const GROUP_LINES = 64

/**
 * Up to 64 moving averages, kept in order of their values from bar to bar: an insertion sort of a list that is almost
 * sorted already. `below` holds the set of the r lowest lines for every rank r, so the rank of any value among the
 * lines names at once all lines it stands above.
 */
export class SlowLines {
  readonly count: number
  readonly widths: Int32Array
  /** Rolling sum, average now and average at the bar before: three numbers a line (and one unused, so a line never straddles). */
  readonly averages: Float64Array
  /** -Infinity, the averages that exist in ascending order, +Infinity. */
  readonly sorted: Float64Array
  /** Two words a rank: bit k of the first (second) word is set when line k (k + 32) is among the lowest. */
  readonly below: Int32Array
  readonly #close: Float64Array
  /** Line at each place of `sorted`, 0-based. */
  readonly #order: Int32Array
  /** Lines in the order in which they come to exist. */
  readonly #births: Int32Array
  #alive = 0

  constructor(close: Float64Array, widths: Int32Array) {
    this.#close = close
    this.widths = widths
    this.count = widths.length
    this.averages = new Float64Array(widths.length * 4)
    this.sorted = new Float64Array(widths.length + 2).fill(Number.POSITIVE_INFINITY)
    this.sorted[0] = Number.NEGATIVE_INFINITY
    this.below = new Int32Array(widths.length * 2 + 2)
    this.#order = new Int32Array(widths.length + 1)
    this.#births = Int32Array.from(widths.keys()).sort((a, b) => widths[a]! - widths[b]!)
  }

  /** Bars are given one after another, from 0. */
  advance(bar: number): void {
    this.#roll(bar)
    const { sorted, averages } = this
    const order = this.#order
    const known = this.#alive
    const alive = this.#addBorn(bar)
    for (let k = 0; k < alive; k++) {
      const value = averages[order[k]! * 4 + 1]!
      if (sorted[k]! <= value && k < known) sorted[k + 1] = value
      else this.#insert(k, value)
    }
    sorted[alive + 1] = Number.POSITIVE_INFINITY
  }

  /** The order of summation is that of `sma`: add the newest, subtract the oldest, divide. */
  #roll(bar: number): void {
    const { averages, widths, count } = this
    const close = this.#close
    const price = close[bar]!
    for (let line = 0, at = 0; line < count; line++, at += 4) {
      const width = widths[line]!
      let sum = averages[at]! + price
      if (bar >= width) sum -= close[bar - width]!
      averages[at + 2] = averages[at + 1]!
      averages[at] = sum
      averages[at + 1] = sum / width
    }
  }

  /** Puts lines whose first average is this bar's at the end of the order; answers how many lines exist. */
  #addBorn(bar: number): number {
    let alive = this.#alive
    while (alive < this.count && this.widths[this.#births[alive]!]! - 1 === bar) {
      this.#order[alive] = this.#births[alive]!
      alive++
    }
    this.#alive = alive
    return alive
  }

  /** Moves the line at place k down to where its value belongs, and rebuilds the sets it passes. */
  #insert(k: number, value: number): void {
    const { sorted, below } = this
    const order = this.#order
    const line = order[k]!
    let at = k
    while (sorted[at]! > value) {
      sorted[at + 1] = sorted[at]!
      order[at] = order[at - 1]!
      at--
    }
    sorted[at + 1] = value
    order[at] = line
    for (let rank = at; rank <= k; rank++) {
      const member = order[rank]!
      const bit = 1 << (member & 31)
      below[rank * 2 + 2] = below[rank * 2]! | (member < 32 ? bit : 0)
      below[rank * 2 + 3] = below[rank * 2 + 1]! | (member < 32 ? 0 : bit)
    }
  }
}
