import type { CheckResult } from '#shared/domain/gate.ts'
import type { Gathered } from '../evidence/gathered.ts'
import type { OrderViolation } from '../evidence/orderViolations.ts'
import { counted } from '../figures.ts'
import { type CheckDefinition, conclude, exactly, notRun, rowsAsEvidence } from './conclude.ts'

const D7: CheckDefinition = { id: 'D7', title: 'Order of time', blocking: true, waivable: false, unit: 'count', source: 'run' }

/** D7: time only runs forward and nothing fills before it was decided. */
export function checkTimeOrder({ value: violations, missing }: Gathered<readonly OrderViolation[]>): CheckResult {
  const threshold = exactly(0)
  if (violations === null) return notRun(D7, { reason: missing, threshold })
  const [first] = violations
  return conclude(D7, {
    state: first === undefined ? 'PASS' : 'FAIL',
    value: violations.length,
    threshold,
    summary:
      first === undefined
        ? 'Every row follows the one before, and no fill comes before its decision.'
        : `${counted(violations.length, 'row')} out of order; the first is ${first.group} row ${first.row}: ${first.problem}.`,
    action: 'Look at the first offending row: a fill before its decision has seen the future.',
    evidence: rowsAsEvidence(violations.map(({ group, row, problem }) => ({ label: `${group} row ${row}`, value: problem }))),
  })
}
