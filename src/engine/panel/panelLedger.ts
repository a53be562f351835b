import type { Panel } from '#shared/domain/dataset.ts'
import { FILL_REASONS, type FillReason, type RunLedger } from '#shared/domain/ledger.ts'
import type { findRunWindow } from '../simulator/findRunWindow.ts'
import { GrowingColumns, type LedgerBuffers } from '../simulator/ledgerBuffers.ts'
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

/** The book after the fills of one bar. */
export interface Book {
  readonly cash: number
  /** Sum of units * last known close over all instruments. */
  readonly value: number
  readonly isOpen: boolean
  /** Paid at the close for borrowing what is short. */
  readonly borrow: number
}

/** Writes down what happens in a run over a panel, in columns. */
export class PanelLedger {
  droppedOrders = 0
  ruined = false
  readonly #panel: Panel
  readonly #window: PanelWindow
  readonly #buffers: LedgerBuffers
  readonly #fillSymbols = new GrowingColumns(['symbol'])
  readonly #tradeSymbols = new GrowingColumns(['symbol'])
  readonly #values: Float64Array
  readonly #borrow: Float64Array

  constructor(panel: Panel, window: PanelWindow, buffers: LedgerBuffers) {
    const rows = window.lastBar - window.firstBar + 1
    this.#panel = panel
    this.#window = window
    this.#buffers = buffers
    buffers.reset(rows)
    for (const column of [buffers.cash, buffers.units, buffers.equity]) column.fill(0)
    this.#values = new Float64Array(rows)
    this.#borrow = new Float64Array(rows)
  }

  addFill(fill: PanelFill, closed: ClosedPart | null): void {
    const { fills } = this.#buffers
    const row = fills.reserve()
    const { bar, decisionBar, units, price, commission, reason } = fills.columns
    bar[row] = fill.bar
    decisionBar[row] = fill.decisionBar
    units[row] = fill.units
    price[row] = fill.price
    commission[row] = fill.commission
    reason[row] = FILL_REASONS.indexOf(fill.reason)
    writeSymbol(this.#fillSymbols, fill.symbol)
    if (closed !== null) this.#addTrade(fill, closed)
  }

  #addTrade(fill: PanelFill, closed: ClosedPart): void {
    const { trades } = this.#buffers
    const row = trades.reserve()
    const { columns } = trades
    columns.entryBar[row] = closed.entryBar
    columns.exitBar[row] = fill.bar
    columns.units[row] = closed.units
    columns.entryPrice[row] = closed.entryPrice
    columns.exitPrice[row] = fill.price
    columns.pnl[row] = closed.pnl
    columns.commission[row] = closed.cost
    columns.exitReason[row] = FILL_REASONS.indexOf(fill.reason)
    writeSymbol(this.#tradeSymbols, fill.symbol)
  }

  /** Bars never recorded (after ruin) stay empty: no cash, no position, no equity. */
  addBook(bar: number, { cash, value, isOpen, borrow }: Book): void {
    const row = bar - this.#window.firstBar
    this.#buffers.cash[row] = cash
    this.#buffers.units[row] = Number(isOpen)
    this.#buffers.equity[row] = cash + value
    this.#values[row] = value
    this.#borrow[row] = borrow
  }

  toLedger(openTrades: number): RunLedger {
    const { time, instruments } = this.#panel
    const { firstBar, lastBar } = this.#window
    const { cash, units, equity } = this.#buffers
    // Built onto the objects, for a copy would compute the times that are told only when asked for.
    const fills = Object.assign(this.#buffers.takeFills(time), { symbol: this.#fillSymbols.take('symbol') })
    const trades = Object.assign(this.#buffers.takeTrades(time), { symbol: this.#tradeSymbols.take('symbol') })
    return {
      symbols: instruments.map(({ symbol }) => symbol),
      fills,
      trades,
      positions: {
        ...{ time: time.slice(firstBar, lastBar + 1), close: this.#values, cash, units, equity },
        ...(this.#borrow.some((paid) => paid !== 0) ? { borrow: this.#borrow } : {}),
      },
      ambiguousBars: 0,
      droppedOrders: this.droppedOrders,
      openTrades,
      ruined: this.ruined,
    }
  }
}

function writeSymbol(symbols: GrowingColumns<'symbol'>, symbol: number): void {
  // Reserving may replace the columns.
  const row = symbols.reserve()
  symbols.columns.symbol[row] = symbol
}
