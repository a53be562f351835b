import { commissionOf } from './commission.ts'
import { fillPrice } from './fillPrice.ts'
import type { Trader, TradingDesk } from './simulate.ts'

/** Changes of position at or below this many units are not worth an order. */
const MIN_RESIZE_UNITS = 0.1

interface Resize {
  readonly units: number
  readonly decisionBar: number
}

/**
 * Trades towards a target exposure, a signed multiple of equity. Units are counted at the deciding bar's close from
 * equity as last recorded (this bar's with next-open fills; with close fills the bar before's, for this bar's equity is
 * recorded only after its fills), capped by `max_leverage` and, unless fractional, rounded towards zero. The difference
 * from the position is one order, through zero if need be.
 */
export class TargetTrader implements Trader {
  readonly #desk: TradingDesk
  readonly #exposure: Float64Array
  #order: Resize | null = null

  constructor(desk: TradingDesk, exposure: Float64Array) {
    this.#desk = desk
    this.#exposure = exposure
  }

  fillAtOpen(bar: number): void {
    if (this.#order === null) return
    this.#execute(this.#order, bar, this.#desk.bars.open[bar]!)
    this.#order = null
  }

  /** Target positions carry no brackets; completeRunSpec refuses them. */
  fillBrackets(): void {}

  decide(bar: number): void {
    const exposure = this.#exposure[bar]!
    if (Number.isNaN(exposure)) return
    const { account, bars, execution } = this.#desk
    const units = this.#targetUnits(exposure, bars.close[bar]!) - account.units
    if (Math.abs(units) <= MIN_RESIZE_UNITS) return
    const order = { units, decisionBar: bar }
    if (execution.fill === 'close') this.#execute(order, bar, bars.close[bar]!)
    else this.#order = order
  }

  #targetUnits(exposure: number, close: number): number {
    const { recorder, execution } = this.#desk
    const limit = execution.max_leverage ?? Number.POSITIVE_INFINITY
    const capped = Math.max(-limit, Math.min(limit, exposure))
    const units = (capped * recorder.lastEquity) / close
    return execution.fractional ? units : Math.trunc(units)
  }

  #execute({ units, decisionBar }: Resize, bar: number, price: number): void {
    const { account, execution, rates } = this.#desk
    const paid = fillPrice(price, units > 0 ? 1 : -1, execution)
    account.fill({ bar, decisionBar, units, price: paid, commission: commissionOf(rates, units, paid), reason: 'signal' })
  }
}
