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
import { blockEnd, blockOf, CLOSES, LOSS, POWER1, POWER2, POWER3, POWER4, SHORTFALL, type SpanTable, SUM_COLUMNS } from './spanTable.ts'

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
  /** Returns summed so far, and the closes of the open position, in the columns of a row of the table. */
  readonly #held = new Float64Array(SUM_COLUMNS)
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
      if (this.#table.isDense) this.#path.hold(entry + 1, exit, units)
      else this.#path.walk(entry + 1, exit, units)
      if (exit < bars) this.#exit(exit, units)
      else this.isOpenAtEnd = true
      flatFrom = exit
    }
    this.#stayFlat(flatFrom, bars)
    this.#finish()
  }

  #begin(): void {
    this.sums.fill(0)
    this.#held.fill(0)
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
    const held = this.#held
    const change = equity / this.#equity - 1
    const shortfall = Math.min(change - this.#terms.target, 0)
    const square = change * change
    held[POWER1]! += change
    held[POWER2]! += square
    held[POWER3]! += square * change
    held[POWER4]! += square * square
    held[LOSS]! += Math.min(change, 0)
    held[SHORTFALL]! += shortfall * shortfall
    this.#equity = equity
    this.#path.addBar(bar, equity)
  }

  /** The bars of a position after its entry bar. */
  #sumHeld(entry: number, exit: number, units: number): void {
    const { sums } = this
    const { close, isDense } = this.#table
    this.#held[CLOSES] = close[entry]!
    if (isDense) this.#addRows(entry + 1, exit)
    else this.#addSpans(entry + 1, exit)
    sums[EQUITY]! += units * this.#held[CLOSES]!
    sums[HELD]! += exit - entry
    this.#equity = units * close[exit - 1]!
  }

  #addSpans(from: number, exit: number): void {
    for (let bar = from; bar < exit; bar = blockEnd(bar)) this.#addRow(this.#table.rowOf(bar, Math.min(blockEnd(bar), exit)))
  }

  /** Up to the end of a block, whole blocks, and the rest. */
  #addRows(from: number, exit: number): void {
    const headEnd = Math.min(blockEnd(from - 1), exit)
    const endBlock = blockOf(exit)
    const firstBlock = blockOf(headEnd + BLOCK_ROWS - 1)
    const tailFrom = Math.max(endBlock * BLOCK_ROWS, headEnd)
    if (from < headEnd) this.#addRow(this.#table.rowOf(from, headEnd))
    if (firstBlock < endBlock) this.#addBlocks(firstBlock, endBlock)
    if (tailFrom < exit) this.#addRow(this.#table.rowOf(tailFrom, exit))
  }

  #addRow(row: number): void {
    const held = this.#held
    const { sums } = this.#table
    const at = row * SUM_COLUMNS
    held[CLOSES]! += sums[at + CLOSES]!
    held[POWER1]! += sums[at + POWER1]!
    held[POWER2]! += sums[at + POWER2]!
    held[POWER3]! += sums[at + POWER3]!
    held[POWER4]! += sums[at + POWER4]!
    held[LOSS]! += sums[at + LOSS]!
    held[SHORTFALL]! += sums[at + SHORTFALL]!
  }

  /** The same for neighbouring whole blocks, whose rows are neighbours. */
  #addBlocks(first: number, end: number): void {
    const held = this.#held
    const { sums } = this.#table
    let closes = held[CLOSES]!
    let power1 = held[POWER1]!
    let power2 = held[POWER2]!
    let power3 = held[POWER3]!
    let power4 = held[POWER4]!
    let loss = held[LOSS]!
    let shortfall = held[SHORTFALL]!
    for (let at = first * SUM_COLUMNS; at < end * SUM_COLUMNS; at += SUM_COLUMNS) {
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

  #finish(): void {
    const { sums } = this
    const held = this.#held
    const { bars } = this.#table
    this.#path.finish()
    // Bars that neither hold a position nor sell one return 0, which may still be short of the target.
    const idleReturns = bars - 1 - sums[HELD]! - sums[TRADES]!
    const shortfall = Math.min(-this.#terms.target, 0)
    sums[R1] = held[POWER1]!
    sums[R2] = held[POWER2]!
    sums[R3] = held[POWER3]!
    sums[R4] = held[POWER4]!
    sums[LOSSES] = held[LOSS]!
    sums[DOWN] = held[SHORTFALL]! + idleReturns * (shortfall * shortfall)
    sums[FINAL_EQUITY] = this.#equity
    sums[WORST] = this.#path.worst
    sums[LONGEST] = this.#path.longest
    sums[ROWS] = bars
    sums[RETURNS] = bars - 1
  }
}
