import { SERIES_COLUMNS, type SeriesColumn } from './barSource.ts'

/** Most bars of one block: half a megabyte a column. */
export const BLOCK_ROWS = 65_536
const FIRST_ROOM = 256
const WIDTH = SERIES_COLUMNS.length

/** Where each column stands in a row. */
export const SLOT = { time: 0, open: 1, high: 2, low: 3, close: 4, volume: 5, carry: 6 } as const satisfies Record<SeriesColumn, number>

/** One bar, a value for each column in the order of SERIES_COLUMNS. */
export type BarRow = Float64Array

/** A row to be filled in again and again. */
export const emptyRow = (): BarRow => new Float64Array(WIDTH)

/** Takes bars of one instrument as they come, up to BLOCK_ROWS, and gives its memory to the next ones once it is cleared. */
export class BarBlock {
  #room = FIRST_ROOM
  #values = new Float64Array(WIDTH * FIRST_ROOM)
  #rows = 0

  get rows(): number {
    return this.#rows
  }

  push(row: BarRow): void {
    if (this.#rows === this.#room) this.#grow()
    for (let slot = 0; slot < WIDTH; slot++) this.#values[slot * this.#room + this.#rows] = row[slot]!
    this.#rows++
  }

  /** The values so far, as a view that is good until the next push. */
  column(name: SeriesColumn): Float64Array {
    const from = SLOT[name] * this.#room
    return this.#values.subarray(from, from + this.#rows)
  }

  clear(): void {
    this.#rows = 0
  }

  #grow(): void {
    const larger = new Float64Array(WIDTH * 2 * this.#room)
    for (const name of SERIES_COLUMNS) larger.set(this.column(name), SLOT[name] * 2 * this.#room)
    this.#values = larger
    this.#room *= 2
  }
}

/** Takes bars as they are read; a block is good during the call only. */
export interface BarSink {
  readonly add: (symbol: string, block: BarBlock) => void
}
