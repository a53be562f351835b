import { assertNever } from '#shared/domain/appError.ts'
import type { CheckResult, GateType, GateVerdict } from '#shared/domain/gate.ts'
import { counted } from './figures.ts'

export interface GateConclusion {
  readonly verdict: GateVerdict
  /** Only of the product gate: passed and approved by somebody else. */
  readonly productionReady: boolean | null
  /** What to do next, in words. */
  readonly recommendation: string
}

/** What all checks of a gate mean together. */
export function concludeGate(gateType: GateType, checks: readonly CheckResult[]): GateConclusion {
  const verdict = verdictOf(checks)
  if (gateType !== 'product') return { verdict, productionReady: null, recommendation: recommend(verdict, checks) }
  const isApproved = checks.some(({ id, state }) => id === 'P3' && state === 'PASS')
  const productionReady = verdict === 'passed' && isApproved
  return { verdict, productionReady, recommendation: recommendProduct({ verdict, productionReady }, checks) }
}

/** Any blocking FAIL fails the gate; without one, a blocking check without valid evidence leaves it incomplete. */
export function verdictOf(checks: readonly CheckResult[]): GateVerdict {
  const blockers = checks.filter(({ blocking }) => blocking)
  if (blockers.some(({ state }) => state === 'FAIL')) return 'failed'
  return blockers.length === 0 || blockers.some(({ state }) => state === 'NOT_RUN' || state === 'STALE') ? 'incomplete' : 'passed'
}

function recommendProduct({ verdict, productionReady }: Omit<GateConclusion, 'recommendation'>, checks: readonly CheckResult[]): string {
  if (productionReady) {
    const waived = checks.filter(({ state }) => state === 'WAIVED')
    return waived.length === 0
      ? 'Ready for production: go live within the risk limits set, and judge it anew on the date set.'
      : `Ready for production with ${counted(waived.length, 'waiver')}: ${idsOf(waived)}. Go live within the risk limits set.`
  }
  if (verdict !== 'passed') return `Not ready for production. ${recommend(verdict, checks)}`
  return 'Every check passed, but the result is unapproved: paper-trade it, and have somebody else approve it on a shared server before real money.'
}

function recommend(verdict: GateVerdict, checks: readonly CheckResult[]): string {
  const open = checks.filter(
    ({ blocking, state }) => blocking && (verdict === 'failed' ? state === 'FAIL' : state === 'NOT_RUN' || state === 'STALE'),
  )
  const warnings = checks.filter(({ state }) => state === 'WARN')
  const waived = checks.filter(({ state }) => state === 'WAIVED')
  const [first] = open
  switch (verdict) {
    case 'passed':
      if (waived.length > 0)
        return `Passed with ${counted(waived.length, 'waiver')}: ${idsOf(waived)}. Mend what was waived before it expires.`
      return warnings.length === 0
        ? 'Every check that blocks passed.'
        : `No check failed; look at ${counted(warnings.length, 'warning')}: ${idsOf(warnings)}.`
    case 'failed':
    case 'incomplete':
      return `${verdict === 'failed' ? 'Failed' : 'Evidence is missing'}: ${idsOf(open)}. Next: ${first?.action ?? 'gather the evidence and evaluate again.'}`
    default:
      return assertNever(verdict)
  }
}

const idsOf = (checks: readonly CheckResult[]) => checks.map(({ id }) => id).join(', ')
