import {
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
import { blockEnd, CLOSES, LOSS, POWER1, POWER2, POWER3, POWER4, SHORTFALL, type SpanTable, SUM_COLUMNS } from './spanTable.ts'

/** Trades of one long-only run by the bars at whose open they fill. */
export interface LongTrades {
  /** Entry and exit in turn, ascending; an exit at the number of bars is still to come. */
  readonly fillBars: Int32Array
  /** Numbers in use: two a trade. */
  readonly length: number
}

export interface LongFoldTerms {
  readonly initialCash: number
  /** Commission as a fraction of traded value, without a minimum. */
  readonly feeRate: number
  /** Slippage and half the spread, as factors on the open. */
  readonly buyFactor: number
  readonly sellFactor: number
  /** Risk-free return of one period. */
  readonly target: number
}

/**
 * Sums (runSums.ts) of a run that is long with all its cash in fractional units or flat, fills at opens and pays a
 * proportional fee, without walking over its bars: a trade costs a step for every 16 bars it is held. The arithmetic of
 * a fill is the simulator's, and so is every bit.
 */
export class LongFold {
  /** The sums of the last run. */
  readonly sums = new Float64Array(SUM_COUNT)
  isOpenAtEnd = false
  readonly #table: SpanTable
  readonly #terms: LongFoldTerms
  readonly #path: DrawdownPath
  /** Cash, or what the open position was bought with. */
  #cash = 0
  #entryPrice = 0
  #entryFee = 0
  /** Equity at the last bar. */
  #equity = 0

  constructor(table: SpanTable, terms: LongFoldTerms) {
    this.#table = table
    this.#terms = terms
    this.#path = new DrawdownPath(table)
  }

  run({ fillBars, length }: LongTrades): void {
    const { bars } = this.#table
    this.#begin()
    let flatFrom = 0
    for (let k = 0; k < length; k += 2) {
      const entry = fillBars[k]!
      const exit = fillBars[k + 1]!
      this.#stayFlat(flatFrom, entry)
      const units = this.#enter(entry)
      this.#sumHeld(entry, exit, units)
      this.#path.hold(entry + 1, exit, units)
      if (exit < bars) this.#exit(exit, units)
      else this.isOpenAtEnd = true
      flatFrom = exit
    }
    this.#stayFlat(flatFrom, bars)
    this.#finish()
  }

  #begin(): void {
    this.sums.fill(0)
    this.isOpenAtEnd = false
    this.#cash = this.#terms.initialCash
    this.#equity = this.#cash
    this.#path.begin(this.#cash)
  }

  #stayFlat(from: number, end: number): void {
    if (from === end) return
    this.sums[EQUITY]! += this.#cash * (end - from)
    this.#path.stay(end, this.#cash)
  }

  /** Buys at the open; answers the units. */
  #enter(bar: number): number {
    const { sums } = this
    const { feeRate, buyFactor } = this.#terms
    const price = this.#table.open[bar]! * buyFactor
    const units = this.#cash / (price * (1 + feeRate))
    this.#entryPrice = price
    this.#entryFee = units * price * feeRate
    sums[COMMISSION]! += this.#entryFee
    sums[TRADED]! += units * price
    this.#addBar(bar, units * this.#table.close[bar]!)
    return units
  }

  /** Sells at the open; the bar closes flat. */
  #exit(bar: number, units: number): void {
    const { sums } = this
    const { feeRate, sellFactor } = this.#terms
    const price = this.#table.open[bar]! * sellFactor
    const value = units * price
    const fee = value * feeRate
    const profit = units * (price - this.#entryPrice) - (this.#entryFee + fee)
    sums[COMMISSION]! += fee
    sums[TRADED]! += value
    sums[TRADES]!++
    if (profit > 0) {
      sums[WINS]!++
      sums[GAINED]! += profit
    } else sums[LOST]! -= profit
    this.#cash = value * (1 - feeRate)
    this.#addBar(bar, this.#cash)
  }

  /** A bar whose return is the run's own, because it trades within it. */
  #addBar(bar: number, equity: number): void {
    const { sums } = this
    const change = equity / this.#equity - 1
    const shortfall = Math.min(change - this.#terms.target, 0)
    const square = change * change
    sums[R1]! += change
    sums[R2]! += square
    sums[R3]! += square * change
    sums[R4]! += square * square
    sums[LOSSES]! += Math.min(change, 0)
    sums[DOWN]! += shortfall * shortfall
    this.#equity = equity
    this.#path.addBar(bar, equity)
  }

  /** The bars of a position after its entry bar, block by block. */
  #sumHeld(entry: number, exit: number, units: number): void {
    const { sums } = this
    const { sums: rows, close } = this.#table
    let power1 = sums[R1]!
    let power2 = sums[R2]!
    let power3 = sums[R3]!
    let power4 = sums[R4]!
    let loss = sums[LOSSES]!
    let down = sums[DOWN]!
    let closes = close[entry]!
    for (let bar = entry + 1; bar < exit; ) {
      const stop = Math.min(blockEnd(bar), exit)
      const at = this.#table.rowOf(bar, stop) * SUM_COLUMNS
      power1 += rows[at + POWER1]!
      power2 += rows[at + POWER2]!
      power3 += rows[at + POWER3]!
      power4 += rows[at + POWER4]!
      loss += rows[at + LOSS]!
      down += rows[at + SHORTFALL]!
      closes += rows[at + CLOSES]!
      bar = stop
    }
    sums[R1] = power1
    sums[R2] = power2
    sums[R3] = power3
    sums[R4] = power4
    sums[LOSSES] = loss
    sums[DOWN] = down
    sums[EQUITY]! += units * closes
    sums[HELD]! += exit - entry
    this.#equity = units * close[exit - 1]!
  }

  #finish(): void {
    const { sums } = this
    const { bars } = this.#table
    this.#path.finish()
    // Bars that neither hold a position nor sell one return 0, which may still be short of the target.
    const idleReturns = bars - 1 - sums[HELD]! - sums[TRADES]!
    const shortfall = Math.min(-this.#terms.target, 0)
    sums[DOWN]! += idleReturns * (shortfall * shortfall)
    sums[FINAL_EQUITY] = this.#equity
    sums[WORST] = this.#path.worst
    sums[LONGEST] = this.#path.longest
    sums[ROWS] = bars
    sums[RETURNS] = bars - 1
  }
}
