import type { PositionColumns, RunLedger } from '#shared/domain/ledger.ts'
import { DrawdownTracker } from './drawdown.ts'

/**
 * The sums that all metrics of a run (but quantiles and the benchmark) are made of, at these places of a Float64Array.
 *
 * CANONICAL ORDER, kept by everything that measures a run, so that a sweep's row and a single run agree to the last bit.
 * Rows are the bars of the run, row 0 the first; equity before row 0 is the initial cash, and returns start at row 1.
 * A stretch is the longest stay of equal cash and equal units.
 * - The first row of a stretch (fills happened at its bar): equity / equity before - 1, added to the totals directly.
 * - A later row of a stretch with a position: close / close before - 1 where cash is exactly 0 (the units cancel), else
 *   equity / equity before - 1. Added to a partial sum that is flushed into the totals after every row k with
 *   (k & 15) === 15 and at the end of the stretch: short partial sums keep 1e-14 over a million rows, and the sums of a
 *   whole block of 16 closes depend on no strategy.
 * - A later row of a stretch without a position returns 0 and adds nothing.
 */
export const FINAL_EQUITY = 0
/** Sums of r, r^2, r^3, r^4. */
export const R1 = 1
export const R2 = 2
export const R3 = 3
export const R4 = 4
/** Sum of min(r - target, 0)^2, flat rows included. */
export const DOWN = 5
/** Sum of min(r, 0). */
export const LOSSES = 6
/** Least equity / running peak of equity, and the most rows from a peak to its recovery (or the end). */
export const WORST = 7
export const LONGEST = 8
/** Sum over stretches of cash * rows + units * sum of closes. */
export const EQUITY = 9
/** Rows that end with a position; all rows; returns that exist (none after ruin). */
export const HELD = 10
export const ROWS = 11
export const RETURNS = 12
/** Trades in order of exit: their number, those with a profit, the sum of profits and the (positive) sum of the rest. */
export const TRADES = 13
export const WINS = 14
export const GAINED = 15
export const LOST = 16
/** Over fills in order: commission, and |units * price|. */
export const COMMISSION = 17
export const TRADED = 18
export const SUM_COUNT = 19

/** Rows whose returns share one partial sum; a power of two. */
export const BLOCK_ROWS = 16

export interface SumTerms {
  /** Equity before the first row, above 0. */
  readonly initialCash: number
  /** Risk-free return of one period: the target of the downside deviation. */
  readonly target: number
}

/** All sums of a run. `sums` has SUM_COUNT places and is overwritten. */
export function sumRun(ledger: Pick<RunLedger, 'positions' | 'trades' | 'fills'>, terms: SumTerms, sums: Float64Array): void {
  sums.fill(0)
  new PositionWalk(ledger.positions, terms, sums).walk()
  const { pnl } = ledger.trades
  for (let i = 0; i < pnl.length; i++) addTrade(sums, pnl[i]!)
  const { units, price, commission } = ledger.fills
  for (let i = 0; i < units.length; i++) addFill(sums, units[i]! * price[i]!, commission[i]!)
}

/** Adds a closed trade by its profit. One that breaks even is no win, and loses nothing. */
function addTrade(sums: Float64Array, profit: number): void {
  sums[TRADES]!++
  if (profit > 0) {
    sums[WINS]!++
    sums[GAINED]! += profit
  } else sums[LOST]! -= profit
}

/** Adds a fill by its value (units * price, of either sign) and commission. */
function addFill(sums: Float64Array, value: number, commission: number): void {
  sums[COMMISSION]! += commission
  sums[TRADED]! += Math.abs(value)
}

/** The sums of plain returns, NaN where one is missing: no trades, no fills, equity from 1 (`path`, one longer). */
export function sumReturns({ returns, path }: { returns: Float64Array; path: Float64Array }, target: number, sums: Float64Array): void {
  sums.fill(0)
  const drawdowns = new DrawdownTracker(path[0]!)
  drawdowns.addRange(path, 1, path.length)
  for (const r of returns) if (!Number.isNaN(r)) addReturn(sums, r, target)
  sums[WORST] = drawdowns.worst
  sums[LONGEST] = drawdowns.longestUntil(path.length - 1)
  sums[FINAL_EQUITY] = path[path.length - 1]!
  sums[ROWS] = path.length
}

/** Adds one return to the totals directly. */
function addReturn(sums: Float64Array, r: number, target: number): void {
  const excess = r - target
  const shortfall = 0.5 * (excess - Math.abs(excess))
  const square = r * r
  sums[R1]! += r
  sums[R2]! += square
  sums[R3]! += square * r
  sums[R4]! += square * square
  sums[DOWN]! += shortfall * shortfall
  sums[LOSSES]! += 0.5 * (r - Math.abs(r))
  sums[RETURNS]!++
}

/** Walks the positions of a run stretch by stretch. */
class PositionWalk {
  readonly #positions: PositionColumns
  readonly #terms: SumTerms
  readonly #sums: Float64Array
  readonly #drawdowns: DrawdownTracker
  /** Rows that return exactly 0 and were not summed. */
  #idleReturns = 0

