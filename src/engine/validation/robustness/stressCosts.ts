import type { RunSpec } from '#shared/domain/runSpec.ts'
import { type Measured, measured, undefinedBecause } from '../../statistics/measured.ts'
import type { TrialScore } from '../trial.ts'

export interface CostStress {
  readonly points: readonly { readonly multiple: number; readonly score: TrialScore }[]
  /** Multiple of the costs at which the total return reaches zero, to 0.01; null with the reason where there is none. */
  readonly breakeven: Measured
  /** true: the return is still positive at the largest multiple tried, and `breakeven` is that multiple. */
  readonly isLowerBound: boolean
}

export const LARGEST_MULTIPLE = 10
const PRECISION = 0.01

/** The same run with every cost (commission, minimum, slippage, spread, borrowing) multiplied. */
export function scaleCosts(spec: RunSpec, multiple: number): RunSpec {
  const { execution } = spec
  return {
    ...spec,
    cost_model: scaleCommission(spec.cost_model, multiple),
    execution: {
      ...execution,
      slippage_bps: execution.slippage_bps * multiple,
      spread_bps: execution.spread_bps * multiple,
      ...(execution.borrow_rate == null ? {} : { borrow_rate: execution.borrow_rate * multiple }),
    },
  }
}

function scaleCommission(model: RunSpec['cost_model'], multiple: number): RunSpec['cost_model'] {
  switch (model.type) {
    case 'zero':
      return model
    case 'percentage':
      return { ...model, percentage: model.percentage * multiple, minimum_commission: model.minimum_commission * multiple }
    case 'fixed_per_share':
      return { ...model, cost_per_share: model.cost_per_share * multiple, minimum_commission: model.minimum_commission * multiple }
  }
}

/** Scores the run at each multiple of its costs and seeks the one that eats the whole return. */
export function stressCosts(spec: RunSpec, multiples: readonly number[], score: (spec: RunSpec) => TrialScore): CostStress {
  const scoreAt = (multiple: number) => score(scaleCosts(spec, multiple))
  const points = multiples.map((multiple) => ({ multiple, score: scoreAt(multiple) }))
  if (!hasCosts(spec)) return { points, breakeven: undefinedBecause('the run has no costs to multiply'), isLowerBound: false }
  const earns = (multiple: number) => (scoreAt(multiple).totalReturn ?? -1) > 0
  if (!earns(0)) return { points, breakeven: undefinedBecause('the run does not earn even without costs'), isLowerBound: false }
  if (earns(LARGEST_MULTIPLE)) return { points, breakeven: measured(LARGEST_MULTIPLE), isLowerBound: true }
  return { points, breakeven: measured(bisect(earns)), isLowerBound: false }
}

const hasCosts = (spec: RunSpec) => JSON.stringify(scaleCosts(spec, 2)) !== JSON.stringify(spec)

/** The largest multiple known to earn; one tried beyond it by PRECISION does not. */
function bisect(earns: (multiple: number) => boolean): number {
  let [low, high] = [0, LARGEST_MULTIPLE]
  while (high - low > PRECISION) {
    const middle = (low + high) / 2
    if (earns(middle)) low = middle
    else high = middle
  }
  return low
}
