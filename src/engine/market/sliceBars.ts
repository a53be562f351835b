import type { Bars } from '#shared/domain/dataset.ts'

/** Bars `from` (inclusive) to `to` (exclusive), as views on the same memory. */
export function sliceBars(bars: Bars, from: number, to: number): Bars {
  const cut = (column: Float64Array) => column.subarray(from, to)
  return {
    time: cut(bars.time),
    open: cut(bars.open),
    high: cut(bars.high),
    low: cut(bars.low),
    close: cut(bars.close),
    volume: cut(bars.volume),
  }
}
