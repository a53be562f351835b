import type { Panel } from '#shared/domain/dataset.ts'
import type { FillReason, RunLedger } from '#shared/domain/ledger.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import { type CancelSignal, throwIfCancelled } from '../simulator/cancelSignal.ts'
import { type CommissionRates, commissionOf, commissionRates } from '../simulator/commission.ts'
import { fillPrice } from '../simulator/fillPrice.ts'
import { Holding } from './holding.ts'
import { PanelLedger, type PanelWindow } from './panelLedger.ts'

/** Bars between two looks at the cancel signal. */
const BLOCK_BARS = 256

export interface PanelSimulationInput {
  readonly panel: Panel
  readonly window: PanelWindow
  /** One column per instrument: a signed multiple of equity where it wants to trade, NaN where it does not. */
  readonly weights: readonly Float64Array[]
  readonly spec: RunSpec
  readonly cancel?: CancelSignal | undefined
  /** Told the share of bars done, 0..1. */
  readonly onProgress?: ((share: number) => void) | undefined
}

/**
 * Runs target weights over a panel. Within a bar: waiting orders fill at the open of every instrument that has a bar, in
 * the order of instruments; [decide and fill at the close, with close fills]; the book is recorded; [decide].
 *
 * Units are counted at the deciding bar's last known closes from equity after that bar's fills, capped by `max_leverage`
 * over the whole book and, unless fractional, rounded towards zero. An order of an instrument without a bar waits for its
 * next one, unless a later decision replaces it. An instrument without a bar is marked at its last known close, also
 * after its data have ended: what is held then stays open, for nobody could have sold it.
 *
 * Equity at or below zero ends the run: everything closes at its last known close and equity stays 0.
 */
export function simulatePanel(input: PanelSimulationInput): RunLedger {
  const { window, spec, cancel, onProgress } = input
  const trader = new PanelTrader(input)
  const fillsAtClose = spec.execution.fill === 'close'
  for (let bar = window.firstBar; bar <= window.lastBar; bar++) {
    if ((bar - window.firstBar) % BLOCK_BARS === 0) {
      throwIfCancelled(cancel)
      onProgress?.((bar - window.firstBar) / (window.lastBar - window.firstBar + 1))
    }
    trader.fillOrders(bar, 'open')
    trader.markCloses(bar)
    if (fillsAtClose && trader.equity() > 0) {
      trader.decide(bar)
      trader.fillOrders(bar, 'close')
    }
    if (!trader.recordBook(bar)) break
    if (!fillsAtClose) trader.decide(bar)
  }
  onProgress?.(1)
  return trader.toLedger()
}

interface Order {
  /** Position to end up with. */
  readonly target: number
  readonly decisionBar: number
}

/** Cash, one holding per instrument, and the orders that wait. */
class PanelTrader {
  readonly #input: PanelSimulationInput
  readonly #rates: CommissionRates
  readonly #holdings: readonly Holding[]
  /** Last known close per instrument; NaN before its first bar. */
  readonly #closes: Float64Array
  readonly #orders: (Order | null)[]
  readonly #ledger: PanelLedger
  #cash: number

  constructor(input: PanelSimulationInput) {
    const { panel, window, spec } = input
    this.#input = input
    this.#rates = commissionRates(spec.cost_model)
    this.#holdings = panel.instruments.map(() => new Holding())
    this.#closes = lastKnownCloses(panel, window.firstBar)
    this.#orders = panel.instruments.map(() => null)
    this.#ledger = new PanelLedger(panel, window)
    this.#cash = spec.initial_cash
  }

  equity(): number {
    return this.#cash + this.#value()
  }

