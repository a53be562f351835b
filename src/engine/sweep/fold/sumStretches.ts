import { DrawdownTracker } from '../../metrics/drawdown.ts'
import {
  BLOCK_ROWS,
  DOWN,
  EQUITY,
  FINAL_EQUITY,
  HELD,
  LONGEST,
  LOSSES,
  R1,
  R2,
  R3,
  R4,
  RETURNS,
  ROWS,
  WORST,
} from '../../metrics/runSums.ts'
import type { Resizes } from './resizes.ts'

export interface StretchTerms {
  readonly close: Float64Array
  readonly initialCash: number
  readonly target: number
}

/**
 * Adds the sums of returns, equity and drawdown in the canonical order of runSums.ts. False, and the sums void, where two
 * neighbouring stretches are one (a fill too small to show) or a position leaves no cash at all: both are the simulator's.
 */
export function sumStretches(resizes: Resizes, { close, initialCash, target }: StretchTerms, sums: Float64Array): boolean {
  const { rows, units, cash, equity, count } = resizes
  const last = close.length - 1
  const drawdowns = new DrawdownTracker(initialCash)
  drawdowns.stay(rows[1]! - 1, initialCash)
  let total = initialCash * rows[1]!
  let held = 0
  let idle = rows[1]! - 1
  for (let k = 1; k < count; k++) {
    const from = rows[k]!
    const end = rows[k + 1]!
    const isSame = cash[k] === cash[k - 1] && units[k] === units[k - 1]
    if (isSame || (units[k] !== 0 && cash[k] === 0)) return false
    if (units[k] === 0) {
      total += cash[k]! * (end - from)
      idle += end - from - 1
    } else {
      held += end - from
      total += cash[k]! * (end - from) + units[k]! * (end - from === 1 ? close[from]! : sumCloses(close, from, end))
    }
  }
  sums[EQUITY] = total
  sums[HELD] = held
  sumReturns(resizes, target, sums)
  drawdowns.addRange(equity, rows[1]!, last + 1)
  const shortfall = Math.min(-target, 0)
  sums[DOWN]! += idle * (shortfall * shortfall)
  sums[FINAL_EQUITY] = equity[last]!
  sums[ROWS] = last + 1
  sums[RETURNS] = last
  sums[WORST] = drawdowns.worst
  sums[LONGEST] = drawdowns.longestUntil(last)
  return true
}

function sumCloses(close: Float64Array, from: number, end: number): number {
  let closes = close[from]!
  for (let row = from + 1; row < end; ) {
    const stop = Math.min(end, (row | (BLOCK_ROWS - 1)) + 1)
    let partial = 0
    for (; row < stop; row++) partial += close[row]!
    closes += partial
  }
  return closes
}

/** The first row of a stretch goes into the totals, the others through partial sums; rows in cash return 0 and add nothing. */
function sumReturns({ rows, units, equity, count }: Resizes, target: number, sums: Float64Array): void {
  let total1 = 0
  let total2 = 0
  let total3 = 0
  let total4 = 0
  let down = 0
  let losses = 0
  for (let k = 1; k < count; k++) {
    const end = units[k] === 0 ? rows[k]! + 1 : rows[k + 1]!
    let stop = rows[k]! + 1
    for (let row = stop - 1; row < end; stop = Math.min(end, (row | (BLOCK_ROWS - 1)) + 1)) {
      let power1 = 0
      let power2 = 0
      let power3 = 0
      let power4 = 0
      let shortfalls = 0
      let loss = 0
      for (; row < stop; row++) {
        const change = equity[row]! / equity[row - 1]! - 1
        const excess = change - target
        const shortfall = 0.5 * (excess - Math.abs(excess))
        const square = change * change
        power1 += change
        power2 += square
        power3 += square * change
        power4 += square * square
        shortfalls += shortfall * shortfall
        loss += 0.5 * (change - Math.abs(change))
      }
      total1 += power1
      total2 += power2
      total3 += power3
      total4 += power4
      down += shortfalls
      losses += loss
    }
  }
  sums[R1] = total1
  sums[R2] = total2
  sums[R3] = total3
  sums[R4] = total4
  sums[DOWN] = down
  sums[LOSSES] = losses
}
