import { SUM_COUNT } from '../../metrics/runSums.ts'
import type { FoldTerms } from './foldTerms.ts'
import type { Resizes } from './resizes.ts'
import type { SpanPrices } from './spanTable.ts'
import { sumResizes } from './sumResizes.ts'
import { sumStretches } from './sumStretches.ts'

/** As in targetRun.ts: changes of position at or below this many units are not worth an order. */
const MIN_RESIZE_UNITS = 0.1

/**
 * Sums (runSums.ts) of a run that resizes towards a target exposure at every open, in three loops over memory that all
 * runs share: cash and units; the trades they close; the returns. The arithmetic is that of targetRun.ts and account.ts,
 * and so is every bit.
 */
export class TargetFold {
  readonly sums = new Float64Array(SUM_COUNT)
  isOpenAtEnd = false
  readonly #prices: SpanPrices
  readonly #terms: FoldTerms
  readonly #resizes: Resizes

  constructor(prices: SpanPrices, terms: FoldTerms) {
    const column = () => new Float64Array(prices.close.length + 2)
    this.#prices = prices
    this.#terms = terms
    this.#resizes = {
      rows: new Int32Array(prices.close.length + 2),
      orders: column(),
      prices: column(),
      commissions: column(),
      cash: column(),
      units: column(),
      equity: column(),
      count: 0,
    }
  }

  /** One exposure a row, NaN for none. False, and the sums void, where the account is ruined: only the simulator knows what follows. */
  run(exposure: Float64Array): boolean {
    if (!this.#fillOrders(exposure)) return false
    const { units, count } = this.#resizes
    const { initialCash, target } = this.#terms
    this.sums.fill(0)
    this.isOpenAtEnd = units[count - 1] !== 0
    sumResizes(this.#resizes, this.sums)
    return sumStretches(this.#resizes, { close: this.#prices.close, initialCash, target }, this.sums)
  }

  #fillOrders(exposure: Float64Array): boolean {
    const { open, close } = this.#prices
    const { buyFactor, sellFactor, maxLeverage, isFractional, rates } = this.#terms.rules
    const { perValue, perUnit, minimum } = rates
    const { rows, orders, prices, commissions, cash: cashes, units: holdings, equity: equities } = this.#resizes
    let cash = this.#terms.initialCash
    let units = 0
    let order = 0
    let count = 1
    cashes[0] = cash
    for (let row = 0; row < close.length; row++) {
      if (order !== 0) {
        const price = open[row]! * (order > 0 ? buyFactor : sellFactor)
        const size = Math.abs(order)
        const rated = size * price * perValue + size * perUnit
        const commission = rated > minimum ? rated : minimum
        cash -= order * price + commission
        units += order
        rows[count] = row
        orders[count] = order
        prices[count] = price
        commissions[count] = commission
        cashes[count] = cash
        holdings[count++] = units
      }
      const equity = cash + units * close[row]!
      if (!(equity > 0)) return false
      equities[row] = equity
      const exposed = exposure[row]!
      const capped = exposed > maxLeverage ? maxLeverage : exposed < -maxLeverage ? -maxLeverage : exposed
      const wanted = (capped * equity) / close[row]!
      const change = (isFractional ? wanted : Math.trunc(wanted)) - units
      order = Math.abs(change) > MIN_RESIZE_UNITS ? change : 0
    }
    rows[count] = close.length
    this.#resizes.count = count
    return true
  }
}
