import {
  BLOCK_ROWS,
  COMMISSION,
  DOWN,
  EQUITY,
  FINAL_EQUITY,
  GAINED,
  HELD,
  LONGEST,
  LOSSES,
  LOST,
  R1,
  R2,
  R3,
  R4,
  RETURNS,
  ROWS,
  SUM_COUNT,
  TRADED,
  TRADES,
  WINS,
  WORST,
} from '../../metrics/runSums.ts'
import { DrawdownPath } from './drawdownPath.ts'
import type { FoldTerms } from './foldTerms.ts'
import { addRows, addShort } from './heldSums.ts'
import { blockEnd, blockOf, CLOSES, LOSS, POWER1, POWER2, POWER3, POWER4, SHORTFALL, type SpanTable, SUM_COLUMNS } from './spanTable.ts'

/** Positions of one run by the bars at whose open they fill. */
export interface Positions {
  /** Entry and exit in turn, ascending; an exit at the number of bars is still to come. A reversal is an exit and an entry at one bar. */
  readonly fillBars: Int32Array
  /** 1 for every short, 0 for every long; null when all are long. */
  readonly areShort: Uint8Array | null
  /** Fill bars in use: two a position. */
  readonly length: number
}

/**
 * Sums (runSums.ts) of a run that is long or short with all its cash in fractional units or flat, fills at opens and pays
 * a proportional fee. A long costs a step for every 16 bars it is held, a short one for every bar. The arithmetic of a fill is the
 * simulator's, and so is every bit.
 */
export class PositionFold {
  /** The sums of the last run. */
  readonly sums = new Float64Array(SUM_COUNT)
  isOpenAtEnd = false
  readonly #table: SpanTable
  readonly #terms: FoldTerms
  readonly #path: DrawdownPath
  /** Returns summed so far, and the closes of the open position, in the columns of a row of the table. */
  readonly #held = new Float64Array(SUM_COLUMNS)
  /** Cash; for a long what it was bought with. */
  #cash = 0
  #units = 0
  #entryPrice = 0
  #entryFee = 0
  /** Equity at the last bar. */
  #equity = 0
  /** Bars in cash but for the first of each stay: they return 0. */
  #idle = 0

  constructor(table: SpanTable, terms: FoldTerms) {
    this.#table = table
    this.#terms = terms
    this.#path = new DrawdownPath(table)
  }

  /** False, and the sums void, where the account is ruined: only the simulator knows what follows. */
  run({ fillBars, areShort, length }: Positions): boolean {
    const { bars } = this.#table
    this.#begin()
    let flatFrom = 0
    for (let k = 0; k < length; k += 2) {
      const entry = fillBars[k]!
      const exit = fillBars[k + 1]!
      const isShort = areShort !== null && areShort[k >> 1] === 1
      this.#stayFlat(flatFrom, entry)
      if (!isShort) this.#holdLong(entry, exit)
      else if (!this.#holdShort(entry, exit)) return false
      if (exit < bars) {
        if (isShort) this.#cover(exit)
        else this.#sell(exit)
        if (!(this.#cash > 0)) return false
        // A reversal's bar ends with the next position.
        if (k + 2 === length || fillBars[k + 2] !== exit) this.#addBar(exit, this.#cash)
      } else this.isOpenAtEnd = true
      flatFrom = exit
    }
    this.#stayFlat(flatFrom, bars)
    this.#finish()
    return true
  }

  #begin(): void {
    this.sums.fill(0)
    this.#held.fill(0)
    this.isOpenAtEnd = false
    this.#cash = this.#terms.initialCash
    this.#equity = this.#cash
    this.#idle = 0
    this.#path.begin(this.#cash)
  }

  #stayFlat(from: number, end: number): void {
    if (from === end) return
    this.sums[EQUITY]! += this.#cash * (end - from)
    this.#idle += end - from - 1
    this.#path.stay(end, this.#cash)
  }

  /** Buys at the open of `entry` and holds up to `exit`. */
  #holdLong(entry: number, exit: number): void {
    const { sums } = this
    const { open, close } = this.#table
    const { rates, buyFactor } = this.#terms.rules
    const price = open[entry]! * buyFactor
    const units = this.#cash / (price * (1 + rates.perValue))
    this.#units = units
    this.#entryPrice = price
    this.#entryFee = units * price * rates.perValue
    sums[COMMISSION]! += this.#entryFee
    sums[TRADED]! += units * price
    this.#addBar(entry, units * close[entry]!)
    this.#sumLong(entry, exit)
    sums[EQUITY]! += units * this.#held[CLOSES]!
    sums[HELD]! += exit - entry
    this.#equity = units * close[exit - 1]!
    this.#path.hold(entry + 1, exit, units)
  }

