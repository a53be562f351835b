import type { CheckResult } from '#shared/domain/gate.ts'
import type { CrvPolicy } from '#shared/domain/gatePolicy.ts'
import { minimumBacktestLength } from '../../statistics/minimumBacktestLength.ts'
import { minimumTrackRecord } from '../../statistics/minimumTrackRecord.ts'
import type { SharpeEstimate } from '../../statistics/sharpeEstimate.ts'
import type { Gathered } from '../evidence/gathered.ts'
import type { TrialNumbers } from '../evidence/trialEvidence.ts'
import { figure } from '../figures.ts'
import { atLeast, type CheckDefinition, conclude, judge, notRun } from './conclude.ts'
import { withoutWalkForward } from './walkForwardMissing.ts'

const C2: CheckDefinition = {
  id: 'C2',
  title: 'Record long enough (MinTRL)',
  blocking: true,
  waivable: true,
  unit: 'bars',
  source: 'validation',
}
const C3: CheckDefinition = {
  id: 'C3',
  title: 'History long enough for the search (MinBTL)',
  blocking: true,
  waivable: true,
  unit: 'ratio',
  source: 'trials',
}
const C5: CheckDefinition = { id: 'C5', title: 'Every trial counted', blocking: true, waivable: false, unit: 'count', source: 'trials' }

/** C2: more out-of-sample returns than it takes to be sure that the true Sharpe ratio is above zero. */
export function checkTrackRecord({ value, missing }: Gathered<SharpeEstimate>, { trackRecordConfidence }: CrvPolicy): CheckResult {
  if (value === null) return withoutWalkForward(C2, missing, null)
  const needed = minimumTrackRecord(value, 0, trackRecordConfidence)
  if (needed.value === null) {
    return conclude(C2, {
      state: 'FAIL',
      value: value.observations,
      threshold: null,
      summary: `No record is long enough: ${needed.reason}.`,
      action: 'The strategy did not earn out of sample; there is nothing that more data could confirm.',
    })
  }
  const threshold = atLeast(Math.ceil(needed.value))
  return conclude(C2, {
    state: judge(value.observations, threshold),
    value: value.observations,
    threshold,
    summary: `${value.observations} out-of-sample returns; ${threshold.bound} are needed to tell this Sharpe ratio from zero.`,
    action: 'Gather a longer out-of-sample record before trusting it.',
    evidence: [
      { label: 'Sharpe ratio per period', value: figure(value.sharpe) },
      { label: 'Skewness, kurtosis', value: `${figure(value.skewness)}, ${figure(value.kurtosis)}` },
    ],
  })
}

/** C3: history so long that the best of N worthless trials would not be expected to reach the target. In years. */
export function checkHistoryLength(
  trials: Gathered<TrialNumbers>,
  history: Gathered<number>,
  { minBacktestSharpe }: CrvPolicy,
): CheckResult {
  if (trials.value === null) return notRun(C3, { reason: trials.missing, threshold: null })
  const { recorded, effective } = trials.value
  const needed = minimumBacktestLength({ trials: effective, target: minBacktestSharpe })
  if (needed.value === null) return notRun(C3, { reason: needed.reason, threshold: null })
  const threshold = atLeast(needed.value)
  if (history.value === null) return notRun(C3, { reason: history.missing, threshold })
  return conclude(C3, {
    state: judge(history.value, threshold),
    value: history.value,
    threshold,
    summary: `${figure(history.value)} years of history; ${recorded} trials ask for ${figure(needed.value)}, or luck alone reaches a Sharpe ratio of ${figure(minBacktestSharpe)}.`,
    action: 'Use a longer history; trying less cannot be made up for afterwards.',
    evidence: [
      { label: 'Trials recorded', value: String(recorded) },
      { label: 'Independent ones among them', value: figure(effective) },
    ],
  })
}

/** C5: the system's count holds at least the trials that the evidence itself speaks of. */
export function checkTrialCount({ value, missing }: Gathered<TrialNumbers>): CheckResult {
  if (value === null) return notRun(C5, { reason: missing, threshold: null })
  const { recorded, declared, bySource } = value
  if (declared === null) return withoutWalkForward(C5, 'there is no walk-forward that says what it tried', null)
  const threshold = atLeast(declared)
  return conclude(C5, {
    state: judge(recorded, threshold),
    value: recorded,
    threshold,
    summary: `The system counted ${recorded} trials of this family; the walk-forward alone tried ${declared}.`,
    action: 'Trials are missing from the count: restore the database from a backup, or run the validation again here.',
    evidence: Object.entries(bySource).map(([source, count]) => ({ label: `From ${source}`, value: String(count) })),
  })
}
