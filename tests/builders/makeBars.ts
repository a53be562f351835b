import type { Bars } from '#shared/domain/dataset.ts'

const DAY_MS = 86_400_000

/** One bar as it is written by hand: open, high, low, close. */
export type BarRow = readonly [open: number, high: number, low: number, close: number]

/** Daily bars from 2020-01-01 on (2020-01-01 is bar 0), with a volume of 1000. */
export function makeBars(rows: readonly BarRow[]): Bars {
  const column = (read: (row: BarRow) => number) => Float64Array.from(rows, read)
  return {
    time: Float64Array.from(rows, (_, i) => Date.UTC(2020, 0, 1) + i * DAY_MS),
    open: column(([open]) => open),
    high: column(([, high]) => high),
    low: column(([, , low]) => low),
    close: column(([, , , close]) => close),
    volume: new Float64Array(rows.length).fill(1000),
  }
}

/** Bars whose open, high, low and close are one price. */
export function makeFlatBars(prices: readonly number[]): Bars {
  return makeBars(prices.map((price) => [price, price, price, price]))
}

/** Bars that walk from 100 by the given steps (fractions), with a gap between close and open and a range around both. */
export function makeWalk(steps: readonly number[]): Bars {
  let close = 100
  const rows = steps.map((step): BarRow => {
    const open = close * (1 + step / 3)
    close = Math.max(1, close * (1 + step))
    return [open, Math.max(open, close) * 1.002, Math.min(open, close) * 0.998, close]
  })
  return makeBars(rows)
}
