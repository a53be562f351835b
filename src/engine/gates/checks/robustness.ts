import type { CheckResult } from '#shared/domain/gate.ts'
import type { CrvPolicy } from '#shared/domain/gatePolicy.ts'
import { quantile } from '../../metrics/tails.ts'
import type { Gathered } from '../evidence/gathered.ts'
import type { CostEvidence, DrawdownPaths, ExecutionEvidence, PlateauEvidence } from '../evidence/stresses.ts'
import { figure, percent } from '../figures.ts'
import { atLeast, atMost, type CheckDefinition, conclude, judge } from './conclude.ts'
import { withoutWalkForward } from './walkForwardMissing.ts'

const STRESS = { blocking: true, waivable: true, source: 'validation' } as const
const C17: CheckDefinition = { ...STRESS, id: 'C17', title: 'Bootstrapped drawdown', unit: 'fraction' }
const C18: CheckDefinition = { ...STRESS, id: 'C18', title: 'Probability of a ruinous drawdown', unit: 'probability' }
const C20: CheckDefinition = { ...STRESS, id: 'C20', title: 'Cost stress', unit: 'ratio' }
const C21: CheckDefinition = { ...STRESS, id: 'C21', title: 'Delay and dropped trades', unit: 'fraction' }
const C22: CheckDefinition = { ...STRESS, id: 'C22', title: 'Parameter plateau', unit: 'fraction' }

/** C17: the drawdown that 95 of 100 histories like this one stay within. */
export function checkBootstrapDrawdown({ value, missing }: Gathered<DrawdownPaths>, policy: CrvPolicy): CheckResult {
  const threshold = atMost(policy.bootstrapDrawdownMultiple * policy.maxDrawdown)
  if (value === null) return withoutWalkForward(C17, missing, threshold)
  const level = quantile(Float64Array.from(value.drawdowns), 0.95)
  return conclude(C17, {
    state: judge(level, threshold),
    value: level,
    threshold,
    summary: `Of ${value.paths} resampled histories 95% fall by ${percent(level)} at most.`,
    action: 'Trade smaller: the drawdown you saw is one draw of many.',
    evidence: pathsAsEvidence(value),
  })
}

/** C18: how many histories like this one fall beyond what the account can bear. */
export function checkRuin({ value, missing }: Gathered<DrawdownPaths>, policy: CrvPolicy): CheckResult {
  const limit = policy.ruinMultiple * policy.maxDrawdown
  const threshold = atMost(policy.maxRuinProbability)
  if (value === null) return withoutWalkForward(C18, missing, threshold)
  const share = value.drawdowns.filter((drawdown) => drawdown > limit).length / value.drawdowns.length
  return conclude(C18, {
    state: judge(share, threshold),
    value: share,
    threshold,
    summary: `${percent(share)} of ${value.paths} resampled histories fall by more than ${percent(limit)}.`,
    action: 'Trade smaller, or add a stop on the whole account.',
    evidence: pathsAsEvidence(value),
  })
}

function pathsAsEvidence({ paths, seed, meanBlockLength, quantileType }: DrawdownPaths): CheckResult['evidence'] {
  return [
    { label: 'Paths, seed', value: `${paths}, ${seed}` },
    { label: 'Mean block', value: `${figure(meanBlockLength)} bars, stationary bootstrap` },
    { label: 'Quantile type', value: String(quantileType) },
  ]
}

/** C20: the edge survives higher costs, and by how much. The value is the multiple of the costs that breaks even. */
export function checkCostStress({ value, missing }: Gathered<CostEvidence>, policy: CrvPolicy): CheckResult {
  const threshold = atLeast(policy.minBreakeven)
  if (value === null) return withoutWalkForward(C20, missing, threshold)
  const { multiple, totalReturn, breakeven, breakevenReason, isLowerBound } = value
  if (multiple !== policy.stressCostMultiple) {
    return withoutWalkForward(C20, `costs were tried at ${multiple} times and the policy asks for ${policy.stressCostMultiple}`, threshold)
  }
  const survives = totalReturn !== null && totalReturn > 0
  return conclude(C20, {
    state: survives && breakeven !== null ? judge(breakeven, threshold) : 'FAIL',
    value: breakeven,
    threshold,
    summary: `At ${figure(multiple)} times the costs the strategy returns ${totalReturn === null ? 'nothing that is defined' : percent(totalReturn)}; ${
      breakeven === null ? breakevenReason : `it breaks even at ${isLowerBound ? 'more than ' : ''}${figure(breakeven)} times`
    }.`,
    action: 'Trade less often or where costs are lower: this edge is about as large as its costs.',
    evidence: [{ label: 'Judged', value: 'the strategy with its own parameters over the out-of-sample bars' }],
  })
}

/** C21: what is left of the Sharpe ratio when orders come late or are missed; the worse of the two. */
export function checkExecutionStress({ value, missing }: Gathered<ExecutionEvidence>, policy: CrvPolicy): CheckResult {
  const threshold = atLeast(policy.minKeptSharpe)
  if (value === null) return withoutWalkForward(C21, missing, threshold)
  const { keptByDelay, keptByDrops, delayBars, dropShare, draws, seed } = value
  if (delayBars !== policy.delayBars || dropShare !== policy.dropShare || draws < policy.dropDraws) {
    return withoutWalkForward(C21, 'the stresses were made for another policy', threshold)
  }
  if (keptByDelay === null || keptByDrops === null) {
    return conclude(C21, {
      state: 'FAIL',
      value: null,
      threshold,
      summary: `Nothing is left to stress: ${value.delayReason ?? value.dropReason}.`,
      action: 'The strategy has no Sharpe ratio above zero over the out-of-sample bars.',
    })
  }
  const worse = Math.min(keptByDelay, keptByDrops)
  return conclude(C21, {
    state: judge(worse, threshold),
    value: worse,
    threshold,
    summary: `${percent(keptByDelay)} of the Sharpe ratio is left ${delayBars} bar late, ${percent(keptByDrops)} without ${percent(dropShare)} of the trades.`,
    action: 'An edge that dies of one bar cannot be traded: look for one that lasts longer.',
    evidence: [{ label: 'Draws, seed', value: `${draws}, ${seed}; 5th percentile of the draws` }],
  })
}

/** C22: the parameters around these earn too. */
export function checkPlateau({ value, missing }: Gathered<PlateauEvidence>, policy: CrvPolicy): CheckResult {
  const threshold = atLeast(policy.minPlateau)
  if (value === null) return withoutWalkForward(C22, missing, threshold)
  const { profitableShare, neighbours, share, reason } = value
  if (share !== policy.neighbourShare)
    return withoutWalkForward(C22, 'parameters were moved by another share than the policy asks for', threshold)
  if (profitableShare === null) return withoutWalkForward(C22, reason ?? 'no neighbour could be run', threshold)
  return conclude(C22, {
    state: judge(profitableShare, threshold),
    value: profitableShare,
    threshold,
    summary: `${percent(profitableShare)} of ${neighbours} parameter sets within ${percent(share)} earn as well.`,
    action: 'Choose parameters in the middle of a region that earns, not at its peak.',
  })
}
