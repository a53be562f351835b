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
  type SumTerms,
  TRADED,
  TRADES,
  WINS,
  WORST,
} from '../metrics/runSums.ts'
import { EXIT_LONG, FLAT, LONG, SHORT } from '../strategies/signalCode.ts'
import { CodeScanner } from './codeScanner.ts'
import type { TradingRules } from './tradingRules.ts'

/** The bars of a run and its codes, warm-up cut off: row 0 is the first bar of the run. */
export interface FoldInput {
  readonly open: Float64Array
  readonly close: Float64Array
  readonly codes: Int8Array
}

/** Codes that a flat account, and one that is long, acts on: as a set of bits. */
const OPENS = (1 << LONG) | (1 << SHORT)
const CLOSES = (1 << SHORT) | (1 << FLAT) | (1 << EXIT_LONG)

/** Whether runs on these rules, and with this kind of sizing, can be folded while their codes stay long or flat. */
export function canFold(rules: TradingRules, sizing: string): boolean {
  const { rates } = rules
  const isAllIn = sizing === 'all_in' && rules.isFractional && rules.maxLeverage >= 1 && rules.maxParticipation === Number.POSITIVE_INFINITY
  const isUnguarded = !rules.isGuarded && rules.timeStopBars === Number.POSITIVE_INFINITY && rules.maintenanceMargin === 0
  return isAllIn && isUnguarded && rates.perUnit === 0 && rates.minimum === 0 && !rules.fillsAtClose
}

/**
 * The sums of a run that is all in or in cash (see canFold) in one pass over its bars, without ledger and equity curve:
 * in a position equity is units * close, so an inner bar's return is that of the close. Order and arithmetic are those of
 * the simulator and of runSums.ts; a test holds them equal to the last bit.
 */
export class RunFold {
  readonly #open: Float64Array
  readonly #close: Float64Array
  readonly #codes: Int8Array
  readonly #feeRate: number
  readonly #buyFactor: number
  readonly #sellFactor: number
  readonly #target: number
  readonly #sums: Float64Array
  #cash: number
  /** Equity at the last row summed. */
  #equity: number
  #peak: number
  /** Last row at or above the peak. */
  #peakRow = 0
  #worst = 1
  // The open position. Numbers stay in fields rather than arguments: passed to a function, V8 would box each of them.
  #units = 0
  #entryPrice = 0
  #entryFee = 0
  /** Sum of its closes so far. */
  #closes = 0
  /** Equity at the close of a row with a fill. */
  #now = 0
  #longest = 0

  constructor({ open, close, codes }: FoldInput, rules: TradingRules, { initialCash, target, sums }: SumTerms & { sums: Float64Array }) {
    this.#open = open
    this.#close = close
    this.#codes = codes
    this.#feeRate = rules.rates.perValue
    this.#buyFactor = rules.buyFactor
    this.#sellFactor = rules.sellFactor
    this.#target = target
    this.#sums = sums
    this.#cash = initialCash
    this.#equity = initialCash
    this.#peak = initialCash
  }

  /** False as soon as the codes ask for a short; the sums are void then. */
  run(): boolean {
    const codes = this.#codes
    const sums = this.#sums
    const rows = codes.length
    sums.fill(0)
    let row = 0
    const scanner = new CodeScanner(codes)
    for (;;) {
      const decided = scanner.next(row, OPENS)
      if (decided < rows && codes[decided] === SHORT) return false
      const entry = Math.min(decided + 1, rows)
      this.#stayInCash(row, entry)
      if (entry === rows) break
      const closing = scanner.next(entry, CLOSES)
      if (closing < rows && codes[closing] === SHORT) return false
      const exit = Math.min(closing + 1, rows)
      this.#hold(entry, exit)
      if (exit === rows) break
      row = exit
    }
    this.#finish(rows)
    return true
  }

  #stayInCash(from: number, end: number): void {
    if (from === end) return
    this.#sums[EQUITY]! += this.#cash * (end - from)
    if (this.#cash >= this.#peak) this.#peakRow = end - 1
  }

