import type { Fill, LedgerRecorder } from './ledgerRecorder.ts'

/**
 * Cash and one position, at average cost. A fill that reduces the position closes a trade of the reduced units against
 * the position's average entry price; a fill that crosses zero is split at zero into that exit and a new entry, and its
 * commission is shared between the two by units. So the pnl of all trades plus the open position's unrealised pnl (net
 * of the commission it carries) is the change of equity, whatever the order of resizes.
 */
export class Account {
  cash: number
  /** Signed: a short is negative. */
  units = 0
  readonly #recorder: LedgerRecorder
  #entryBar = 0
  #averagePrice = 0
  /** Entry commission not yet charged to a closed trade. */
  #carriedCommission = 0

  constructor(cash: number, recorder: LedgerRecorder) {
    this.cash = cash
    this.#recorder = recorder
  }

  equityAt(price: number): number {
    return this.cash + this.units * price
  }

  fill(fill: Fill): void {
    this.#recorder.addFill(fill)
    this.cash -= fill.units * fill.price + fill.commission
    const size = Math.abs(fill.units)
    const reduced = this.units * fill.units < 0 ? Math.min(Math.abs(this.units), size) : 0
    if (reduced > 0) this.#reduce(reduced, (fill.commission * reduced) / size, fill)
    if (size > reduced) this.#extend(Math.sign(fill.units) * (size - reduced), (fill.commission * (size - reduced)) / size, fill)
  }

  #reduce(size: number, exitCommission: number, fill: Fill): void {
    const held = Math.abs(this.units)
    const units = Math.sign(this.units) * size
    const entryCommission = (this.#carriedCommission * size) / held
    const commission = entryCommission + exitCommission
    this.#recorder.addTrade({
      entryBar: this.#entryBar,
      exitBar: fill.bar,
      units,
      entryPrice: this.#averagePrice,
      exitPrice: fill.price,
      pnl: units * (fill.price - this.#averagePrice) - commission,
      commission,
      exitReason: fill.reason,
    })
    this.#carriedCommission -= entryCommission
    this.units -= units
  }

  #extend(units: number, commission: number, fill: Fill): void {
    if (this.units === 0) {
      this.#entryBar = fill.bar
      this.#averagePrice = fill.price
      this.#carriedCommission = commission
    } else {
      this.#averagePrice = (this.#averagePrice * this.units + fill.price * units) / (this.units + units)
      this.#carriedCommission += commission
    }
    this.units += units
  }
}
