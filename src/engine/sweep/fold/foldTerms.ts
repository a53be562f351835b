import type { RunSpec } from '#shared/domain/runSpec.ts'
import { riskFreePerPeriod } from '../../metrics/riskFree.ts'
import { canFold } from '../../simulator/foldRun.ts'
import { type TradingRules, tradingRules } from '../../simulator/tradingRules.ts'

export interface FoldTerms {
  readonly initialCash: number
  readonly rules: TradingRules
  /** Risk-free return of one period. */
  readonly target: number
}

/** The terms of a run of whole positions that PositionFold can compute; null for any other, which only the simulator can. */
export function foldTerms(spec: RunSpec): FoldTerms | null {
  const terms = termsOf(spec)
  return canFold(terms.rules, spec.execution.sizing.type) ? terms : null
}

/** The same for a run of target exposures and TargetFold. */
export function targetTerms(spec: RunSpec): FoldTerms | null {
  const terms = termsOf(spec)
  const { fillsAtClose, maxParticipation, maintenanceMargin, borrowPerBar } = terms.rules
  const isUnlimited = maxParticipation === Number.POSITIVE_INFINITY && maintenanceMargin === 0
  return isUnlimited && !fillsAtClose && borrowPerBar === 0 ? terms : null
}

export function termsOf({ execution, cost_model, initial_cash, periods_per_year, risk_free }: RunSpec): FoldTerms {
  const rules = tradingRules(execution, cost_model, periods_per_year)
  return { initialCash: initial_cash, rules, target: riskFreePerPeriod(risk_free, periods_per_year) }
}
