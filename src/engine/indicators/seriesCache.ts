type Series = Float64Array | Int32Array

/** Numbers that may be kept: 64 MB of doubles. */
const CAPACITY = 8_000_000

/**
 * Series by name (or, of a panel, columns of one series per instrument), so that trials which share an indicator compute it
 * once. Of one set of data only. Forgets everything when it is full, so it holds `capacity` numbers, or the last entry
 * alone when that is larger.
 */
export class SeriesCache<Entry extends Series | readonly Series[] = Float64Array> {
  readonly #capacity: number
  readonly #entries = new Map<string, Entry>()
  #size = 0

  constructor(capacity: number = CAPACITY) {
    this.#capacity = capacity
  }

  get(name: string, compute: () => Entry): Entry {
    const known = this.#entries.get(name)
    if (known !== undefined) return known
    const entry = compute()
    const size = sizeOf(entry)
    if (this.#size + size > this.#capacity) {
      this.#entries.clear()
      this.#size = 0
    }
    this.#entries.set(name, entry)
    this.#size += size
    return entry
  }
}

function sizeOf(entry: Series | readonly Series[]): number {
  return isSeries(entry) ? entry.length : entry.reduce((total, { length }) => total + length, 0)
}

const isSeries = (entry: Series | readonly Series[]): entry is Series => ArrayBuffer.isView(entry)
