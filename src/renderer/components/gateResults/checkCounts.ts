import type { BoardVerdict } from '#shared/contract/gates.ts'
import { countChecks } from '#shared/domain/checkCount.ts'
import type { CheckResult, CheckState, GateResult } from '#shared/domain/gate.ts'

/** "11/13": checks that let the gate through, of those that apply. */
export function checkCountWords(result: Pick<GateResult, 'checks'> | Pick<BoardVerdict, 'checkCount'>): string {
  const { satisfied, applicable } = 'checks' in result ? countChecks(result.checks) : result.checkCount
  return `${satisfied}/${applicable}`
}

const URGENCY: Readonly<Record<CheckState, number>> = { FAIL: 0, STALE: 1, NOT_RUN: 2, WARN: 3, WAIVED: 4, PASS: 5, 'N/A': 6 }

/** What needs work first; within one state the policy's own order stays. */
export function sortByUrgency(checks: readonly CheckResult[]): CheckResult[] {
  return checks.toSorted((a, b) => URGENCY[a.state] - URGENCY[b.state])
}
