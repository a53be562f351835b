import type { CheckResult } from '#shared/domain/gate.ts'
import { counted } from '../figures.ts'
import type { ControlOutcome } from '../runNegativeControls.ts'
import { type CheckDefinition, conclude, exactly, notRun } from './conclude.ts'

const D18: CheckDefinition = { id: 'D18', title: 'Self-test', blocking: true, waivable: false, unit: 'count', source: 'policy' }
const C32: CheckDefinition = { ...D18, id: 'C32', title: 'Self-test and same-bar fills' }
const P24: CheckDefinition = { ...D18, id: 'P24' }

/** D18: every known-bad run is caught by the check made for it. */
export const checkDevSelfTest = (outcomes: readonly ControlOutcome[]) => checkSelfTest(D18, outcomes)
/** P24: forged, stale and self-approved evidence is rejected. */
export const checkProductSelfTest = (outcomes: readonly ControlOutcome[]) => checkSelfTest(P24, outcomes)

/** C32: the winner among noise strategies is caught, and no order of this run fills at the very close that decided it. */
export function checkCrvSelfTest(outcomes: readonly ControlOutcome[], sameBarFills: number | null): CheckResult {
  const result = checkSelfTest(C32, outcomes)
  if (result.state !== 'PASS') return result
  if (sameBarFills === null) return notRun(C32, { reason: 'the stored run has no ledger', threshold: exactly(0) })
  if (sameBarFills === 0) return { ...result, summary: `${result.summary} No order of this run fills at the close that decided it.` }
  return conclude(C32, {
    state: 'FAIL',
    value: sameBarFills,
    threshold: exactly(0),
    summary: `${counted(sameBarFills, 'order')} of this run filled at the very close that decided it, a price known only once it is too late to trade.`,
    action: 'Fill at the next open (execution.fill: next_open) and compare: the difference is what look-ahead may have earned.',
    evidence: result.evidence,
  })
}

function checkSelfTest(definition: CheckDefinition, outcomes: readonly ControlOutcome[]): CheckResult {
  const threshold = exactly(0)
  if (outcomes.length === 0) return notRun(definition, { reason: 'no known-bad run was tried', threshold })
  const missed = outcomes.filter(({ caught }) => !caught)
  return conclude(definition, {
    state: missed.length === 0 ? 'PASS' : 'FAIL',
    value: missed.length,
    threshold,
    summary:
      missed.length === 0
        ? `All ${outcomes.length} known-bad runs were caught.`
        : `Not caught: ${missed.map(({ checkId, name }) => `${name} (${checkId})`).join(', ')}.`,
    action: 'Do not use results of this policy; tighten the thresholds of the checks named.',
    evidence: outcomes.map(({ checkId, name, state }) => ({ label: `${checkId}: ${name}`, value: state })),
  })
}
