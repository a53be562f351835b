import type { CheckResult } from '#shared/domain/gate.ts'
import { type CheckDefinition, notRun, type Threshold } from './conclude.ts'

/** A check that rests on a walk-forward which is not there. */
export function withoutWalkForward(definition: CheckDefinition, reason: string, threshold: Threshold | null): CheckResult {
  return notRun(definition, {
    reason,
    threshold,
    action: 'Run a walk-forward validation of the strategy on the data of its run, then run the gate again.',
  })
}