  constructor(positions: PositionColumns, terms: SumTerms, sums: Float64Array) {
    this.#positions = positions
    this.#terms = terms
    this.#sums = sums
    this.#drawdowns = new DrawdownTracker(terms.initialCash)
  }

  walk(): void {
    const { equity, cash, units } = this.#positions
    const { initialCash, target } = this.#terms
    const sums = this.#sums
    const rows = equity.length
    let row = 0
    if (rows > 0 && units[0] === 0 && cash[0] === initialCash) row = this.#stayInCash()
    else if (rows > 0) row = this.#enterAtOnce()
    while (row < rows && this.#equityBefore(row) > 0) row = this.#addStretch(row)
    const shortfall = Math.min(-target, 0)
    sums[DOWN]! += this.#idleReturns * (shortfall * shortfall)
    sums[FINAL_EQUITY] = equity[rows - 1] ?? initialCash
    sums[ROWS] = rows
    sums[WORST] = this.#drawdowns.worst
    sums[LONGEST] = this.#drawdowns.longestUntil(rows - 1)
  }

  /** The first stretch, when it begins in cash: row 0 has no return. */
  #stayInCash(): number {
    const end = this.#stretchEnd(0)
    this.#sums[EQUITY] = this.#terms.initialCash * end
    this.#sums[RETURNS] = end - 1
    this.#idleReturns = end - 1
    this.#drawdowns.stay(end - 1, this.#terms.initialCash)
    return end
  }

  /** A fill at the close of row 0: its cost shows in the return of row 1. */
  #enterAtOnce(): number {
    this.#sums[EQUITY] = this.#terms.initialCash
    if (this.#positions.units[0] !== 0) this.#sums[HELD] = 1
    return 1
  }

  #addStretch(row: number): number {
    const { cash, units, equity } = this.#positions
    const sums = this.#sums
    const end = this.#stretchEnd(row)
    this.#addFirst(row)
    if (units[row] === 0) {
      sums[EQUITY]! += cash[row]! * (end - row)
      if (equity[row]! > 0) this.#skipIdle(row, end)
      return end
    }
    sums[HELD]! += end - row
    sums[EQUITY]! += cash[row]! * (end - row) + units[row]! * this.#addHeld(row + 1, end)
    sums[RETURNS]! += end - row - 1
    return end
  }

  /** Rows after the first of a stretch in cash. */
  #skipIdle(row: number, end: number): void {
    this.#sums[RETURNS]! += end - row - 1
    this.#idleReturns += end - row - 1
    this.#drawdowns.stay(end - 1, this.#positions.equity[row]!)
  }

  #stretchEnd(row: number): number {
    const { cash, units } = this.#positions
    const [money, held] = [cash[row]!, units[row]!]
    let end = row + 1
    while (end < cash.length && cash[end] === money && units[end] === held) end++
    return end
  }

  #equityBefore(row: number): number {
    return row === 1 ? this.#terms.initialCash : this.#positions.equity[row - 1]!
  }

  #addFirst(row: number): void {
    const value = this.#positions.equity[row]!
    addReturn(this.#sums, value / this.#equityBefore(row) - 1, this.#terms.target)
    this.#drawdowns.add(row, value)
  }

  /** Rows after the first of a stretch with a position; returns the sum of the stretch's closes. */
  #addHeld(from: number, end: number): number {
    const { close } = this.#positions
    let closes = close[from - 1]!
    for (let row = from; row < end; ) {
      const stop = Math.min(end, (row | (BLOCK_ROWS - 1)) + 1)
      closes += this.#addBlock(row, stop)
      row = stop
    }
    return closes
  }

  /** Adds one partial sum of returns; returns the sum of its closes. `0.5 * (r - |r|)` is min(r, 0) without a branch. */
  #addBlock(from: number, to: number): number {
    const { close, equity, cash } = this.#positions
    const level = cash[from] === 0 ? close : equity
    const target = this.#terms.target
    let before = level[from - 1]!
    let closes = 0
    let s1 = 0
    let s2 = 0
    let s3 = 0
    let s4 = 0
    let down = 0
    let losses = 0
    for (let row = from; row < to; row++) {
      const now = level[row]!
      const r = now / before - 1
      const excess = r - target
      const shortfall = 0.5 * (excess - Math.abs(excess))
      const square = r * r
      before = now
      closes += close[row]!
      s1 += r
      s2 += square
      s3 += square * r
      s4 += square * square
      down += shortfall * shortfall
      losses += 0.5 * (r - Math.abs(r))
    }
    const sums = this.#sums
    sums[R1]! += s1
    sums[R2]! += s2
    sums[R3]! += s3
    sums[R4]! += s4
    sums[DOWN]! += down
    sums[LOSSES]! += losses
    this.#drawdowns.addRange(equity, from, to)
    return closes
  }
}
