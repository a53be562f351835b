import { assertNever } from '#shared/domain/appError.ts'
import type { CostModel } from '#shared/domain/runSpec.ts'

/** Any cost model as one formula: a fraction of traded value, money a unit, and at least `minimum` money a fill. */
export interface CommissionRates {
  readonly perValue: number
  readonly perUnit: number
  readonly minimum: number
}

export function commissionRates(model: CostModel): CommissionRates {
  switch (model.type) {
    case 'zero':
      return { perValue: 0, perUnit: 0, minimum: 0 }
    case 'fixed_per_share':
      return { perValue: 0, perUnit: model.cost_per_share, minimum: model.minimum_commission }
    case 'percentage':
      return { perValue: model.percentage, perUnit: 0, minimum: model.minimum_commission }
    default:
      return assertNever(model)
  }
}

/** Commission of one fill, in money; `units` may have either sign. */
export function commissionOf(rates: CommissionRates, units: number, price: number): number {
  const size = Math.abs(units)
  return Math.max(size * price * rates.perValue + size * rates.perUnit, rates.minimum)
}