  /** Sells a long at the open. */
  #sell(bar: number): void {
    const { rates, sellFactor } = this.#terms.rules
    const price = this.#table.open[bar]! * sellFactor
    const value = this.#units * price
    this.#closeTrade(price, value * rates.perValue)
    this.sums[TRADED]! += value
    this.#cash = value * (1 - rates.perValue)
  }

  /** Buys a short back at the open. */
  #cover(bar: number): void {
    const { rates, buyFactor } = this.#terms.rules
    const price = this.#table.open[bar]! * buyFactor
    const value = this.#units * price
    this.#closeTrade(price, -value * rates.perValue)
    this.sums[TRADED]! -= value
    this.#cash += value * (1 + rates.perValue)
  }

  #closeTrade(price: number, fee: number): void {
    const { sums } = this
    const profit = this.#units * (price - this.#entryPrice) - (this.#entryFee + fee)
    sums[COMMISSION]! += fee
    sums[TRADES]!++
    if (profit > 0) {
      sums[WINS]!++
      sums[GAINED]! += profit
    } else sums[LOST]! -= profit
  }

  /** Sells short at the open of `entry` and holds up to `exit`. False when it ends in ruin. */
  #holdShort(entry: number, exit: number): boolean {
    const { sums } = this
    const { open, close } = this.#table
    const { rates, sellFactor } = this.#terms.rules
    const price = open[entry]! * sellFactor
    const size = this.#cash / (price * (1 + rates.perValue))
    const fee = size * price * rates.perValue
    this.#units = -size
    this.#entryPrice = price
    this.#entryFee = fee
    this.#cash -= fee - size * price
    sums[COMMISSION]! += fee
    sums[TRADED]! += size * price
    const equity = this.#cash - size * close[entry]!
    if (!(equity > 0)) return false
    this.#addBar(entry, equity)
    const holding = { cash: this.#cash, units: -size }
    this.#held[CLOSES] = close[entry]!
    const lowest = addShort(this.#held, { close, from: entry + 1, end: exit, target: this.#terms.target, ...holding })
    this.#path.walk(entry + 1, exit, holding)
    this.#equity = holding.cash - size * close[exit - 1]!
    sums[EQUITY]! += this.#cash * (exit - entry) + this.#units * this.#held[CLOSES]!
    sums[HELD]! += exit - entry
    return lowest > 0
  }

  /** A bar whose return is the run's own, because it trades within it. `0.5 * (x - |x|)` is min(x, 0) without a branch. */
  #addBar(bar: number, equity: number): void {
    const held = this.#held
    const change = equity / this.#equity - 1
    const excess = change - this.#terms.target
    const shortfall = 0.5 * (excess - Math.abs(excess))
    const square = change * change
    held[POWER1]! += change
    held[POWER2]! += square
    held[POWER3]! += square * change
    held[POWER4]! += square * square
    held[LOSS]! += 0.5 * (change - Math.abs(change))
    held[SHORTFALL]! += shortfall * shortfall
    this.#equity = equity
    this.#path.addBar(bar, equity)
  }

  /** The bars of a long after its entry: up to the end of a block, whole blocks (whose rows are neighbours), and the rest. */
  #sumLong(entry: number, exit: number): void {
    const table = this.#table
    const held = this.#held
    const headEnd = Math.min(blockEnd(entry), exit)
    const endBlock = blockOf(exit)
    const firstBlock = blockOf(headEnd + BLOCK_ROWS - 1)
    const tailFrom = Math.max(endBlock * BLOCK_ROWS, headEnd)
    held[CLOSES] = table.close[entry]!
    if (entry + 1 < headEnd) addRows(held, table.sums, { row: table.rowOf(entry + 1, headEnd), count: 1 })
    if (firstBlock < endBlock) addRows(held, table.sums, { row: firstBlock, count: endBlock - firstBlock })
    if (tailFrom < exit) addRows(held, table.sums, { row: table.rowOf(tailFrom, exit), count: 1 })
  }

  #finish(): void {
    const { sums } = this
    const held = this.#held
    const { bars } = this.#table
    const shortfall = Math.min(-this.#terms.target, 0)
    this.#path.finish()
    sums[R1] = held[POWER1]!
    sums[R2] = held[POWER2]!
    sums[R3] = held[POWER3]!
    sums[R4] = held[POWER4]!
    sums[LOSSES] = held[LOSS]!
    sums[DOWN] = held[SHORTFALL]! + this.#idle * (shortfall * shortfall)
    sums[FINAL_EQUITY] = this.#equity
    sums[WORST] = this.#path.worst
    sums[LONGEST] = this.#path.longest
    sums[ROWS] = bars
    sums[RETURNS] = bars - 1
  }
}
