import type { CheckResult } from '#shared/domain/gate.ts'
import type { DevPolicy } from '#shared/domain/gatePolicy.ts'
import type { DataEvidence } from '../evidence/dataEvidence.ts'
import type { Gathered } from '../evidence/gathered.ts'
import { counted, percent } from '../figures.ts'
import { type CheckDefinition, conclude, exactly, notRun, rowsAsEvidence } from './conclude.ts'

const D11: CheckDefinition = { id: 'D11', title: 'Data quality', blocking: true, waivable: false, unit: 'count', source: 'dataset' }

const FAULTS = [
  { name: 'duplicateTimes', label: 'Duplicate times' },
  { name: 'disorderedTimes', label: 'Times out of order' },
  { name: 'ohlcViolations', label: 'Bars whose high or low contradicts them' },
  { name: 'nonPositivePrices', label: 'Prices at or below zero' },
] as const

/**
 * D11: no duplicate or disordered times, no impossible bars, at import or now; hardly a day missing beyond what closures
 * explain. Bars whose gaps cannot be judged (not daily) are not a pass.
 */
export function checkDataQuality({ value: data, missing }: Gathered<DataEvidence>, { maxGapFraction }: DevPolicy): CheckResult {
  const threshold = exactly(0)
  if (data === null) return notRun(D11, { reason: missing, threshold })
  const { atImport, now, longGaps } = data
  const faults = FAULTS.map(({ name, label }) => ({ label, count: Math.max(atImport[name], now[name]) }))
  const faultCount = faults.reduce((total, { count }) => total + count, 0)
  const isDaily = now.gapFraction !== null
  return conclude(D11, {
    state: faultCount > 0 || longGaps.fraction > maxGapFraction ? 'FAIL' : isDaily ? 'PASS' : 'NOT_RUN',
    value: faultCount,
    threshold,
    summary: `${counted(faultCount, 'fault')} in ${counted(atImport.rows, 'row')}; ${isDaily ? gapsInWords(data, maxGapFraction) : 'gaps cannot be judged, for the bars are not daily'}.`,
    action: 'Mend the source file at the lines named and import it again.',
    evidence: [
      ...faults.map(({ label, count }) => ({ label, value: String(count) })),
      { label: 'Rows left out at import', value: String(atImport.rejectedRows) },
      { label: 'Weekdays without a bar, holidays included', value: now.gapFraction === null ? 'not known' : percent(now.gapFraction) },
      ...rowsAsEvidence(
        [...atImport.issues, ...now.issues].map(({ line, column, problem }) => ({ label: `Line ${line}, ${column}`, value: problem })),
      ),
    ],
  })
}

function gapsInWords({ longGaps }: DataEvidence, maxGapFraction: number): string {
  return `${percent(longGaps.fraction)} of trading days lie in gaps no closure explains (at most ${percent(maxGapFraction)})`
}
