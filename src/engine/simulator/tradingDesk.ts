import type { Bars } from '#shared/domain/dataset.ts'
import { FILL_REASONS, type FillReason, type RunLedger } from '#shared/domain/ledger.ts'
import { Account } from './account.ts'
import type { LedgerBuffers } from './ledgerBuffers.ts'
import type { TradingRules } from './tradingRules.ts'

/** First and last bar of a run, both inclusive, as indices into all bars. */
export interface RunWindow {
  readonly firstBar: number
  readonly lastBar: number
}

/** FILL_REASONS as numbers. */
const reasonCode = (reason: FillReason) => FILL_REASONS.indexOf(reason)
export const BY_SIGNAL = reasonCode('signal')
export const BY_STOP = reasonCode('stop')
export const BY_TARGET = reasonCode('target')
export const BY_TRAILING_STOP = reasonCode('trailing_stop')
export const BY_TIME_STOP = reasonCode('time_stop')
const BY_RUIN = reasonCode('ruin')
const BY_MARGIN_CALL = reasonCode('margin_call')

export interface DeskInput {
  readonly bars: Bars
  readonly window: RunWindow
  readonly rules: TradingRules
  readonly initialCash: number
  readonly buffers: LedgerBuffers
}

/** The books of one run: the account, what each bar left behind, and the counts. */
export class TradingDesk {
  readonly bars: Bars
  readonly window: RunWindow
  readonly rules: TradingRules
  readonly account: Account
  readonly buffers: LedgerBuffers
  ambiguousBars = 0
  droppedOrders = 0
  isRuined = false
  /** Equity as last recorded; the initial cash before the first bar. */
  lastEquity: number

  constructor({ bars, window, rules, initialCash, buffers }: DeskInput) {
    this.bars = bars
    this.window = window
    this.rules = rules
    this.buffers = buffers
    this.lastEquity = initialCash
    buffers.reset(window.lastBar - window.firstBar + 1)
    this.account = new Account(initialCash, rules.rates, buffers)
  }

  /** Names the fills that follow. */
  openOccasion(bar: number, decisionBar: number, reason: number): void {
    const { occasion } = this.account
    occasion.bar = bar
    occasion.decisionBar = decisionBar
    occasion.reason = reason
  }

  /** A market order that closes the position. */
  exitAtMarket(price: number): void {
    const { account, rules } = this
    account.exit(price * (account.units > 0 ? rules.sellFactor : rules.buyFactor))
  }

  /**
   * The end of a bar, after its fills: a margin call or ruin closes the position at the close; else a short pays for the
   * bar to come and equity is recorded. Ruin leaves equity at 0 from here on; a loss beyond the capital shows in the last
   * trade, not in equity.
   */
  endBar(bar: number): void {
    const close = this.bars.close[bar]!
    const charge = this.#borrowCharge(close)
    const exposed = Math.abs(this.account.units * close)
    if (this.account.equityAt(close) - charge <= this.rules.maintenanceMargin * exposed) this.#callMargin(bar, close)
    else if (charge > 0) this.#payBorrow(charge)
    if (this.account.equityAt(close) <= 0) this.isRuined = true
    this.#record(bar, close)
  }

  #borrowCharge(close: number): number {
    return this.account.units < 0 ? -this.account.units * close * this.rules.borrowPerBar : 0
  }

  #payBorrow(charge: number): void {
    this.account.cash -= charge
    this.account.carriedCost += charge
  }

  #callMargin(bar: number, close: number): void {
    if (this.account.units === 0) return
    const isRuin = this.account.equityAt(close) <= 0
    this.openOccasion(bar, bar, isRuin ? BY_RUIN : BY_MARGIN_CALL)
    if (isRuin) this.account.exit(close)
    else this.exitAtMarket(close)
  }

  #record(bar: number, close: number): void {
    const row = bar - this.window.firstBar
    const { cash, units, equity } = this.buffers
    if (this.isRuined) {
      for (const column of [cash, units, equity]) column.fill(0, row)
      return
    }
    cash[row] = this.account.cash
    units[row] = this.account.units
    this.lastEquity = this.account.equityAt(close)
    equity[row] = this.lastEquity
  }

  toLedger(): RunLedger {
    const { bars, window, buffers } = this
    const { cash, units, equity } = buffers
    const cut = (column: Float64Array) => column.subarray(window.firstBar, window.lastBar + 1)
    const close = cut(bars.close)
    const borrow = this.rules.borrowPerBar > 0 ? { borrow: borrowPaid(units, close, this.rules.borrowPerBar) } : {}
    return {
      fills: buffers.takeFills(bars.time),
      trades: buffers.takeTrades(bars.time),
      positions: { time: cut(bars.time), close, cash, units, equity, ...borrow },
      ambiguousBars: this.ambiguousBars,
      droppedOrders: this.droppedOrders,
      openTrades: this.account.units === 0 ? 0 : 1,
      ruined: this.isRuined,
    }
  }
}

function borrowPaid(units: Float64Array, close: Float64Array, perBar: number): Float64Array {
  return units.map((held, row) => (held < 0 ? -held * close[row]! * perBar : 0))
}
