import type { Bars } from '#shared/domain/dataset.ts'
import { FILL_REASONS, type FillReason, type RunLedger } from '#shared/domain/ledger.ts'

export interface Fill {
  readonly bar: number
  readonly decisionBar: number
  /** Signed: positive buys. */
  readonly units: number
  readonly price: number
  readonly commission: number
  readonly reason: FillReason
}

export interface ClosedTrade {
  readonly entryBar: number
  readonly exitBar: number
  /** Signed: positive long. */
  readonly units: number
  readonly entryPrice: number
  readonly exitPrice: number
  readonly pnl: number
  readonly commission: number
  readonly exitReason: FillReason
}

/** First and last bar of a run, both inclusive, as indices into all bars. */
export interface RunWindow {
  readonly firstBar: number
  readonly lastBar: number
}

/** Collects what happens in a run and lays it out in columns at the end. */
export class LedgerRecorder {
  ambiguousBars = 0
  droppedOrders = 0
  ruined = false
  readonly #bars: Bars
  readonly #window: RunWindow
  readonly #fills: Fill[] = []
  readonly #trades: ClosedTrade[] = []
  readonly #cash: Float64Array
  readonly #units: Float64Array
  readonly #equity: Float64Array
  /** Equity as last recorded; the initial cash before the first bar. */
  lastEquity: number

  constructor(bars: Bars, window: RunWindow, initialCash: number) {
    const length = window.lastBar - window.firstBar + 1
    this.#bars = bars
    this.lastEquity = initialCash
    this.#window = window
    this.#cash = new Float64Array(length)
    this.#units = new Float64Array(length)
    this.#equity = new Float64Array(length)
  }

  addFill(fill: Fill): void {
    this.#fills.push(fill)
  }

  addTrade(trade: ClosedTrade): void {
    this.#trades.push(trade)
  }

  /** The account after the fills of a bar. Bars never recorded (after ruin) stay 0. */
  recordBar(bar: number, cash: number, units: number): void {
    const at = bar - this.#window.firstBar
    this.#cash[at] = cash
    this.#units[at] = units
    this.lastEquity = cash + units * this.#bars.close[bar]!
    this.#equity[at] = this.lastEquity
  }

  toLedger(openTrades: number): RunLedger {
    const { ambiguousBars, droppedOrders, ruined } = this
    return {
      fills: this.#fillColumns(),
      trades: this.#tradeColumns(),
      positions: this.#positionColumns(),
      ambiguousBars,
      droppedOrders,
      openTrades,
      ruined,
    }
  }

  #fillColumns(): RunLedger['fills'] {
    const column = (read: (fill: Fill) => number) => Float64Array.from(this.#fills, read)
    return {
      bar: column((fill) => fill.bar),
      decisionBar: column((fill) => fill.decisionBar),
      time: column((fill) => this.#bars.time[fill.bar]!),
      units: column((fill) => fill.units),
      price: column((fill) => fill.price),
      commission: column((fill) => fill.commission),
      reason: column((fill) => FILL_REASONS.indexOf(fill.reason)),
    }
  }

  #tradeColumns(): RunLedger['trades'] {
    const column = (read: (trade: ClosedTrade) => number) => Float64Array.from(this.#trades, read)
    return {
      entryBar: column((trade) => trade.entryBar),
      exitBar: column((trade) => trade.exitBar),
      entryTime: column((trade) => this.#bars.time[trade.entryBar]!),
      exitTime: column((trade) => this.#bars.time[trade.exitBar]!),
      units: column((trade) => trade.units),
      entryPrice: column((trade) => trade.entryPrice),
      exitPrice: column((trade) => trade.exitPrice),
      pnl: column((trade) => trade.pnl),
      commission: column((trade) => trade.commission),
      exitReason: column((trade) => FILL_REASONS.indexOf(trade.exitReason)),
    }
  }

  #positionColumns(): RunLedger['positions'] {
    const { firstBar, lastBar } = this.#window
    return {
      time: this.#bars.time.slice(firstBar, lastBar + 1),
      close: this.#bars.close.slice(firstBar, lastBar + 1),
      cash: this.#cash,
      units: this.#units,
      equity: this.#equity,
    }
  }
}
