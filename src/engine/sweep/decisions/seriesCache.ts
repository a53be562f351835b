/** Numbers that may be kept: 64 MB. */
const CAPACITY = 8_000_000

/** Indicator series by name, so that trials which share an indicator compute it once. Forgets everything when it is full. */
export class SeriesCache {
  readonly #series = new Map<string, Float64Array>()
  #size = 0

  get(name: string, compute: () => Float64Array): Float64Array {
    const known = this.#series.get(name)
    if (known !== undefined) return known
    const series = compute()
    if (this.#size + series.length > CAPACITY) {
      this.#series.clear()
      this.#size = 0
    }
    this.#series.set(name, series)
    this.#size += series.length
    return series
  }
}
