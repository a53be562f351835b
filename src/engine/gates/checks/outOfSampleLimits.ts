import { msToDate } from '#shared/domain/calendarDate.ts'
import type { CheckResult } from '#shared/domain/gate.ts'
import type { CrvPolicy } from '#shared/domain/gatePolicy.ts'
import type { ReturnMetricName } from '../../metrics/computeReturnMetrics.ts'
import type { Gathered } from '../evidence/gathered.ts'
import type { OutOfSample } from '../evidence/outOfSample.ts'
import { figure, percent } from '../figures.ts'
import { atLeast, atMost, type CheckDefinition, conclude, judge, type Threshold } from './conclude.ts'
import { withoutWalkForward } from './walkForwardMissing.ts'

type Segment = Gathered<OutOfSample>

const LIMIT = { blocking: true, waivable: true, source: 'validation' } as const
const C6: CheckDefinition = { ...LIMIT, id: 'C6', title: 'PSR out of sample', unit: 'probability' }
const C12: CheckDefinition = { ...LIMIT, id: 'C12', title: 'Net Sharpe ratio out of sample', unit: 'ratio' }
const C16: CheckDefinition = { ...LIMIT, id: 'C16', title: 'Max drawdown out of sample', unit: 'fraction' }
const C19: CheckDefinition = { ...LIMIT, id: 'C19', title: 'CVaR 95 per day', unit: 'fraction' }
const C26: CheckDefinition = { ...LIMIT, id: 'C26', title: 'Total return out of sample', unit: 'fraction' }

/** C6: the probability that the true Sharpe ratio is above zero. */
export function checkProbabilisticSharpe(segment: Segment, { minPsr }: CrvPolicy): CheckResult {
  return checkLimit(C6, segment, {
    read: metric('psr'),
    threshold: atLeast(minPsr),
    say: (value) => `The true Sharpe ratio is above zero with a probability of ${percent(value)}`,
    action: 'Gather a longer out-of-sample record, or accept that luck explains this result.',
  })
}

/** C12: the Sharpe ratio net of costs, with its confidence interval in the evidence. */
export function checkNetSharpe(segment: Segment, { minSharpe }: CrvPolicy): CheckResult {
  return checkLimit(C12, segment, {
    read: metric('sharpe_ratio'),
    threshold: atLeast(minSharpe),
    say: (value, { sharpeInterval }) =>
      `The net Sharpe ratio is ${figure(value)}${sharpeInterval ? ` (95% interval ${figure(sharpeInterval.lower)} to ${figure(sharpeInterval.upper)})` : ''}`,
    action: 'Improve the edge or lower its costs; do not tune parameters on these bars.',
  })
}

/** C16: the deepest fall from a peak, as a positive fraction. */
export function checkDrawdownLimit(segment: Segment, { maxDrawdown }: CrvPolicy): CheckResult {
  return checkLimit(C16, segment, {
    read: metric('max_drawdown', Math.abs),
    threshold: atMost(maxDrawdown),
    say: (value) => `The deepest drawdown is ${percent(value)}`,
    action: 'Trade smaller, target a lower volatility or add a stop.',
  })
}

/** C19: the mean loss of the worst 5% of days, as a positive fraction. */
export function checkDailyShortfall(segment: Segment, { maxCvar }: CrvPolicy): CheckResult {
  return checkLimit(C19, segment, {
    read: ({ dailyShortfall }) =>
      dailyShortfall === null
        ? { value: null, reason: 'there are no daily returns' }
        : { value: Math.max(0, 0 - dailyShortfall), reason: null },
    threshold: atMost(maxCvar),
    say: (value) => `The worst 5% of days lose ${percent(value)} on average`,
    action: 'Trade smaller, or add a stop that acts within the day.',
  })
}

/** C26: what was earned at all. */
export function checkMinimumReturn(segment: Segment, { minTotalReturn }: CrvPolicy): CheckResult {
  return checkLimit(C26, segment, {
    read: metric('total_return'),
    threshold: atLeast(minTotalReturn),
    say: (value) => `The total return is ${percent(value)}`,
    action: 'Find a rule that earns more than this after costs.',
  })
}

type Reading = { readonly value: number; readonly reason: null } | { readonly value: null; readonly reason: string }

interface Limit {
  /** The value held against the threshold. */
  readonly read: (segment: OutOfSample) => Reading
  readonly threshold: Threshold
  readonly say: (value: number, segment: OutOfSample) => string
  readonly action: string
}

function metric(name: ReturnMetricName, turn: (value: number) => number = (value) => value) {
  return ({ metrics }: OutOfSample): Reading => {
    const { value, reason } = metrics[name]
    return value === null ? { value, reason: `${name} is undefined, ${reason}` } : { value: turn(value), reason: null }
  }
}

function checkLimit(definition: CheckDefinition, { value: segment, missing }: Segment, limit: Limit): CheckResult {
  const { threshold } = limit
  if (segment === null) return withoutWalkForward(definition, missing, threshold)
  const { value, reason } = limit.read(segment)
  if (value === null) return withoutWalkForward(definition, reason, threshold)
  return conclude(definition, {
    state: judge(value, threshold),
    value,
    threshold,
    summary: `${limit.say(value, segment)} over ${segment.observations} out-of-sample returns.`,
    action: limit.action,
    evidence: segmentAsEvidence(segment),
  })
}

/** Which bars were out of sample. */
function segmentAsEvidence({ firstTimeMs, lastTimeMs, observations, trades, windows }: OutOfSample): CheckResult['evidence'] {
  return [
    {
      label: 'Stitched out-of-sample curve',
      value: `${msToDate(firstTimeMs)} to ${msToDate(lastTimeMs)}, ${windows} windows, ${observations} returns, ${trades} trades`,
    },
  ]
}
