import { type CommissionRates, commissionOf } from './commission.ts'
import type { LedgerBuffers } from './ledgerBuffers.ts'

/** What a fill is, besides its price and units. Set before a fill, so that fills pass no objects. */
export interface Occasion {
  bar: number
  /** Bar whose close decided the order. */
  decisionBar: number
  /** Index into FILL_REASONS. */
  reason: number
}

/**
 * Cash and one position, at average cost. Every fill is charged to cash and written down; a fill that reduces the
 * position closes a trade of the reduced units against the position's average entry price. So the pnl of all trades plus
 * the open position's unrealised pnl (net of the costs it carries) is the change of equity, whatever the order of resizes.
 */
export class Account {
  cash: number
  /** Signed: a short is negative. */
  units = 0
  entryBar = 0
  averagePrice = 0
  /** Entry commission and borrow cost not yet charged to a closed trade. */
  carriedCost = 0
  readonly occasion: Occasion = { bar: 0, decisionBar: 0, reason: 0 }
  readonly #rates: CommissionRates
  readonly #buffers: LedgerBuffers

  constructor(cash: number, rates: CommissionRates, buffers: LedgerBuffers) {
    this.cash = cash
    this.#rates = rates
    this.#buffers = buffers
  }

  equityAt(price: number): number {
    return this.cash + this.units * price
  }

  /** Opens a position; the account is flat. `spendsAll` says that the units were sized to leave no cash: none is left. */
  enter(units: number, price: number, spendsAll: boolean): void {
    const commission = commissionOf(this.#rates, units, price)
    this.#writeFill(units, price, commission)
    // All-in spends everything by definition, while the subtraction may leave 1e-12 behind.
    this.cash = spendsAll ? 0 : this.cash - (units * price + commission)
    this.units = units
    this.entryBar = this.occasion.bar
    this.averagePrice = price
    this.carriedCost = commission
  }

  /** Closes the whole position. */
  exit(price: number): void {
    const { units } = this
    const { perValue, perUnit, minimum } = this.#rates
    const value = units * price
    const commission = commissionOf(this.#rates, units, price)
    this.#writeFill(-units, price, commission)
    const isRated = perUnit === 0 && Math.abs(value) * perValue >= minimum
    // One rounding less than value - commission, and the same as folding a trade from prices alone.
    this.cash += isRated ? value * (units > 0 ? 1 - perValue : 1 + perValue) : value - commission
    this.#writeTrade(units, price, this.carriedCost + commission)
    this.units = 0
    this.carriedCost = 0
  }

  /** Any fill: extends the position, reduces it, or crosses zero, where it is split into an exit and a new entry. */
  fill(units: number, price: number): void {
    const commission = commissionOf(this.#rates, units, price)
    this.#writeFill(units, price, commission)
    this.cash -= units * price + commission
    const size = Math.abs(units)
    const reduced = this.units * units < 0 ? Math.min(Math.abs(this.units), size) : 0
    if (reduced > 0) this.#reduce(reduced, price, (commission * reduced) / size)
    if (size > reduced) this.#extend(Math.sign(units) * (size - reduced), price, (commission * (size - reduced)) / size)
  }

  #reduce(size: number, price: number, exitCommission: number): void {
    const entryCost = (this.carriedCost * size) / Math.abs(this.units)
    const units = Math.sign(this.units) * size
    this.#writeTrade(units, price, entryCost + exitCommission)
    this.carriedCost -= entryCost
    this.units -= units
  }

  #extend(units: number, price: number, commission: number): void {
    if (this.units === 0) {
      this.entryBar = this.occasion.bar
      this.averagePrice = price
      this.carriedCost = commission
    } else {
      this.averagePrice = (this.averagePrice * this.units + price * units) / (this.units + units)
      this.carriedCost += commission
    }
    this.units += units
  }

  #writeFill(units: number, price: number, commission: number): void {
    const { fills } = this.#buffers
    const row = fills.reserve()
    const { columns } = fills
    columns.bar[row] = this.occasion.bar
    columns.decisionBar[row] = this.occasion.decisionBar
    columns.units[row] = units
    columns.price[row] = price
    columns.commission[row] = commission
    columns.reason[row] = this.occasion.reason
  }

  #writeTrade(units: number, price: number, cost: number): void {
    const { trades } = this.#buffers
    const row = trades.reserve()
    const { columns } = trades
    columns.entryBar[row] = this.entryBar
    columns.exitBar[row] = this.occasion.bar
    columns.units[row] = units
    columns.entryPrice[row] = this.averagePrice
    columns.exitPrice[row] = price
    columns.pnl[row] = units * (price - this.averagePrice) - cost
    columns.commission[row] = cost
    columns.exitReason[row] = this.occasion.reason
  }
}
