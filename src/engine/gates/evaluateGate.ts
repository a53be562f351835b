import { AppError, assertNever } from '#shared/domain/appError.ts'
import type { CheckResult, GateType } from '#shared/domain/gate.ts'
import type { GatePolicy } from '#shared/domain/gatePolicy.ts'
import { applyWaivers, type GrantedWaiver } from './applyWaivers.ts'
import { checkCrvSelfTest, checkDevSelfTest, checkProductSelfTest } from './checks/selfTest.ts'
import { concludeGate, type GateConclusion } from './concludeGate.ts'
import { type GateEvidence, runChecks } from './runChecks.ts'
import { type ControlOutcome, runNegativeControls } from './runNegativeControls.ts'

export interface GateEvaluation extends GateConclusion {
  readonly checks: CheckResult[]
}

export interface EvaluationTerms {
  readonly policy: GatePolicy
  /** Granted for this strategy version and gate; those that have expired are ignored. */
  readonly waivers: readonly GrantedWaiver[]
  /** Epoch ms UTC. */
  readonly nowMs: number
}

/**
 * Judges evidence by a policy. Pure: the same evidence and terms give the same evaluation.
 * @throws AppError `unavailable` when the policy lets a known-bad fixture pass: then no result can be trusted.
 */
export function evaluateGate(evidence: GateEvidence, { policy, waivers, nowMs }: EvaluationTerms): GateEvaluation {
  const outcomes = requireStrictPolicy(evidence.gateType, policy)
  const found = [...runChecks(evidence, policy), selfTest(evidence, outcomes)]
  const checks = applyWaivers(inOrder(found), waivers, nowMs)
  return { ...concludeGate(evidence.gateType, checks), checks }
}

/**
 * Puts the known-bad runs of a gate before a policy.
 * @throws AppError `unavailable`, naming those that it lets pass.
 */
export function requireStrictPolicy(gateType: GateType, policy: GatePolicy): ControlOutcome[] {
  const outcomes = runNegativeControls(gateType, policy)
  const passed = outcomes.filter(({ caught }) => !caught)
  if (passed.length === 0) return outcomes
  const names = passed.map(({ checkId, name }) => `${name} (${checkId})`).join(', ')
  throw new AppError(
    'unavailable',
    `Gate policy ${policy.version} lets known-bad runs pass: ${names}. No result was issued; tighten the thresholds of those checks.`,
    { details: { policyVersion: policy.version, controls: names } },
  )
}

function selfTest(evidence: GateEvidence, outcomes: readonly ControlOutcome[]): CheckResult {
  switch (evidence.gateType) {
    case 'dev':
      return checkDevSelfTest(outcomes)
    case 'crv':
      return checkCrvSelfTest(outcomes, evidence.sameBarFills.value)
    case 'product':
      return checkProductSelfTest(outcomes)
    default:
      return assertNever(evidence)
  }
}

/** By number: D2 before D10. */
function inOrder(checks: readonly CheckResult[]): CheckResult[] {
  return checks.toSorted((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)))
}
