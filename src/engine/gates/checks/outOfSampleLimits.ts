import type { CheckResult } from '#shared/domain/gate.ts'
import type { CrvPolicy } from '#shared/domain/gatePolicy.ts'
import { msToDate } from '#shared/domain/primitives.ts'
import type { ReturnMetricName } from '../../metrics/computeReturnMetrics.ts'
import type { Gathered } from '../evidence/gathered.ts'
import type { OutOfSample } from '../evidence/outOfSample.ts'
import { figure, percent } from '../figures.ts'
import { atLeast, atMost, type CheckDefinition, conclude, judge, notRun, type Threshold } from './conclude.ts'

type Segment = Gathered<OutOfSample>

const C6: CheckDefinition = { id: 'C6', title: 'PSR out of sample', blocking: true, waivable: true, unit: 'probability' }
const C12: CheckDefinition = { id: 'C12', title: 'Net Sharpe ratio out of sample', blocking: true, waivable: true, unit: 'ratio' }
const C16: CheckDefinition = { id: 'C16', title: 'Max drawdown out of sample', blocking: true, waivable: true, unit: 'fraction' }
const C26: CheckDefinition = { id: 'C26', title: 'Total return out of sample', blocking: true, waivable: true, unit: 'fraction' }

/** C6: the probability that the true Sharpe ratio is above zero. */
export function checkProbabilisticSharpe(segment: Segment, { minPsr }: CrvPolicy): CheckResult {
  return checkLimit(C6, segment, {
    metric: 'psr',
    threshold: atLeast(minPsr),
    say: (value) => `The true Sharpe ratio is above zero with a probability of ${percent(value)}`,
    action: 'Gather a longer out-of-sample record, or accept that luck explains this result.',
  })
}

/** C12: the Sharpe ratio net of costs, with its confidence interval in the evidence. */
export function checkNetSharpe(segment: Segment, { minSharpe }: CrvPolicy): CheckResult {
  return checkLimit(C12, segment, {
    metric: 'sharpe_ratio',
    threshold: atLeast(minSharpe),
    say: (value, { sharpeInterval }) =>
      `The net Sharpe ratio is ${figure(value)}${sharpeInterval ? ` (95 % interval ${figure(sharpeInterval.lower)} to ${figure(sharpeInterval.upper)})` : ''}`,
    action: 'Improve the edge or lower its costs; do not tune parameters on these bars.',
  })
}

/** C16: the deepest fall from a peak, as a positive fraction. */
export function checkDrawdownLimit(segment: Segment, { maxDrawdown }: CrvPolicy): CheckResult {
  return checkLimit(C16, segment, {
    metric: 'max_drawdown',
    read: Math.abs,
    threshold: atMost(maxDrawdown),
    say: (value) => `The deepest drawdown is ${percent(value)}`,
    action: 'Trade smaller, target a lower volatility or add a stop.',
  })
}

/** C26: what was earned at all. */
export function checkMinimumReturn(segment: Segment, { minTotalReturn }: CrvPolicy): CheckResult {
  return checkLimit(C26, segment, {
    metric: 'total_return',
    threshold: atLeast(minTotalReturn),
    say: (value) => `The total return is ${percent(value)}`,
    action: 'Find a rule that earns more than this after costs.',
  })
}

interface Limit {
  readonly metric: ReturnMetricName
  /** Turns the metric into the value held against the threshold. */
  readonly read?: (metric: number) => number
  readonly threshold: Threshold
  readonly say: (value: number, segment: OutOfSample) => string
  readonly action: string
}

function checkLimit(definition: CheckDefinition, { value: segment, missing }: Segment, limit: Limit): CheckResult {
  const { metric, threshold, read = (value: number) => value } = limit
  if (segment === null) return notRun(definition, { reason: missing, threshold })
  const measure = segment.metrics[metric]
  if (measure.value === null) return notRun(definition, { reason: `${metric} is undefined, ${measure.reason}`, threshold })
  const value = read(measure.value)
  return conclude(definition, {
    state: judge(value, threshold),
    value,
    threshold,
    summary: `${limit.say(value, segment)} over ${segment.observations} out-of-sample returns.`,
    action: limit.action,
    evidence: segmentAsEvidence(segment),
  })
}

/** Which bars were held to be out of sample, and how far that goes. */
export function segmentAsEvidence({ firstTimeMs, lastTimeMs, observations, trades }: OutOfSample): CheckResult['evidence'] {
  return [
    {
      label: 'Out-of-sample part',
      value: `${msToDate(firstTimeMs)} to ${msToDate(lastTimeMs)}, ${observations} returns, ${trades} trades`,
    },
    {
      label: 'How it was chosen',
      value: 'The last bars of the run, not walk-forward windows: they count only if no parameter was chosen on them',
    },
  ]
}
