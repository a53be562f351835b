import { assertNever } from '#shared/domain/appError.ts'
import type { Execution } from '#shared/domain/runSpec.ts'
import type { CommissionRates } from './commission.ts'

export interface OrderTerms {
  /** Cash of the flat account just before the order, which is then its equity too. */
  readonly cash: number
  /** Price the order will fill at, slippage included. */
  readonly price: number
  readonly rates: CommissionRates
  readonly execution: Pick<Execution, 'sizing' | 'fractional' | 'max_leverage'>
}

/** Units (positive) of a new position; 0 when the money does not buy one unit, and the order is dropped. */
export function orderUnits(terms: OrderTerms): number {
  const { cash, execution } = terms
  const { max_leverage: maxLeverage } = execution
  const wanted = wantedUnits(terms)
  const units = maxLeverage === null ? wanted : Math.min(wanted, affordableUnits(cash * maxLeverage, terms))
  return units > 0 ? units : 0
}

function wantedUnits(terms: OrderTerms): number {
  const { cash, execution } = terms
  const { sizing } = execution
  switch (sizing.type) {
    case 'all_in':
      return affordableUnits(cash, terms)
    case 'fraction':
      return affordableUnits(cash * sizing.of_equity, terms)
    case 'fixed_units':
      return execution.fractional ? sizing.units : Math.floor(sizing.units)
    default:
      return assertNever(sizing)
  }
}

/** What a budget buys, commission included. */
function affordableUnits(budget: number, { price, rates, execution }: OrderTerms): number {
  // One ulp less than the budget, so that a whole number of units is never bought with money that rounding made up.
  const money = execution.fractional ? budget : budget * (1 - 2 ** -52)
  const byRate = money / (price * (1 + rates.perValue) + rates.perUnit)
  const ratedCommission = byRate * price * rates.perValue + byRate * rates.perUnit
  const units = ratedCommission < rates.minimum ? (money - rates.minimum) / price : byRate
  return execution.fractional ? units : Math.floor(units)
}
