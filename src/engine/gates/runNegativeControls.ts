import { assertNever } from '#shared/domain/appError.ts'
import type { CheckState, GateType } from '#shared/domain/gate.ts'
import type { GatePolicy } from '#shared/domain/gatePolicy.ts'
import { crvControls } from './controls/crvControls.ts'
import { devControls } from './controls/devControls.ts'
import type { NegativeControl } from './controls/negativeControl.ts'
import { productControls } from './controls/productControls.ts'
import { runChecks } from './runChecks.ts'

/** What became of a known-bad run: whether the check made for it saw it. */
export interface ControlOutcome {
  readonly checkId: string
  readonly name: string
  readonly expected: CheckState
  readonly state: CheckState
  readonly caught: boolean
}

/** Puts every known-bad run of a gate before the check that must see it. A policy under which one gets by issues no results. */
export function runNegativeControls(gateType: GateType, policy: GatePolicy): ControlOutcome[] {
  return controlsOf(gateType, policy).map(({ checkId, name, expected, evidence }) => {
    const state = runChecks(evidence, policy).find(({ id }) => id === checkId)?.state ?? 'NOT_RUN'
    return { checkId, name, expected, state, caught: state === expected }
  })
}

function controlsOf(gateType: GateType, policy: GatePolicy): NegativeControl[] {
  switch (gateType) {
    case 'dev':
      return devControls(policy)
    case 'crv':
      return crvControls()
    case 'product':
      return productControls()
    default:
      return assertNever(gateType)
  }
}
