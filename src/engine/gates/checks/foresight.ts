import type { CheckResult } from '#shared/domain/gate.ts'
import type { ForesightEvidence } from '../evidence/foresight.ts'
import type { Gathered } from '../evidence/gathered.ts'
import { type CheckDefinition, conclude, exactly, notRun, rowsAsEvidence } from './conclude.ts'

const D8: CheckDefinition = { id: 'D8', title: 'Truncation test', blocking: true, waivable: false, unit: 'count', source: 'run' }
const D9: CheckDefinition = { id: 'D9', title: 'Perturbation test', blocking: true, waivable: false, unit: 'count', source: 'run' }

/** D8: data that end early change nothing that happened before their end. */
export function checkTruncation(evidence: Gathered<ForesightEvidence>, places: number): CheckResult {
  return checkForesight(D8, evidence, { places, change: 'data that end', changed: 'on data cut' })
}

/** D9: other prices after a bar change nothing that happened up to it. */
export function checkPerturbation(evidence: Gathered<ForesightEvidence>, places: number): CheckResult {
  return checkForesight(D9, evidence, { places, change: 'other prices after', changed: 'with other prices after the bar' })
}

interface Wording {
  /** How many places the policy asks for. */
  readonly places: number
  readonly change: string
  readonly changed: string
}

function checkForesight(definition: CheckDefinition, { value, missing }: Gathered<ForesightEvidence>, wording: Wording): CheckResult {
  const threshold = exactly(0)
  if (value === null) return notRun(definition, { reason: missing, threshold })
  const { places, violations } = value
  if (places < wording.places) {
    return notRun(definition, { reason: `${places} places were tried and the policy asks for ${wording.places}`, threshold })
  }
  const [first] = violations
  return conclude(definition, {
    state: first === undefined ? 'PASS' : 'FAIL',
    value: violations.length,
    threshold,
    summary:
      first === undefined
        ? `Fills and equity up to the bar are the same ${wording.changed} at ${places} places.`
        : `${violations.length} of ${places} places changed the past; ${wording.change} at bar ${first.lastBar} change ${first.divergence.group} row ${first.divergence.row}.`,
    action: 'Look for a rule or an indicator that reads bars after the one it decides on.',
    evidence: rowsAsEvidence(
      violations.map(({ lastBar, divergence: { group, row, column, stored, replayed } }) => ({
        label: `After bar ${lastBar}`,
        value: `${group} row ${row}, ${column}: stored ${stored ?? 'nothing'}, without knowing the later bars ${replayed ?? 'nothing'}`,
      })),
    ),
  })
}
