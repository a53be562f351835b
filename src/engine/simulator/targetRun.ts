import type { BarRun } from './barRun.ts'
import { BY_SIGNAL, type TradingDesk } from './tradingDesk.ts'

/** Changes of position at or below this many units are not worth an order. */
const MIN_RESIZE_UNITS = 0.1

/**
 * Trades towards a target exposure, a signed multiple of equity. Units are counted at the deciding bar's close from
 * equity as last recorded (this bar's with next-open fills; with close fills the bar before's, for this bar's equity is
 * recorded only after its fills), capped by `max_leverage` and, unless fractional, rounded towards zero. The difference
 * from the position is one order, through zero if need be, and no larger than the bar's volume allows.
 */
export class TargetRun implements BarRun {
  readonly #desk: TradingDesk
  readonly #exposure: Float64Array
  #bar: number
  /** Units to buy (sell, when negative) at the next open; 0 when nothing waits. */
  #order = 0

  constructor(desk: TradingDesk, exposure: Float64Array) {
    this.#desk = desk
    this.#exposure = exposure
    this.#bar = desk.window.firstBar
  }

  advance(to: number): void {
    while (this.#bar < to && !this.#desk.isRuined) this.#play(this.#bar++)
  }

  #play(bar: number): void {
    const { bars, rules, account } = this.#desk
    if (this.#order !== 0) this.#execute(this.#order, bar, bars.open[bar]!)
    this.#order = 0
    if (rules.fillsAtClose && account.equityAt(bars.close[bar]!) > 0) this.#execute(this.#wantedUnits(bar), bar, bars.close[bar]!)
    this.#desk.endBar(bar)
    if (!rules.fillsAtClose) this.#order = this.#wantedUnits(bar)
  }

  /** Units from the position to the target; 0 when there is no target or the change is not worth an order. */
  #wantedUnits(bar: number): number {
    const exposure = this.#exposure[bar]!
    if (Number.isNaN(exposure)) return 0
    const { account, bars, rules, lastEquity } = this.#desk
    const capped = Math.max(-rules.maxLeverage, Math.min(rules.maxLeverage, exposure))
    const target = (capped * lastEquity) / bars.close[bar]!
    const units = (rules.isFractional ? target : Math.trunc(target)) - account.units
    return Math.abs(units) > MIN_RESIZE_UNITS ? units : 0
  }

  #execute(wanted: number, bar: number, price: number): void {
    if (wanted === 0) return
    const { rules, account } = this.#desk
    const units = this.#tradable(wanted, bar)
    if (units !== wanted) this.#desk.droppedOrders++
    if (units === 0) return
    this.#desk.openOccasion(bar, rules.fillsAtClose ? bar : bar - 1, BY_SIGNAL)
    account.fill(units, price * (units > 0 ? rules.buyFactor : rules.sellFactor))
  }

  #tradable(units: number, bar: number): number {
    const { maxParticipation, isFractional } = this.#desk.rules
    if (maxParticipation === Number.POSITIVE_INFINITY) return units
    const traded = maxParticipation * this.#desk.bars.volume[bar]!
    return Math.sign(units) * Math.min(Math.abs(units), isFractional ? traded : Math.floor(traded))
  }
}