  /** A position from its fill at the open of `entry` to its sale at the open of `exit`, or to the end. */
  #hold(entry: number, exit: number): void {
    const close = this.#close
    const sums = this.#sums
    this.#buy(entry)
    this.#addInner(entry + 1, exit)
    sums[HELD]! += exit - entry
    sums[EQUITY]! += this.#units * this.#closes
    this.#equity = this.#units * close[exit - 1]!
    if (exit < close.length) this.#sell(exit)
  }

  #buy(row: number): void {
    const feeRate = this.#feeRate
    const sums = this.#sums
    const price = this.#open[row]! * this.#buyFactor
    const units = this.#cash / (price * (1 + feeRate))
    const fee = units * price * feeRate
    sums[COMMISSION]! += fee
    sums[TRADED]! += units * price
    this.#units = units
    this.#entryPrice = price
    this.#entryFee = fee
    this.#now = units * this.#close[row]!
    this.#addRow(row)
  }

  #sell(row: number): void {
    const feeRate = this.#feeRate
    const sums = this.#sums
    const price = this.#open[row]! * this.#sellFactor
    const value = this.#units * price
    const fee = value * feeRate
    const profit = this.#units * (price - this.#entryPrice) - (this.#entryFee + fee)
    sums[COMMISSION]! += fee
    sums[TRADED]! += value
    sums[TRADES]!++
    if (profit > 0) {
      sums[WINS]!++
      sums[GAINED]! += profit
    } else sums[LOST]! -= profit
    this.#cash = value * (1 - feeRate)
    this.#now = this.#cash
    this.#addRow(row)
  }

  /** A row with a fill, which ends with equity `#now`. */
  #addRow(row: number): void {
    const sums = this.#sums
    const equity = this.#now
    const r = equity / this.#equity - 1
    const excess = r - this.#target
    const shortfall = 0.5 * (excess - Math.abs(excess))
    const square = r * r
    sums[R1]! += r
    sums[R2]! += square
    sums[R3]! += square * r
    sums[R4]! += square * square
    sums[DOWN]! += shortfall * shortfall
    sums[LOSSES]! += 0.5 * (r - Math.abs(r))
    this.#equity = equity
    if (equity >= this.#peak) this.#raisePeak(row, equity)
    else if (equity <= this.#worst * this.#peak) this.#worst = Math.min(this.#worst, equity / this.#peak)
  }

  /** The rows of a position after its entry: one partial sum for every block of rows. */
  #addInner(from: number, end: number): void {
    const close = this.#close
    const sums = this.#sums
    const target = this.#target
    const units = this.#units
    let before = close[from - 1]!
    let closes = before
    let peak = this.#peak
    let deepest = this.#worst * peak
    for (let row = from; row < end; ) {
      const stop = Math.min((row | (BLOCK_ROWS - 1)) + 1, end)
      let partialCloses = 0
      let s1 = 0
      let s2 = 0
      let s3 = 0
      let s4 = 0
      let down = 0
      let losses = 0
      for (; row < stop; row++) {
        const now = close[row]!
        const r = now / before - 1
        const excess = r - target
        const shortfall = 0.5 * (excess - Math.abs(excess))
        const square = r * r
        before = now
        partialCloses += now
        s1 += r
        s2 += square
        s3 += square * r
        s4 += square * square
        down += shortfall * shortfall
        losses += 0.5 * (r - Math.abs(r))
        const equity = units * now
        if (equity >= peak) {
          this.#raisePeak(row, equity)
          peak = equity
          deepest = this.#worst * peak
        } else if (equity <= deepest) {
          this.#worst = Math.min(this.#worst, equity / peak)
          deepest = this.#worst * peak
        }
      }
      closes += partialCloses
      sums[R1]! += s1
      sums[R2]! += s2
      sums[R3]! += s3
      sums[R4]! += s4
      sums[DOWN]! += down
      sums[LOSSES]! += losses
    }
    this.#closes = closes
  }

  #raisePeak(row: number, equity: number): void {
    const length = row - this.#peakRow
    if (length > 1 && length > this.#longest) this.#longest = length
    this.#peak = equity
    this.#peakRow = row
  }

  #finish(rows: number): void {
    const sums = this.#sums
    // Rows that neither hold a position nor sell one return 0, which may still be short of the target.
    const idle = rows - 1 - sums[HELD]! - sums[TRADES]!
    const shortfall = Math.min(-this.#target, 0)
    sums[DOWN]! += idle * (shortfall * shortfall)
    sums[FINAL_EQUITY] = this.#equity
    sums[WORST] = this.#worst
    sums[LONGEST] = Math.max(this.#longest, rows - 1 - this.#peakRow)
    sums[ROWS] = rows
    sums[RETURNS] = rows - 1
  }
}
