import type { CheckState } from '#shared/domain/gate.ts'
import type { GateEvidence } from '../runChecks.ts'

/** A known-bad run, the check that must see it and the state that check must reach. */
export interface NegativeControl {
  readonly checkId: string
  readonly name: string
  readonly expected: Extract<CheckState, 'FAIL' | 'WARN'>
  readonly evidence: GateEvidence
}
