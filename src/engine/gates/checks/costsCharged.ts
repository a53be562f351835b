import type { CheckResult } from '#shared/domain/gate.ts'
import type { CostModel, RunSpec } from '#shared/domain/runSpec.ts'
import { figure } from '../figures.ts'
import { atLeast, type CheckDefinition, conclude } from './conclude.ts'

const D14: CheckDefinition = { id: 'D14', title: 'Costs are charged', blocking: true, waivable: true, unit: 'count', source: 'run' }

/** D14: commission or slippage is above zero. The value counts the sources of cost that are. */
export function checkCostsCharged({ cost_model, execution }: Pick<RunSpec, 'cost_model' | 'execution'>): CheckResult {
  const sources = [
    { label: 'Commission', cost: commissionOf(cost_model), unit: cost_model.type.replaceAll('_', ' ') },
    { label: 'Slippage', cost: execution.slippage_bps, unit: 'bps' },
    { label: 'Spread', cost: execution.spread_bps, unit: 'bps' },
  ]
  const charged = sources.filter(({ cost }) => cost > 0)
  return conclude(D14, {
    state: charged.length > 0 ? 'PASS' : 'FAIL',
    value: charged.length,
    threshold: atLeast(1),
    summary:
      charged.length > 0 ? `The run pays ${charged.map(({ label }) => label.toLowerCase()).join(' and ')}.` : 'The run trades for free.',
    action: 'Set a commission or a slippage that a real account would pay, and run the backtest again.',
    evidence: sources.map(({ label, cost, unit }) => ({ label, value: `${figure(cost)} (${unit})` })),
  })
}

/** Any commission the model can charge: its rate and its minimum together. */
function commissionOf(model: CostModel): number {
  if (model.type === 'zero') return 0
  return (model.type === 'percentage' ? model.percentage : model.cost_per_share) + model.minimum_commission
}
