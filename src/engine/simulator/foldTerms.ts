import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { KernelTerms } from '../kernels/kernel.ts'
import type { RowTerms } from '../metrics/metricRow.ts'
import { riskFreePerPeriod } from '../metrics/riskFree.ts'
import { type TradingRules, tradingRules } from './tradingRules.ts'

/** The terms of a run of whole positions that the kernels can fold; null for any other, which only the simulator can. */
export function foldTerms(spec: RunSpec): KernelTerms | null {
  const rules = rulesOf(spec)
  return canFold(rules, spec.execution.sizing.type) ? kernelTerms(spec, rules) : null
}

/** All in or flat with fractional units, at opens, for a proportional fee, and nothing that could intervene. */
function canFold(rules: TradingRules, sizing: string): boolean {
  const { rates } = rules
  const isAllIn = sizing === 'all_in' && rules.isFractional && rules.maxLeverage >= 1 && rules.maxParticipation === Number.POSITIVE_INFINITY
  const isUnguarded = !rules.isGuarded && rules.timeStopBars === Number.POSITIVE_INFINITY && rules.maintenanceMargin === 0
  return isAllIn && isUnguarded && rules.borrowPerBar === 0 && rates.perUnit === 0 && rates.minimum === 0 && !rules.fillsAtClose
}

export interface TargetTerms {
  readonly terms: KernelTerms
  /** Commission per unit, and the least of a fill. */
  readonly perUnit: number
  readonly minimum: number
  /** Cap on the absolute exposure; Infinity without. */
  readonly maxLeverage: number
  readonly isFractional: boolean
}

/** The same for a run of target exposures. */
export function targetTerms(spec: RunSpec): TargetTerms | null {
  const rules = rulesOf(spec)
  const { fillsAtClose, maxParticipation, maintenanceMargin, borrowPerBar, maxLeverage, isFractional, rates } = rules
  const isUnlimited = maxParticipation === Number.POSITIVE_INFINITY && maintenanceMargin === 0
  if (!isUnlimited || fillsAtClose || borrowPerBar !== 0) return null
  return { terms: kernelTerms(spec, rules), perUnit: rates.perUnit, minimum: rates.minimum, maxLeverage, isFractional }
}

/** What the metrics of a run's row need to know. */
export function rowTerms({ initial_cash, risk_free, periods_per_year }: RunSpec): RowTerms {
  return { initialCash: initial_cash, periodsPerYear: periods_per_year, target: riskFreePerPeriod(risk_free, periods_per_year) }
}

const rulesOf = ({ execution, cost_model, periods_per_year }: RunSpec) => tradingRules(execution, cost_model, periods_per_year)

function kernelTerms(spec: RunSpec, { rates, buyFactor, sellFactor }: TradingRules): KernelTerms {
  const { initialCash, target } = rowTerms(spec)
  return { initialCash, target, feeRate: rates.perValue, buyFactor, sellFactor }
}
