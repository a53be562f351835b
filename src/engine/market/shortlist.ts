/** The first of many values in an order, found without keeping the others; equal ones stay in the order they came. */
export class Shortlist<Value> {
  readonly #kept: Value[] = []
  readonly #limit: number
  readonly #compare: (a: Value, b: Value) => number

  constructor(limit: number, compare: (a: Value, b: Value) => number) {
    this.#limit = limit
    this.#compare = compare
  }

  add(value: Value): void {
    const kept = this.#kept
    if (kept.length === this.#limit && this.#compare(value, kept[kept.length - 1]!) >= 0) return
    let at = kept.length
    while (at > 0 && this.#compare(value, kept[at - 1]!) < 0) at--
    kept.splice(at, 0, value)
    if (kept.length > this.#limit) kept.pop()
  }

  values(): Value[] {
    return [...this.#kept]
  }
}
