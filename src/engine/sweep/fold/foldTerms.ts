import type { RunSpec } from '#shared/domain/runSpec.ts'
import { riskFreePerPeriod } from '../../metrics/riskFree.ts'
import { tradingRules } from '../../simulator/tradingRules.ts'
import type { LongFoldTerms } from './longFold.ts'

/** The terms of a run that LongFold can compute; null for any other, which only the simulator can. */
export function foldTerms({ execution, cost_model, initial_cash, periods_per_year, risk_free }: RunSpec): LongFoldTerms | null {
  const rules = tradingRules(execution, cost_model, periods_per_year)
  const { rates } = rules
  const isAllIn = execution.sizing.type === 'all_in' && rules.isFractional && rules.maxLeverage >= 1
  const isUnguarded = !rules.isGuarded && (execution.time_stop ?? null) === null && rules.maintenanceMargin === 0
  const isUnlimited = (execution.max_participation ?? null) === null
  const isProportional = rates.perUnit === 0 && rates.minimum === 0
  if (!isAllIn || !isUnguarded || !isUnlimited || !isProportional || rules.fillsAtClose) return null
  return {
    initialCash: initial_cash,
    feeRate: rates.perValue,
    buyFactor: rules.buyFactor,
    sellFactor: rules.sellFactor,
    target: riskFreePerPeriod(risk_free, periods_per_year),
  }
}
