import type { Panel } from '#shared/domain/dataset.ts'
import type { FillReason, RunLedger } from '#shared/domain/ledger.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { BarRun } from '../simulator/barRun.ts'
import { commissionOf } from '../simulator/commission.ts'
import { LedgerBuffers } from '../simulator/ledgerBuffers.ts'
import { type TradingRules, tradingRules } from '../simulator/tradingRules.ts'
import { Holding } from './holding.ts'
import { type PanelFill, PanelLedger, type PanelWindow } from './panelLedger.ts'

export interface PanelTraderInput {
  readonly panel: Panel
  readonly window: PanelWindow
  /** One column per instrument: a signed multiple of equity where it wants to trade, NaN where it does not. */
  readonly weights: readonly Float64Array[]
  readonly spec: Pick<RunSpec, 'initial_cash' | 'cost_model' | 'execution' | 'periods_per_year'>
  /** Memory of an earlier run to write into; its ledger becomes void. Fresh memory without. */
  readonly buffers?: LedgerBuffers | undefined
}

interface Order {
  /** Position to end up with. */
  readonly target: number
  readonly decisionBar: number
  readonly reason: FillReason
}

/**
 * Cash, one holding per instrument, and the orders that wait.
 *
 * Order of events in a bar: waiting orders fill at the open of every instrument that has a bar, in the order of
 * instruments; [decide and fill at the close, with close fills]; borrowing is paid; margin call or ruin; the book is
 * recorded; [decide].
 */
export class PanelTrader implements BarRun {
  readonly #input: PanelTraderInput
  readonly #rules: TradingRules
  readonly #holdings: readonly Holding[]
  /** Last known close per instrument; NaN before its first bar. */
  readonly #closes: Float64Array
  /** Bars of the calendar since each instrument's last own one. */
  readonly #silence: Float64Array
  readonly #orders: (Order | null)[]
  /** Units of each instrument that orders have traded in this bar. */
  readonly #traded: Float64Array
  readonly #ledger: PanelLedger
  #cash: number
  #bar: number

  constructor(input: PanelTraderInput) {
    const { panel, window, spec, buffers = new LedgerBuffers() } = input
    this.#input = input
    this.#rules = tradingRules(spec.execution, spec.cost_model, spec.periods_per_year)
    this.#holdings = panel.instruments.map(() => new Holding())
    this.#closes = lastKnownCloses(panel, window.firstBar)
    this.#silence = new Float64Array(panel.instruments.length)
    this.#orders = panel.instruments.map(() => null)
    this.#traded = new Float64Array(panel.instruments.length)
    this.#ledger = new PanelLedger(panel, window, buffers)
    this.#cash = spec.initial_cash
    this.#bar = window.firstBar
  }

  advance(to: number): void {
    const end = Math.min(to, this.#input.window.lastBar + 1)
    while (this.#bar < end && !this.#ledger.ruined) this.#play(this.#bar++)
  }

  toLedger(): RunLedger {
    return this.#ledger.toLedger(this.#openCount())
  }

  #play(bar: number): void {
    const { fillsAtClose } = this.#rules
    this.#traded.fill(0)
    this.#fillOrders(bar, 'open')
    this.#markCloses(bar)
    this.#closeDelisted(bar)
    if (fillsAtClose && this.#equity() > 0) {
      this.#decide(bar)
      this.#fillOrders(bar, 'close')
    }
    this.#endBar(bar)
    if (!fillsAtClose && !this.#ledger.ruined) this.#decide(bar)
  }

  #fillOrders(bar: number, at: 'open' | 'close'): void {
    const { instruments } = this.#input.panel
    for (let symbol = 0; symbol < instruments.length; symbol++) {
      const order = this.#orders[symbol]
      if (!order) continue
      const price = instruments[symbol]![at][bar]!
      if (Number.isNaN(price)) continue
      const wanted = order.target - this.#holdings[symbol]!.units
      const units = order.reason === 'signal' ? this.#tradable(wanted, symbol, bar) : wanted
      // What the volume cut off waits on.
      this.#orders[symbol] = units === wanted ? null : order
      if (units !== wanted) this.#ledger.droppedOrders++
      if (units === 0) continue
      this.#traded[symbol]! += Math.abs(units)
      this.#fill({ bar, decisionBar: order.decisionBar, symbol, units, price: this.#marketPrice(price, units), reason: order.reason })
    }
  }

  /** As much of an order as the bar's volume allows beside what was traded in it already. */
  #tradable(units: number, symbol: number, bar: number): number {
    const { maxParticipation, isFractional } = this.#rules
    if (maxParticipation === Number.POSITIVE_INFINITY) return units
    const allowed = maxParticipation * this.#input.panel.instruments[symbol]!.volume[bar]! - this.#traded[symbol]!
    return Math.sign(units) * Math.min(Math.abs(units), Math.max(0, isFractional ? allowed : Math.floor(allowed)))
  }

  #marketPrice(price: number, units: number): number {
    return price * (units > 0 ? this.#rules.buyFactor : this.#rules.sellFactor)
  }

