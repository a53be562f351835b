const FIRST_ROOM = 256

/** A column of doubles whose length is not known in advance. */
export class GrowingColumn {
  #values = new Float64Array(FIRST_ROOM)
  #length = 0

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Float64Array(2 * this.#length)
      larger.set(this.#values)
      this.#values = larger
    }
    this.#values[this.#length++] = value
  }

  /** The values so far, as a view. */
  values(): Float64Array {
    return this.#values.subarray(0, this.#length)
  }
}
