/** Per-bar columns of equal length from which a run is drawn; `time` is epoch ms UTC, the rest is money. */
export interface EquityColumns {
  readonly time: Float64Array
  readonly close: Float64Array
  readonly equity: Float64Array
}

/** What the equity chart shows, one value per bar: money for the first two, a fraction in [-1, 0] for `drawdown`. */
export interface EquitySeries {
  readonly time: Float64Array
  readonly equity: Float64Array
  readonly benchmark: Float64Array
  readonly drawdown: Float64Array
}

export function toEquitySeries({ time, close, equity }: EquityColumns): EquitySeries {
  return { time, equity, benchmark: buyAndHold(close, equity[0] ?? Number.NaN), drawdown: drawdownOf(equity) }
}

/**
 * Fall from the running peak, E / max(E so far) - 1, as a fraction <= 0. A missing bar (NaN) stays NaN and
 * does not reset the peak; before any positive equity there is nothing to fall from, so the value is NaN.
 */
export function drawdownOf(equity: Float64Array): Float64Array {
  let peak = 0
  return equity.map((value) => {
    if (value > peak) peak = value
    return peak > 0 ? value / peak - 1 : Number.NaN
  })
}

/**
 * Money of somebody who bought at the first known close with everything and never traded again, without costs.
 * Bars before that close, and missing bars, are NaN.
 */
export function buyAndHold(close: Float64Array, initialMoney: number): Float64Array {
  const first = close.find((price) => price > 0) ?? Number.NaN
  return close.map((price) => (initialMoney * price) / first)
}