  fillOrders(bar: number, at: 'open' | 'close'): void {
    for (const [symbol, instrument] of this.#input.panel.instruments.entries()) {
      const order = this.#orders[symbol]
      const price = instrument[at][bar]!
      if (!order || Number.isNaN(price)) continue
      this.#orders[symbol] = null
      const units = order.target - this.#holdings[symbol]!.units
      if (units === 0) continue
      const paid = fillPrice(price, units > 0 ? 1 : -1, this.#input.spec.execution)
      this.#fill({ bar, decisionBar: order.decisionBar, symbol, units, price: paid, reason: 'signal' })
    }
  }

  markCloses(bar: number): void {
    for (const [symbol, { close }] of this.#input.panel.instruments.entries()) {
      if (!Number.isNaN(close[bar])) this.#closes[symbol] = close[bar]!
    }
  }

  /** Turns this bar's weights into orders that replace those still waiting. */
  decide(bar: number): void {
    const weights = this.#input.weights.map((column, symbol) => (Number.isNaN(this.#closes[symbol]) ? Number.NaN : column[bar]!))
    const equity = this.equity()
    const scale = this.#leverageScale(weights, equity)
    for (const [symbol, weight] of weights.entries()) {
      if (!Number.isNaN(weight)) this.#orders[symbol] = this.#makeOrder(symbol, (weight * scale * equity) / this.#closes[symbol]!, bar)
    }
  }

  /** Charges the borrow cost of the bar and writes the book down; false when the run ends in ruin. */
  recordBook(bar: number): boolean {
    const borrow = this.#chargeBorrow()
    const value = this.#value()
    if (this.#cash + value <= 0) {
      this.#closeRuined(bar)
      return false
    }
    this.#ledger.addBook({ cash: this.#cash, value, borrow, isOpen: this.#openCount() > 0 })
    return true
  }

  toLedger(): RunLedger {
    return this.#ledger.toLedger(this.#openCount())
  }

  #makeOrder(symbol: number, wanted: number, decisionBar: number): Order | null {
    const target = this.#input.spec.execution.fractional ? wanted : Math.trunc(wanted)
    const { units } = this.#holdings[symbol]!
    if (target === 0 && units === 0 && wanted !== 0) this.#ledger.droppedOrders++
    return target === units ? null : { target, decisionBar }
  }

  /**
   * What the decided weights are multiplied by so that the whole book, positions that are let be included, stays within
   * max_leverage: 1 when it does.
   */
  #leverageScale(weights: readonly number[], equity: number): number {
    const limit = this.#input.spec.execution.max_leverage
    if (limit === null) return 1
    let [decided, held] = [0, 0]
    for (const [symbol, weight] of weights.entries()) {
      if (Number.isNaN(weight)) held += Math.abs(this.#positionValue(symbol)) / equity
      else decided += Math.abs(weight)
    }
    return decided === 0 ? 1 : Math.min(1, Math.max(0, limit - held) / decided)
  }

  #fill(fill: { bar: number; decisionBar: number; symbol: number; units: number; price: number; reason: FillReason }): void {
    const commission = commissionOf(this.#rates, fill.units, fill.price)
    this.#cash -= fill.units * fill.price + commission
    const closed = this.#holdings[fill.symbol]!.fill({ ...fill, commission })
    this.#ledger.addFill({ ...fill, commission }, closed)
  }

  #chargeBorrow(): number {
    const { execution, periods_per_year: periodsPerYear } = this.#input.spec
    const rate = (execution.borrow_rate ?? 0) / periodsPerYear
    if (rate === 0) return 0
    let paid = 0
    for (const [symbol, holding] of this.#holdings.entries()) {
      if (holding.units >= 0) continue
      const cost = -this.#positionValue(symbol) * rate
      holding.addCost(cost)
      paid += cost
    }
    this.#cash -= paid
    return paid
  }

  #closeRuined(bar: number): void {
    this.#ledger.ruined = true
    for (const [symbol, { units }] of this.#holdings.entries()) {
      if (units !== 0) this.#fill({ bar, decisionBar: bar, symbol, units: -units, price: this.#closes[symbol]!, reason: 'ruin' })
    }
  }

  #positionValue(symbol: number): number {
    const { units } = this.#holdings[symbol]!
    // A position of nothing is worth nothing, even before the first close.
    return units === 0 ? 0 : units * this.#closes[symbol]!
  }

  #value(): number {
    return this.#holdings.reduce((total, _, symbol) => total + this.#positionValue(symbol), 0)
  }

  #openCount(): number {
    return this.#holdings.filter(({ units }) => units !== 0).length
  }
}

/** Closes as known at the end of the bar before the run. */
function lastKnownCloses({ instruments }: Panel, firstBar: number): Float64Array {
  return Float64Array.from(instruments, ({ close }) => close.subarray(0, firstBar).findLast((value) => !Number.isNaN(value)) ?? Number.NaN)
}
