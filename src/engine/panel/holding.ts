/** What closing part of a holding leaves: one row of the trades, without its bar and reason. */
export interface ClosedPart {
  readonly entryBar: number
  /** Signed: positive long. */
  readonly units: number
  readonly entryPrice: number
  readonly pnl: number
  /** Commission at entry and exit, and what borrowing cost in between. */
  readonly cost: number
}

/**
 * One instrument's position at average cost. A fill against the position closes a trade of the reduced units at the
 * average entry price; one that crosses zero is split there, and its commission is shared by units.
 */
export class Holding {
  /** Signed: a short is negative. */
  units = 0
  #entryBar = 0
  #averagePrice = 0
  /** Costs not yet charged to a closed trade. */
  #carriedCost = 0

  /** The trade a fill closes; null when it closes none. */
  fill({ bar, units, price, commission }: { bar: number; units: number; price: number; commission: number }): ClosedPart | null {
    const size = Math.abs(units)
    const reduced = this.units * units < 0 ? Math.min(Math.abs(this.units), size) : 0
    const closed = reduced > 0 ? this.#reduce(reduced, price, (commission * reduced) / size) : null
    if (size > reduced)
      this.#extend(bar, { units: Math.sign(units) * (size - reduced), price, cost: (commission * (size - reduced)) / size })
    return closed
  }

  /** A cost of holding on; it is charged to the trades that close the position. */
  addCost(cost: number): void {
    this.#carriedCost += cost
  }

  #reduce(size: number, price: number, exitCommission: number): ClosedPart {
    const entryCost = (this.#carriedCost * size) / Math.abs(this.units)
    const units = Math.sign(this.units) * size
    const cost = entryCost + exitCommission
    const closed = {
      entryBar: this.#entryBar,
      units,
      entryPrice: this.#averagePrice,
      pnl: units * (price - this.#averagePrice) - cost,
      cost,
    }
    this.#carriedCost -= entryCost
    this.units -= units
    return closed
  }

  #extend(bar: number, { units, price, cost }: { units: number; price: number; cost: number }): void {
    if (this.units === 0) {
      this.#entryBar = bar
      this.#averagePrice = price
      this.#carriedCost = cost
    } else {
      this.#averagePrice = (this.#averagePrice * this.units + price * units) / (this.units + units)
      this.#carriedCost += cost
    }
    this.units += units
  }
}
