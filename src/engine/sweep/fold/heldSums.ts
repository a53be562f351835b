import { blockEnd, CLOSES, LOSS, POWER1, POWER2, POWER3, POWER4, SHORTFALL, SUM_COLUMNS } from './spanTable.ts'

/** Sums of the bars of a position, in the columns of a SpanTable. They wait in local names: through memory each addition would wait for the last. */

/** Adds neighbouring rows of a table to the sums so far. */
export function addRows(held: Float64Array, sums: Float64Array, { row, count }: { row: number; count: number }): void {
  let closes = held[CLOSES]!
  let power1 = held[POWER1]!
  let power2 = held[POWER2]!
  let power3 = held[POWER3]!
  let power4 = held[POWER4]!
  let loss = held[LOSS]!
  let shortfall = held[SHORTFALL]!
  const end = (row + count) * SUM_COLUMNS
  for (let at = row * SUM_COLUMNS; at < end; at += SUM_COLUMNS) {
    closes += sums[at + CLOSES]!
    power1 += sums[at + POWER1]!
    power2 += sums[at + POWER2]!
    power3 += sums[at + POWER3]!
    power4 += sums[at + POWER4]!
    loss += sums[at + LOSS]!
    shortfall += sums[at + SHORTFALL]!
  }
  held[CLOSES] = closes
  held[POWER1] = power1
  held[POWER2] = power2
  held[POWER3] = power3
  held[POWER4] = power4
  held[LOSS] = loss
  held[SHORTFALL] = shortfall
}

export interface ShortSpan {
  readonly close: Float64Array
  /** Bars after the one that entered. */
  readonly from: number
  readonly end: number
  readonly cash: number
  readonly units: number
  readonly target: number
}

/** Adds the bars of a short, whose returns depend on what it was entered at; answers its lowest equity. */
export function addShort(held: Float64Array, { close, from, end, cash, units, target }: ShortSpan): number {
  let before = cash + units * close[from - 1]!
  let lowest = before
  for (let bar = from; bar < end; ) {
    const stop = Math.min(blockEnd(bar), end)
    let closes = 0
    let power1 = 0
    let power2 = 0
    let power3 = 0
    let power4 = 0
    let loss = 0
    let shortfalls = 0
    for (let at = bar; at < stop; at++) {
      const price = close[at]!
      const equity = cash + units * price
      const change = equity / before - 1
      const excess = change - target
      const shortfall = 0.5 * (excess - Math.abs(excess))
      const square = change * change
      before = equity
      if (equity < lowest) lowest = equity
      closes += price
      power1 += change
      power2 += square
      power3 += square * change
      power4 += square * square
      loss += 0.5 * (change - Math.abs(change))
      shortfalls += shortfall * shortfall
    }
    held[CLOSES]! += closes
    held[POWER1]! += power1
    held[POWER2]! += power2
    held[POWER3]! += power3
    held[POWER4]! += power4
    held[LOSS]! += loss
    held[SHORTFALL]! += shortfalls
    bar = stop
  }
  return lowest
}
