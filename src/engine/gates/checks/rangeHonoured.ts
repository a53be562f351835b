import { msToDate } from '#shared/domain/calendarDate.ts'
import type { CheckResult } from '#shared/domain/gate.ts'
import type { DevPolicy } from '#shared/domain/gatePolicy.ts'
import type { Gathered } from '../evidence/gathered.ts'
import type { RangeUse } from '../evidence/rangeUse.ts'
import { counted, percent } from '../figures.ts'
import { atLeast, type CheckDefinition, conclude, judge, notRun } from './conclude.ts'

const D17: CheckDefinition = { id: 'D17', title: 'Date range honoured', blocking: true, waivable: false, unit: 'fraction', source: 'run' }

/** D17: the run stays within the requested dates and uses nearly all bars between them. */
export function checkRangeHonoured({ value: range, missing }: Gathered<RangeUse>, { minRangeUsed }: DevPolicy): CheckResult {
  const threshold = atLeast(minRangeUsed)
  if (range === null) return notRun(D17, { reason: missing, threshold })
  const { requestedBars, usedBars, strayBars } = range
  const share = requestedBars === 0 ? 0 : usedBars / requestedBars
  const stray = strayBars === 0 ? 'none lies outside' : `${counted(strayBars, 'bar')} lie outside the requested dates or the data`
  return conclude(D17, {
    state: strayBars > 0 ? 'FAIL' : judge(share, threshold),
    value: share,
    threshold,
    summary: `The run used ${usedBars} of ${requestedBars} bars between the requested dates (${percent(share)}); ${stray}.`,
    action: 'Run the backtest again over the dates you mean.',
    evidence: [
      { label: 'First bar used', value: dateOf(range.firstUsedMs) },
      { label: 'Last bar used', value: dateOf(range.lastUsedMs) },
    ],
  })
}

const dateOf = (instantMs: number | null) => (instantMs === null ? 'none' : msToDate(instantMs))
