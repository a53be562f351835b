import type { CheckResult } from '#shared/domain/gate.ts'
import type { CrvPolicy } from '#shared/domain/gatePolicy.ts'
import type { Gathered } from '../evidence/gathered.ts'
import type { DeflatedEvidence, OverfittingEvidence, SuperiorEvidence, TrialNumbers } from '../evidence/trialEvidence.ts'
import { figure, percent } from '../figures.ts'
import { atMost, type CheckDefinition, conclude, judge, type Threshold } from './conclude.ts'
import { withoutWalkForward } from './walkForwardMissing.ts'

const SEARCH = { blocking: true, waivable: true, unit: 'probability', source: 'trials' } as const
const C7: CheckDefinition = { ...SEARCH, id: 'C7', title: 'Deflated Sharpe ratio' }
const C8: CheckDefinition = { ...SEARCH, id: 'C8', title: 'Probability of backtest overfitting' }
const C9: CheckDefinition = { ...SEARCH, id: 'C9', title: 'Better than the benchmark (SPA)' }

/** C7: the probability that the true Sharpe ratio exceeds what the search alone would show. */
export function checkDeflatedSharpe({ value, missing }: Gathered<DeflatedEvidence>, { minDsr, warnDsr }: CrvPolicy): CheckResult {
  const threshold: Threshold = { comparison: '>=', bound: minDsr, warn: warnDsr }
  if (value === null) return withoutWalkForward(C7, missing, threshold)
  return conclude(C7, {
    state: judge(value.probability, threshold),
    value: value.probability,
    threshold,
    summary: `After ${figure(value.trials)} independent trials the true Sharpe ratio exceeds the luck of the search with a probability of ${percent(value.probability)}.`,
    action: 'Search less, on more data: every further trial raises the bar.',
    evidence: [
      { label: 'N, independent trials', value: figure(value.trials) },
      { label: 'V, variance of their Sharpe ratios per period', value: figure(value.variance) },
      { label: 'SR0, best expected by luck, per period', value: figure(value.expectedMaximum) },
      { label: 'Convention', value: 'dsr.blp2014' },
    ],
  })
}

/** C8: how often the winner in sample ends in the worse half out of sample. */
export function checkOverfitting(
  { value, missing }: Gathered<OverfittingEvidence>,
  trials: Gathered<TrialNumbers>,
  policy: CrvPolicy,
): CheckResult {
  const threshold: Threshold = { comparison: '<=', bound: policy.maxPbo, warn: policy.warnPbo }
  const open = tooFew(C8, { threshold, columns: value?.columns ?? null, trials, least: policy.minTrialsTested })
  if (open !== null) return open
  if (value === null) return withoutWalkForward(C8, missing, threshold)
  return conclude(C8, {
    state: judge(value.probability, threshold),
    value: value.probability,
    threshold,
    summary: `In ${percent(value.probability)} of ${value.splits} splits the best of ${value.columns} trials ended in the worse half of the other part.`,
    action: 'Choose from fewer parameters, or by plateau instead of peak.',
    evidence: [
      fromWhere(value),
      { label: 'Trials x returns', value: `${value.columns} x ${value.rows}` },
      { label: 'Blocks', value: String(value.blocks) },
      { label: 'Convention', value: 'pbo-cscv.bblz2017' },
    ],
  })
}

/** C9: how often chance alone does as well against the benchmark. */
export function checkSuperiority(
  { value, missing }: Gathered<SuperiorEvidence>,
  trials: Gathered<TrialNumbers>,
  policy: CrvPolicy,
): CheckResult {
  const threshold = atMost(policy.maxSpaP)
  const open = tooFew(C9, { threshold, columns: value?.columns ?? null, trials, least: policy.minTrialsTested })
  if (open !== null) return open
  if (value === null) return withoutWalkForward(C9, missing, threshold)
  const benchmark = value.benchmark === 'cash' ? 'cash' : 'buy and hold'
  return conclude(C9, {
    state: judge(value.consistent, threshold),
    value: value.consistent,
    threshold,
    summary: `Chance alone does as well against ${benchmark} with a probability of ${percent(value.consistent)} (lower ${percent(value.lower)}, upper ${percent(value.upper)}).`,
    action: `The strategy is not shown to beat ${benchmark}: hold the benchmark, or find an edge over it.`,
    evidence: [
      fromWhere(value),
      { label: 'Trials', value: String(value.columns) },
      { label: 'Paths, seed, mean block', value: `${value.paths}, ${value.seed}, ${figure(value.meanBlockLength)} bars` },
      { label: 'Convention', value: 'spa.h2005' },
    ],
  })
}

/** Which search the compared trials belong to. */
function fromWhere({ source, columns }: OverfittingEvidence | SuperiorEvidence): { label: string; value: string } {
  const label = 'Trials of'
  if (source === undefined) return { label, value: 'the walk-forward' }
  const share = columns < source.trials ? `, ${columns} of ${source.trials} trials, evenly chosen` : ''
  return { label, value: `${source.kind} ${source.id}${share}` }
}

interface Sample {
  readonly threshold: Threshold
  /** Trials that could be compared; null when none could. */
  readonly columns: number | null
  readonly trials: Gathered<TrialNumbers>
  readonly least: number
}

/** A family that hardly tried anything has nothing to overfit; one that did and cannot show its trials is not a pass. */
function tooFew(definition: CheckDefinition, { threshold, columns, trials, least }: Sample): CheckResult | null {
  if (trials.value !== null && trials.value.recorded < least) {
    return conclude(definition, {
      state: 'N/A',
      value: null,
      threshold,
      summary: `Only ${trials.value.recorded} trials were made; this is judged from ${least} on.`,
      action: `Nothing to do until ${least} trials were made.`,
    })
  }
  if (columns === null || columns >= least) return null
  const reason = `the walk-forward chose among ${columns} parameter sets, no sweep of this version on these data compared more, and at least ${least} are needed, for ${trials.value?.recorded ?? 'many'} trials were made`
  return withoutWalkForward(definition, reason, threshold)
}
