import type { Panel } from '#shared/domain/dataset.ts'
import { FILL_REASONS, type FillReason, type RunLedger } from '#shared/domain/ledger.ts'
import type { findRunWindow } from '../simulator/findRunWindow.ts'
import type { ClosedPart } from './holding.ts'

/** First and last bar of a run, both inclusive, as indices into the panel's calendar. */
export type PanelWindow = ReturnType<typeof findRunWindow>

export interface PanelFill {
  readonly bar: number
  /** Bar whose close decided the order. */
  readonly decisionBar: number
  /** Index of the instrument. */
  readonly symbol: number
  readonly units: number
  readonly price: number
  readonly commission: number
  readonly reason: FillReason
}

interface PanelTrade extends ClosedPart {
  readonly exitBar: number
  readonly exitPrice: number
  readonly exitReason: FillReason
  readonly symbol: number
}

/** The book after the fills of one bar. */
export interface Book {
  readonly cash: number
  /** Sum of units * last known close over all instruments. */
  readonly value: number
  readonly isOpen: boolean
  /** Paid at the close for borrowing what is short. */
  readonly borrow: number
}

/** Collects what happens in a run over a panel and lays it out in columns at the end. */
export class PanelLedger {
  droppedOrders = 0
  ruined = false
  readonly #panel: Panel
  readonly #window: PanelWindow
  readonly #fills: PanelFill[] = []
  readonly #trades: PanelTrade[] = []
  /** Bars never recorded (after ruin) stay empty: no cash, no position, no equity. */
  readonly #books: Book[] = []

  constructor(panel: Panel, window: PanelWindow) {
    this.#panel = panel
    this.#window = window
  }

  addFill(fill: PanelFill, closed: ClosedPart | null): void {
    this.#fills.push(fill)
    if (closed === null) return
    this.#trades.push({ ...closed, exitBar: fill.bar, exitPrice: fill.price, exitReason: fill.reason, symbol: fill.symbol })
  }

  addBook(book: Book): void {
    this.#books.push(book)
  }

  toLedger(openTrades: number): RunLedger {
    return {
      symbols: this.#panel.instruments.map(({ symbol }) => symbol),
      fills: this.#fillColumns(),
      trades: this.#tradeColumns(),
      positions: this.#positionColumns(),
      ambiguousBars: 0,
      droppedOrders: this.droppedOrders,
      openTrades,
      ruined: this.ruined,
    }
  }

  #fillColumns(): RunLedger['fills'] {
    const column = (read: (fill: PanelFill) => number) => Float64Array.from(this.#fills, read)
    return {
      bar: column((fill) => fill.bar),
      decisionBar: column((fill) => fill.decisionBar),
      time: column((fill) => this.#panel.time[fill.bar]!),
      units: column((fill) => fill.units),
      price: column((fill) => fill.price),
      commission: column((fill) => fill.commission),
      reason: column((fill) => FILL_REASONS.indexOf(fill.reason)),
      symbol: column((fill) => fill.symbol),
    }
  }

  #tradeColumns(): RunLedger['trades'] {
    const column = (read: (trade: PanelTrade) => number) => Float64Array.from(this.#trades, read)
    return {
      entryBar: column((trade) => trade.entryBar),
      exitBar: column((trade) => trade.exitBar),
      entryTime: column((trade) => this.#panel.time[trade.entryBar]!),
      exitTime: column((trade) => this.#panel.time[trade.exitBar]!),
      units: column((trade) => trade.units),
      entryPrice: column((trade) => trade.entryPrice),
      exitPrice: column((trade) => trade.exitPrice),
      pnl: column((trade) => trade.pnl),
      commission: column((trade) => trade.cost),
      exitReason: column((trade) => FILL_REASONS.indexOf(trade.exitReason)),
      symbol: column((trade) => trade.symbol),
    }
  }

  #positionColumns(): RunLedger['positions'] {
    const { firstBar, lastBar } = this.#window
    const length = lastBar - firstBar + 1
    const column = (read: (book: Book) => number) => {
      const values = new Float64Array(length)
      for (const [at, book] of this.#books.entries()) values[at] = read(book)
      return values
    }
    const borrow = column((book) => book.borrow)
    return {
      time: this.#panel.time.slice(firstBar, lastBar + 1),
      close: column((book) => book.value),
      cash: column((book) => book.cash),
      units: column((book) => Number(book.isOpen)),
      equity: column((book) => book.cash + book.value),
      ...(borrow.some((paid) => paid !== 0) ? { borrow } : {}),
    }
  }
}
