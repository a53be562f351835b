import type { Bars } from '#shared/domain/dataset.ts'
import type { Sizing } from '#shared/domain/runSpec.ts'
import { atr } from '../indicators/atr.ts'
import { roc } from '../indicators/roc.ts'
import { rollingStd } from '../indicators/rollingStd.ts'
import type { Occasion } from './account.ts'
import type { TradingRules } from './tradingRules.ts'

export interface SizingTerms {
  readonly bars: Bars
  readonly sizing: Sizing
  readonly rules: TradingRules
  readonly periodsPerYear: number
}

/** Units per money of equity at each bar, times the price of the order when `perPrice`; null for rules without a series. */
interface RiskSeries {
  /** Risk of one unit of the instrument: a fraction of its price (volatility of a bar) or money (average true range). */
  readonly risk: Float64Array
  /** Risk wanted, in the same unit, as a fraction of equity. */
  readonly wanted: number
  readonly isFractionOfPrice: boolean
}

/** How many units an order takes. The account is flat when it asks, so its cash is its equity. */
export class OrderSizer {
  /** Whether the last order was cut by the volume, or dropped because it came to no units. */
  isCut = false
  /** Whether the last order was sized to spend all cash and was not cut below that. */
  spendsAll = false
  readonly #sizing: Sizing
  readonly #rules: TradingRules
  readonly #volume: Float64Array
  readonly #series: RiskSeries | null

  constructor({ bars, sizing, rules, periodsPerYear }: SizingTerms) {
    this.#sizing = sizing
    this.#rules = rules
    this.#volume = bars.volume
    this.#series = riskSeries(bars, sizing, periodsPerYear)
  }

  /** Units (positive) at this price, slippage included; 0 when the order is dropped. */
  unitsFor(cash: number, price: number, { bar, decisionBar }: Occasion): number {
    const { maxLeverage, isFractional } = this.#rules
    const wanted = this.#wantedUnits(cash, price, decisionBar)
    const lent = maxLeverage === Number.POSITIVE_INFINITY ? wanted : Math.min(wanted, this.#affordable(cash * maxLeverage, price))
    const traded = this.#tradedAtMost(bar)
    const units = Math.min(lent, isFractional ? traded : Math.floor(traded))
    this.isCut = !(units > 0) || units < lent
    this.spendsAll = this.#sizing.type === 'all_in' && isFractional && units === wanted
    return units > 0 ? units : 0
  }

  #tradedAtMost(bar: number): number {
    const { maxParticipation } = this.#rules
    return maxParticipation === Number.POSITIVE_INFINITY ? maxParticipation : maxParticipation * this.#volume[bar]!
  }

  #wantedUnits(cash: number, price: number, decisionBar: number): number {
    const sizing = this.#sizing
    switch (sizing.type) {
      case 'all_in':
        return this.#affordable(cash, price)
      case 'fraction':
        return this.#affordable(cash * sizing.of_equity, price)
      case 'fixed_units':
        return this.#round(sizing.units)
      default:
        return this.#round(this.#riskUnits(cash, price, decisionBar))
    }
  }

  /** 0 where the risk is not known yet, or nothing moves: a size without a risk to divide by has no meaning. */
  #riskUnits(cash: number, price: number, decisionBar: number): number {
    const series = this.#series!
    const risk = series.risk[decisionBar]! * (series.isFractionOfPrice ? price : 1)
    return risk > 0 ? (cash * series.wanted) / risk : 0
  }

  /** What a budget buys, commission included. */
  #affordable(budget: number, price: number): number {
    const { rates, isFractional } = this.#rules
    // One ulp less than the budget, so that a whole number of units is never bought with money that rounding made up.
    const money = isFractional ? budget : budget * (1 - 2 ** -52)
    const byRate = money / (price * (1 + rates.perValue) + rates.perUnit)
    const ratedCommission = byRate * price * rates.perValue + byRate * rates.perUnit
    return this.#round(ratedCommission < rates.minimum ? (money - rates.minimum) / price : byRate)
  }

  #round(units: number): number {
    return this.#rules.isFractional ? units : Math.floor(units)
  }
}

function riskSeries(bars: Bars, sizing: Sizing, periodsPerYear: number): RiskSeries | null {
  switch (sizing.type) {
    case 'vol_target': {
      const risk = rollingStd(roc(bars.close, 1), sizing.lookback)
      return { risk, wanted: sizing.annual / Math.sqrt(periodsPerYear), isFractionOfPrice: true }
    }
    case 'risk_per_trade': {
      const range = atr(bars, sizing.atr_period)
      return { risk: range, wanted: sizing.fraction / sizing.atr_multiple, isFractionOfPrice: false }
    }
    default:
      return null
  }
}
