import type { AppliedWaiver, CheckResult } from '#shared/domain/gate.ts'

/** A waiver as granted for one check of one gate. */
export interface GrantedWaiver extends AppliedWaiver {
  readonly checkId: string
}

/**
 * Failed checks with a waiver in force become WAIVED, where the check allows it; the finding stays. Of several waivers
 * the one that lasts longest counts. Checks without evidence are not excused: there is nothing that was looked at.
 */
export function applyWaivers(checks: readonly CheckResult[], waivers: readonly GrantedWaiver[], nowMs: number): CheckResult[] {
  return checks.map((check) => {
    const waiver = check.waivable && check.state === 'FAIL' ? waiverOf(check.id, waivers, nowMs) : null
    return waiver === null ? check : { ...check, state: 'WAIVED', waiver }
  })
}

function waiverOf(checkId: string, waivers: readonly GrantedWaiver[], nowMs: number): AppliedWaiver | null {
  const inForce = waivers.filter((waiver) => waiver.checkId === checkId && waiver.expiresAtMs > nowMs)
  const longest = inForce.toSorted((a, b) => b.expiresAtMs - a.expiresAtMs)[0]
  if (longest === undefined) return null
  const { id, reason, approvedBy, expiresAtMs } = longest
  return { id, reason, approvedBy, expiresAtMs }
}

/** A waived check fails again once its waiver has expired or been taken back. */
export function revertWaivers(checks: readonly CheckResult[], isInForce: (waiver: AppliedWaiver) => boolean): CheckResult[] {
  return checks.map((check) => {
    const { waiver, ...finding } = check
    return waiver === undefined || isInForce(waiver) ? check : { ...finding, state: 'FAIL' }
  })
}
