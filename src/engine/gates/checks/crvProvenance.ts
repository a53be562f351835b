import { msToDate } from '#shared/domain/calendarDate.ts'
import type { Survivorship } from '#shared/domain/dataset.ts'
import type { CheckResult } from '#shared/domain/gate.ts'
import type { CrvPolicy } from '#shared/domain/gatePolicy.ts'
import type { HoldoutRecord } from '../crvSubject.ts'
import type { Gathered } from '../evidence/gathered.ts'
import type { MetricDifference } from '../evidence/metricDifferences.ts'
import { counted, figure } from '../figures.ts'
import type { DevGateEvidence } from '../gatherCrvEvidence.ts'
import { atMost, type CheckDefinition, conclude, exactly, notRun, rowsAsEvidence } from './conclude.ts'

const C1: CheckDefinition = {
  id: 'C1',
  title: 'Dev gate passed on the same run',
  blocking: true,
  waivable: false,
  unit: 'count',
  source: 'gates',
}
const C25: CheckDefinition = { id: 'C25', title: 'Survivorship known', blocking: true, waivable: true, unit: 'count', source: 'dataset' }
const C30: CheckDefinition = {
  id: 'C30',
  title: 'Holdout opened once at most',
  blocking: true,
  waivable: false,
  unit: 'count',
  source: 'governance',
}
const C31: CheckDefinition = {
  id: 'C31',
  title: 'Independent metrics agree',
  blocking: true,
  waivable: false,
  unit: 'ratio',
  source: 'run',
}

/** C1: the run is what it says it is, or there is no point in judging its returns. */
export function checkDevGate({ value, missing }: Gathered<DevGateEvidence>): CheckResult {
  const threshold = exactly(0)
  const action = 'Run the dev gate on this run first.'
  if (value === null) return notRun(C1, { reason: missing, threshold, action })
  const { isPassed, isStale, differences } = value
  const evidence = rowsAsEvidence(differences.map((part) => ({ label: 'Not the same', value: part })))
  const isSame = differences.length === 0
  return conclude(C1, {
    state: !isSame || isStale ? 'STALE' : isPassed ? 'PASS' : 'FAIL',
    value: differences.length + Number(!isPassed),
    threshold,
    summary: !isSame
      ? `The dev gate judged another run: ${differences.join(', ')} differ.`
      : isStale
        ? 'The dev gate is stale: something it rests on changed since.'
        : isPassed
          ? 'The dev gate passed on the same specification, data and ledger.'
          : 'The dev gate did not pass on this run.',
    action,
    evidence,
  })
}

/** C25: whether losers that vanished are in the data; unknown fails. */
export function checkSurvivorship({ value, missing }: Gathered<Survivorship>): CheckResult {
  const action = 'Say in the data set which instruments could be chosen at each time, or use data that know.'
  if (value === null) return notRun(C25, { reason: missing, threshold: null, action })
  return conclude(C25, {
    state: SURVIVORSHIP[value].state,
    value: null,
    threshold: null,
    summary: SURVIVORSHIP[value].summary,
    action,
    evidence: [{ label: 'Survivorship', value: value.replaceAll('_', ' ') }],
  })
}

const SURVIVORSHIP = {
  single_index: { state: 'N/A', summary: 'A single index: its own rules replace the losers.' },
  point_in_time: { state: 'PASS', summary: 'The data hold what could be chosen at each time.' },
  current_constituents: { state: 'FAIL', summary: 'The data hold only what exists today: losers that vanished are missing.' },
  unknown: { state: 'FAIL', summary: 'Nobody has said whether losers that vanished are in the data.' },
} as const satisfies Record<Survivorship, unknown>

/** C30: the last test was not repeated until it pleased, and not made before the strategy was final. */
export function checkHoldout({ value, missing }: Gathered<HoldoutRecord>): CheckResult {
  const threshold = atMost(1)
  if (value === null) return notRun(C30, { reason: missing, threshold, action: 'Lock a range of dates that no search may read.' })
  const { openedAtMs, frozenAtMs, from, until } = value
  const early = openedAtMs.filter((opened) => opened < frozenAtMs)
  return conclude(C30, {
    state: openedAtMs.length > 1 || early.length > 0 ? 'FAIL' : 'PASS',
    value: openedAtMs.length,
    threshold,
    summary:
      early.length > 0
        ? 'The holdout was opened before the strategy was final: it is part of the search now.'
        : openedAtMs.length === 0
          ? `${from} to ${until} is locked and was never opened.`
          : `${from} to ${until} was opened ${counted(openedAtMs.length, 'time')}.`,
    action: 'A holdout serves once. Wait for new data and lock those.',
    evidence: rowsAsEvidence(openedAtMs.map((opened, i) => ({ label: `Opening ${i + 1}`, value: msToDate(opened) }))),
  })
}

/** C31: a second, separately written implementation gives the stored metrics. */
export function checkIndependentMetrics(
  { value: differences, missing }: Gathered<readonly MetricDifference[]>,
  { metricAgreement }: CrvPolicy,
): CheckResult {
  const threshold = atMost(metricAgreement)
  if (differences === null) return notRun(C31, { reason: missing, threshold })
  const wrong = differences.filter(({ difference }) => !(difference <= metricAgreement))
  const largest = differences[0]?.difference ?? 0
  return conclude(C31, {
    state: wrong.length === 0 ? 'PASS' : 'FAIL',
    value: largest,
    threshold,
    summary:
      wrong.length === 0
        ? `A second implementation gives all ${differences.length} metrics; the largest difference is ${figure(largest)}.`
        : `A second implementation disagrees on ${wrong.map(({ name }) => name).join(', ')}.`,
    action: 'Do not use the metrics named until it is known which implementation is wrong.',
    evidence: rowsAsEvidence(
      wrong.map(({ name, stored, recomputed }) => ({
        label: name,
        value: `stored ${stored ?? 'undefined'}, independent ${recomputed ?? 'undefined'}`,
      })),
    ),
  })
}
