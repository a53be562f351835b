import type { Panel, PanelInstrument } from '#shared/domain/dataset.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { SimpleFill } from './simpleSimulator.ts'

/**
 * A second simulator of panels, written from docs/engine.md alone and sharing no code with the engine: one loop, an
 * object per instrument, nothing carried but the book. It is slow and is meant to be read.
 */
export interface SimplePanelRun {
  readonly fills: (SimpleFill & { readonly symbol: number })[]
  readonly profits: number[]
  readonly cash: number[]
  readonly equity: number[]
  droppedOrders: number
  ruined: boolean
}

interface Lot {
  readonly symbol: number
  readonly data: PanelInstrument
  units: number
  averagePrice: number
  /** Commission and borrow cost not yet charged to a trade. */
  costs: number
  order: { readonly target: number; readonly decisionBar: number; readonly reason: string } | null
  tradedInBar: number
}

export interface SimplePanelInput {
  readonly panel: Panel
  readonly spec: RunSpec
  readonly window: { readonly firstBar: number; readonly lastBar: number }
  /** What the strategy wishes after the close of a bar: a weight per instrument, null where the position is let be. */
  readonly decide: (bar: number) => readonly (number | null)[]
}

export function simulatePanelSimply(input: SimplePanelInput): SimplePanelRun {
  return new SimplePanelSimulator(input).run()
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const exists = (price: number | undefined): price is number => price !== undefined && !Number.isNaN(price)

class SimplePanelSimulator {
  readonly #input: SimplePanelInput
  readonly #result: SimplePanelRun = { fills: [], profits: [], cash: [], equity: [], droppedOrders: 0, ruined: false }
  readonly #book: Lot[]
  #cash: number

  constructor(input: SimplePanelInput) {
    this.#input = input
    this.#cash = input.spec.initial_cash
    this.#book = input.panel.instruments.map((data, symbol) => ({
      ...{ symbol, data, units: 0, averagePrice: 0, costs: 0, order: null, tradedInBar: 0 },
    }))
  }

  run(): SimplePanelRun {
    const { firstBar, lastBar } = this.#input.window
    const atClose = this.#input.spec.execution.fill === 'close'
    for (let i = firstBar; i <= lastBar; i++) {
      if (this.#result.ruined) {
        this.#record(0, 0)
        continue
      }
      for (const lot of this.#book) lot.tradedInBar = 0
      this.#fillOrders(i, 'open')
      this.#delist(i)
      if (atClose && this.#equity(i) > 0) {
        this.#order(i)
        this.#fillOrders(i, 'close')
      }
      this.#endBar(i)
      if (!atClose && !this.#result.ruined) this.#order(i)
    }
    return this.#result
  }

  #record(cash: number, equity: number): void {
    this.#result.cash.push(cash)
    this.#result.equity.push(equity)
  }

  /** The newest close up to and including a bar, looked for afresh each time; NaN when there is none. */
  #lastClose({ data }: Lot, i: number): number {
    return data.close.subarray(0, i + 1).findLast((close) => exists(close)) ?? Number.NaN
  }

  #value(lot: Lot, i: number): number {
    return lot.units === 0 ? 0 : lot.units * this.#lastClose(lot, i)
  }

  #equity(i: number): number {
    return this.#cash + sum(this.#book.map((lot) => this.#value(lot, i)))
  }

  #order(i: number): void {
    const { max_leverage, fractional } = this.#input.spec.execution
    const wishes = this.#input.decide(i).map((weight, symbol) => (exists(this.#lastClose(this.#book[symbol]!, i)) ? weight : null))
    const equity = this.#equity(i)
    const wished = sum(wishes.map((weight) => Math.abs(weight ?? 0)))
    const letBe = sum(this.#book.filter((lot) => wishes[lot.symbol] === null).map((lot) => Math.abs(this.#value(lot, i))))
    const room = max_leverage === null ? Number.POSITIVE_INFINITY : Math.max(0, max_leverage - letBe / equity)
    const scale = wished > room ? room / wished : 1
    for (const lot of this.#book) {
      const weight = wishes[lot.symbol]
      if (weight == null) continue
      const wanted = (weight * scale * equity) / this.#lastClose(lot, i)
      const target = fractional ? wanted : Math.trunc(wanted)
      if (wanted !== 0 && target === 0 && lot.units === 0) this.#result.droppedOrders++
      lot.order = target === lot.units ? null : { target, decisionBar: i, reason: 'signal' }
    }
  }

  #fillOrders(i: number, at: 'open' | 'close'): void {
    for (const lot of this.#book) {
      const price = lot.data[at][i]
      if (lot.order === null || !exists(price)) continue
      const { target, decisionBar, reason } = lot.order
      const missing = target - lot.units
      const size = Math.min(Math.abs(missing), reason === 'signal' ? this.#volumeLeft(lot, i) : Number.POSITIVE_INFINITY)
      if (size < Math.abs(missing)) this.#result.droppedOrders++
      else lot.order = null
      if (size === 0) continue
      lot.tradedInBar += size
      const side = Math.sign(missing)
      const { slippage_bps, spread_bps } = this.#input.spec.execution
      const paid = price * (1 + (side * (slippage_bps + spread_bps / 2)) / 10_000)
      this.#trade(lot, { bar: i, decisionBar, units: side * size, price: paid, commission: this.#commission(size, paid), reason })
    }
  }

  #volumeLeft({ data, tradedInBar }: Lot, i: number): number {
    const { max_participation: share, fractional } = this.#input.spec.execution
    if (share == null) return Number.POSITIVE_INFINITY
    const left = Math.max(0, share * data.volume[i]! - tradedInBar)
    return fractional ? left : Math.floor(left)
  }

  #delist(i: number): void {
    const { delist_after, delisting_loss } = this.#input.spec.execution
    if (delist_after == null || i - this.#input.window.firstBar + 1 < delist_after) return
    for (const lot of this.#book) {
      const silent = Array.from({ length: delist_after }, (_, k) => lot.data.close[i - k]).every((close) => !exists(close))
      if (!silent) continue
      lot.order = null
      if (lot.units === 0) continue
      const price = this.#lastClose(lot, i) * (lot.units > 0 ? 1 - (delisting_loss ?? 0) : 1)
      this.#trade(lot, { bar: i, decisionBar: i, units: -lot.units, price, commission: 0, reason: 'delisted' })
    }
  }

  #endBar(i: number): void {
    const { borrow_rate, maintenance_margin } = this.#input.spec.execution
    for (const lot of this.#book) {
      if (lot.units >= 0) continue
      const charge = (Math.abs(this.#value(lot, i)) * (borrow_rate ?? 0)) / this.#input.spec.periods_per_year
      this.#cash -= charge
      lot.costs += charge
    }
    const exposed = sum(this.#book.map((lot) => Math.abs(this.#value(lot, i))))
    if (this.#equity(i) > 0 && maintenance_margin && this.#equity(i) <= maintenance_margin * exposed) {
      for (const lot of this.#book) lot.order = lot.units === 0 ? null : { target: 0, decisionBar: i, reason: 'margin_call' }
      this.#fillOrders(i, 'close')
    }
    if (this.#equity(i) > 0) {
      this.#record(this.#cash, this.#equity(i))
      return
    }
    this.#result.ruined = true
    for (const lot of this.#book) {
      const price = this.#lastClose(lot, i)
      const commission = this.#commission(lot.units, price)
      if (lot.units !== 0) this.#trade(lot, { bar: i, decisionBar: i, units: -lot.units, price, commission, reason: 'ruin' })
    }
    this.#record(0, 0)
  }

  #commission(units: number, price: number): number {
    const cost = this.#input.spec.cost_model
    if (cost.type === 'zero') return 0
    const rated = cost.type === 'percentage' ? Math.abs(units) * price * cost.percentage : Math.abs(units) * cost.cost_per_share
    return Math.max(rated, cost.minimum_commission)
  }

  /** Any fill. Average cost; a fill through zero is split into an exit and an entry that share its commission by units. */
  #trade(lot: Lot, fill: SimpleFill): void {
    const { units, price } = fill
    this.#result.fills.push({ ...fill, symbol: lot.symbol })
    this.#cash -= units * price + fill.commission
    const closed = lot.units * units < 0 ? Math.min(Math.abs(lot.units), Math.abs(units)) : 0
    const perUnit = fill.commission / Math.abs(units)
    if (closed > 0) {
      const carried = (lot.costs * closed) / Math.abs(lot.units)
      this.#result.profits.push(Math.sign(lot.units) * closed * (price - lot.averagePrice) - carried - perUnit * closed)
      lot.costs -= carried
      lot.units += Math.sign(units) * closed
    }
    const added = Math.abs(units) - closed
    if (added === 0) return
    const entered = Math.sign(units) * added
    lot.averagePrice = (lot.averagePrice * lot.units + price * entered) / (lot.units + entered)
    lot.costs += perUnit * added
    lot.units += entered
  }
}
