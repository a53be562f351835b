import { AppError, assertNever } from '#shared/domain/appError.ts'
import type { CheckResult, GateVerdict } from '#shared/domain/gate.ts'
import type { GatePolicy } from '#shared/domain/gatePolicy.ts'
import { counted } from './figures.ts'
import type { GateEvidence } from './gatherEvidence.ts'
import { runChecks } from './runChecks.ts'
import { runNegativeControls } from './runNegativeControls.ts'

export interface GateEvaluation {
  readonly verdict: GateVerdict
  readonly checks: CheckResult[]
  /** What to do next, in words. */
  readonly recommendation: string
}

/**
 * Judges evidence by a policy. Pure: the same evidence and policy give the same evaluation.
 * @throws AppError `unavailable` when the policy lets a known-bad fixture pass: then no result can be trusted.
 */
export function evaluateGate(evidence: GateEvidence, policy: GatePolicy): GateEvaluation {
  refusePermissivePolicy(policy)
  const checks = runChecks(evidence, policy)
  const verdict = verdictOf(checks)
  return { verdict, checks, recommendation: recommend(verdict, checks) }
}

/** Any blocking FAIL fails the gate; without one, a blocking check without valid evidence leaves it incomplete. */
export function verdictOf(checks: readonly CheckResult[]): GateVerdict {
  const blockers = checks.filter(({ blocking }) => blocking)
  if (blockers.some(({ state }) => state === 'FAIL')) return 'failed'
  return blockers.length === 0 || blockers.some(({ state }) => state === 'NOT_RUN' || state === 'STALE') ? 'incomplete' : 'passed'
}

function refusePermissivePolicy(policy: GatePolicy): void {
  const passed = runNegativeControls(policy).filter(({ caught }) => !caught)
  if (passed.length === 0) return
  const names = passed.map(({ checkId, name }) => `${name} (${checkId})`).join(', ')
  throw new AppError(
    'unavailable',
    `Gate policy ${policy.version} lets known-bad runs pass: ${names}. No result was issued; tighten the thresholds of those checks.`,
    { details: { policyVersion: policy.version, controls: names } },
  )
}

function recommend(verdict: GateVerdict, checks: readonly CheckResult[]): string {
  const open = checks.filter(
    ({ blocking, state }) => blocking && (verdict === 'failed' ? state === 'FAIL' : state === 'NOT_RUN' || state === 'STALE'),
  )
  const warnings = checks.filter(({ state }) => state === 'WARN')
  const [first] = open
  switch (verdict) {
    case 'passed':
      return warnings.length === 0
        ? 'Every check passed.'
        : `No check failed; look at ${counted(warnings.length, 'warning')}: ${idsOf(warnings)}.`
    case 'failed':
    case 'incomplete':
      return `${verdict === 'failed' ? 'Failed' : 'Evidence is missing'}: ${idsOf(open)}. Next: ${first?.action ?? 'gather the evidence and evaluate again.'}`
    default:
      return assertNever(verdict)
  }
}

const idsOf = (checks: readonly CheckResult[]) => checks.map(({ id }) => id).join(', ')
