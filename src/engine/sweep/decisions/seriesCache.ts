/** Numbers that may be kept: 64 MB of doubles. */
const CAPACITY = 8_000_000

/** Series by name, so that trials which share an indicator compute it once. Forgets everything when it is full. */
export class SeriesCache<Series extends Float64Array | Int32Array = Float64Array> {
  readonly #series = new Map<string, Series>()
  #size = 0

  get(name: string, compute: () => Series): Series {
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
