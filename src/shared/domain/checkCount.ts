import { z } from 'zod'
import type { CheckResult, CheckState } from './gate.ts'

/** Checks that let the gate through, of those that apply. */
export const checkCountSchema = z.object({ satisfied: z.int(), applicable: z.int() })
export type CheckCount = z.infer<typeof checkCountSchema>

const SATISFIED: ReadonlySet<CheckState> = new Set(['PASS', 'WARN', 'WAIVED'])

/** Missing or stale evidence does not count as satisfied; what does not apply is not counted. */
export function countChecks(checks: readonly Pick<CheckResult, 'state'>[]): CheckCount {
  const applicable = checks.filter(({ state }) => state !== 'N/A')
  return { satisfied: applicable.filter(({ state }) => SATISFIED.has(state)).length, applicable: applicable.length }
}
