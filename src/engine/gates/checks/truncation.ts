import type { CheckResult } from '#shared/domain/gate.ts'
import type { Gathered } from '../evidence/gathered.ts'
import type { TruncationEvidence } from '../evidence/truncation.ts'
import { type CheckDefinition, conclude, exactly, notRun, rowsAsEvidence } from './conclude.ts'

const D8: CheckDefinition = { id: 'D8', title: 'Truncation test', blocking: true, waivable: false, unit: 'count' }

/** D8: data that end early change nothing that happened before their end. */
export function checkTruncation({ value: evidence, missing }: Gathered<TruncationEvidence>): CheckResult {
  const threshold = exactly(0)
  if (evidence === null) return notRun(D8, { reason: missing, threshold })
  const { cuts, violations } = evidence
  const [first] = violations
  return conclude(D8, {
    state: first === undefined ? 'PASS' : 'FAIL',
    value: violations.length,
    threshold,
    summary:
      first === undefined
        ? `Fills and equity up to the cut are the same on data cut at ${cuts} places.`
        : `${violations.length} of ${cuts} cuts changed the past; data that end at bar ${first.lastBar} change ${first.divergence.group} row ${first.divergence.row}.`,
    action: 'Look for a rule or an indicator that reads bars after the one it decides on.',
    evidence: rowsAsEvidence(
      violations.map(({ lastBar, divergence: { group, row, column, stored, replayed } }) => ({
        label: `Data end at bar ${lastBar}`,
        value: `${group} row ${row}, ${column}: stored ${stored ?? 'nothing'}, without the later bars ${replayed ?? 'nothing'}`,
      })),
    ),
  })
}
