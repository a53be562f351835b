import { emptySeries, firstDefined } from './emptySeries.ts'

/**
 * Quantile of the last `period` values (its own bar included), `share` 0..1, linear between order statistics (Hyndman and
 * Fan's type 7, the default of R and NumPy). NaN until `period` values exist. After its first value the series has no gaps.
 */
export function rollingQuantile(values: Float64Array, period: number, share: number): Float64Array {
  const result = emptySeries(values.length)
  const start = firstDefined(values)
  const window = new SortedWindow(period)
  for (let i = start; i < values.length; i++) {
    if (i >= start + period) window.remove(values[i - period]!)
    window.add(values[i]!)
    if (i >= start + period - 1) result[i] = window.quantile(share)
  }
  return result
}

/** Values kept in order while they come and go. */
class SortedWindow {
  readonly #values: Float64Array
  #size = 0

  constructor(capacity: number) {
    this.#values = new Float64Array(capacity)
  }

  add(value: number): void {
    const at = this.#indexOf(value)
    this.#values.copyWithin(at + 1, at, this.#size)
    this.#values[at] = value
    this.#size++
  }

  remove(value: number): void {
    const at = this.#indexOf(value)
    this.#values.copyWithin(at, at + 1, this.#size)
    this.#size--
  }

  quantile(share: number): number {
    const position = (this.#size - 1) * share
    const below = Math.floor(position)
    const lower = this.#values[below]!
    const upper = this.#values[Math.min(below + 1, this.#size - 1)]!
    return lower + (upper - lower) * (position - below)
  }

  /** First index whose value is not less than this one. */
  #indexOf(value: number): number {
    let from = 0
    let to = this.#size
    while (from < to) {
      const middle = (from + to) >> 1
      if (this.#values[middle]! < value) from = middle + 1
      else to = middle
    }
    return from
  }
}