  #markCloses(bar: number): void {
    const { instruments } = this.#input.panel
    for (let symbol = 0; symbol < instruments.length; symbol++) {
      const close = instruments[symbol]!.close[bar]!
      if (Number.isNaN(close)) this.#silence[symbol]!++
      else {
        this.#silence[symbol] = 0
        this.#closes[symbol] = close
      }
    }
  }

  /**
   * What has been silent for `delist_after` bars is settled at its last known close, less the loss of a long, without costs;
   * orders for it are void.
   */
  #closeDelisted(bar: number): void {
    const { delist_after: delistAfter, delisting_loss: loss } = this.#input.spec.execution
    if (!delistAfter) return
    for (const [symbol, { units }] of this.#holdings.entries()) {
      if (this.#silence[symbol]! < delistAfter) continue
      this.#orders[symbol] = null
      if (units === 0) continue
      const price = this.#closes[symbol]! * (units > 0 ? 1 - (loss ?? 0) : 1)
      this.#book({ bar, decisionBar: bar, symbol, units: -units, price, commission: 0, reason: 'delisted' })
    }
  }

  /** Turns this bar's weights into orders that replace those still waiting. */
  #decide(bar: number): void {
    const { weights } = this.#input
    if (weights.every((column) => Number.isNaN(column[bar]))) return
    const equity = this.#equity()
    const scale = this.#leverageScale(bar, equity)
    for (let symbol = 0; symbol < weights.length; symbol++) {
      const weight = this.#wish(symbol, bar)
      if (!Number.isNaN(weight)) this.#orders[symbol] = this.#makeOrder(symbol, (weight * scale * equity) / this.#closes[symbol]!, bar)
    }
  }

  /** The weight wished of an instrument; NaN lets it be, as does an instrument without any close to count units at. */
  #wish(symbol: number, bar: number): number {
    return Number.isNaN(this.#closes[symbol]) ? Number.NaN : this.#input.weights[symbol]![bar]!
  }

  #makeOrder(symbol: number, wanted: number, decisionBar: number): Order | null {
    const target = this.#rules.isFractional ? wanted : Math.trunc(wanted)
    const { units } = this.#holdings[symbol]!
    if (target === 0 && units === 0 && wanted !== 0) this.#ledger.droppedOrders++
    return target === units ? null : { target, decisionBar, reason: 'signal' }
  }

  /**
   * What the decided weights are multiplied by so that the whole book, positions that are let be included, stays within
   * max_leverage: 1 when it does.
   */
  #leverageScale(bar: number, equity: number): number {
    const { maxLeverage } = this.#rules
    if (maxLeverage === Number.POSITIVE_INFINITY) return 1
    let [decided, held] = [0, 0]
    for (let symbol = 0; symbol < this.#holdings.length; symbol++) {
      const weight = this.#wish(symbol, bar)
      if (Number.isNaN(weight)) held += Math.abs(this.#positionValue(symbol)) / equity
      else decided += Math.abs(weight)
    }
    return decided === 0 ? 1 : Math.min(1, Math.max(0, maxLeverage - held) / decided)
  }

  /** Borrowing is paid; then ruin, a margin call, or neither; the book is written down unless it is ruined. */
  #endBar(bar: number): void {
    const borrow = this.#payBorrow()
    if (this.#rules.maintenanceMargin > 0 && this.#isCalled()) this.#callMargin(bar)
    const value = this.#value()
    if (this.#cash + value <= 0) this.#closeRuined(bar)
    else this.#ledger.addBook(bar, { cash: this.#cash, value, borrow, isOpen: this.#holdings.some(({ units }) => units !== 0) })
  }

  #payBorrow(): number {
    const { borrowPerBar } = this.#rules
    if (borrowPerBar === 0) return 0
    let paid = 0
    for (const [symbol, holding] of this.#holdings.entries()) {
      if (holding.units >= 0) continue
      const cost = -this.#positionValue(symbol) * borrowPerBar
      holding.addCost(cost)
      paid += cost
    }
    this.#cash -= paid
    return paid
  }

  #isCalled(): boolean {
    const exposed = this.#holdings.reduce((total, _, symbol) => total + Math.abs(this.#positionValue(symbol)), 0)
    const equity = this.#equity()
    return equity > 0 && equity <= this.#rules.maintenanceMargin * exposed
  }

  /** Replaces every order by one that closes: it fills at this close, or at the next open of what has no bar. */
  #callMargin(bar: number): void {
    for (const [symbol, { units }] of this.#holdings.entries()) {
      this.#orders[symbol] = units === 0 ? null : { target: 0, decisionBar: bar, reason: 'margin_call' }
    }
    this.#fillOrders(bar, 'close')
  }

  #closeRuined(bar: number): void {
    this.#ledger.ruined = true
    for (const [symbol, { units }] of this.#holdings.entries()) {
      if (units !== 0) this.#fill({ bar, decisionBar: bar, symbol, units: -units, price: this.#closes[symbol]!, reason: 'ruin' })
    }
  }

  #fill(fill: Omit<PanelFill, 'commission'>): void {
    this.#book({ ...fill, commission: commissionOf(this.#rules.rates, fill.units, fill.price) })
  }

  #book(fill: PanelFill): void {
    this.#cash -= fill.units * fill.price + fill.commission
    this.#ledger.addFill(fill, this.#holdings[fill.symbol]!.fill(fill))
  }

  #equity(): number {
    return this.#cash + this.#value()
  }

  #positionValue(symbol: number): number {
    const { units } = this.#holdings[symbol]!
    // A position of nothing is worth nothing, even before the first close.
    return units === 0 ? 0 : units * this.#closes[symbol]!
  }

  #value(): number {
    let total = 0
    for (let symbol = 0; symbol < this.#holdings.length; symbol++) total += this.#positionValue(symbol)
    return total
  }

  #openCount(): number {
    return this.#holdings.filter(({ units }) => units !== 0).length
  }
}

/** Closes as known at the end of the bar before the run. */
function lastKnownCloses({ instruments }: Panel, firstBar: number): Float64Array {
  return Float64Array.from(instruments, ({ close }) => close.subarray(0, firstBar).findLast((value) => !Number.isNaN(value)) ?? Number.NaN)
}
