import type { CheckResult, CheckState } from '#shared/domain/gate.ts'

const SATISFIED: ReadonlySet<CheckState> = new Set(['PASS', 'WARN', 'WAIVED'])

/** "11/13": checks that let the gate through, of those that apply. Missing or stale evidence does not count as passed. */
export function countChecks(checks: readonly CheckResult[]): string {
  const applicable = checks.filter(({ state }) => state !== 'N/A')
  const satisfied = applicable.filter(({ state }) => SATISFIED.has(state))
  return `${satisfied.length}/${applicable.length}`
}

const URGENCY: Readonly<Record<CheckState, number>> = { FAIL: 0, STALE: 1, NOT_RUN: 2, WARN: 3, WAIVED: 4, PASS: 5, 'N/A': 6 }

/** What needs work first; within one state the policy's own order stays. */
export function sortByUrgency(checks: readonly CheckResult[]): CheckResult[] {
  return checks.toSorted((a, b) => URGENCY[a.state] - URGENCY[b.state])
}
