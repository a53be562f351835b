/** The fills of a run, and what it holds after each; entry 0 is the cash at the start. */
export interface Resizes {
  /** Row of each fill; entry `count` is the number of rows. */
  readonly rows: Int32Array
  /** Units bought (sold, when negative), what one cost, and the commission. */
  readonly orders: Float64Array
  readonly prices: Float64Array
  readonly commissions: Float64Array
  readonly cash: Float64Array
  readonly units: Float64Array
  /** Equity of every row. */
  readonly equity: Float64Array
  /** Entries in use. */
  count: number
}
