import type { CheckResult } from '#shared/domain/gate.ts'
import type { Gathered } from '../evidence/gathered.ts'
import type { IdentityEvidence } from '../evidence/identityEvidence.ts'
import { counted } from '../figures.ts'
import { type CheckDefinition, conclude, exactly, notRun } from './conclude.ts'

const D4: CheckDefinition = { id: 'D4', title: 'Run identity complete', blocking: true, waivable: false, unit: 'count', source: 'run' }

/** D4: specification, data, engine, metric definitions and seed are all named, and are those at hand. */
export function checkIdentityComplete({ value: evidence, missing }: Gathered<IdentityEvidence>): CheckResult {
  const threshold = exactly(0)
  if (evidence === null) return notRun(D4, { reason: missing, threshold })
  const { identity, flaws, outdated } = evidence
  return conclude(D4, {
    state: flaws.length > 0 ? 'FAIL' : outdated.length > 0 ? 'STALE' : 'PASS',
    value: flaws.length,
    threshold,
    summary: summarise(flaws, outdated),
    action: 'Run the backtest again: a new run stores its whole identity.',
    evidence: Object.entries(identity).map(([label, value]) => ({ label, value: String(value) })),
  })
}

function summarise(flaws: readonly string[], outdated: readonly string[]): string {
  if (flaws.length > 0) return `The run identity has ${counted(flaws.length, 'flaw')}: ${flaws.join('; ')}.`
  if (outdated.length > 0) return `The run was made with older definitions: ${outdated.join('; ')}.`
  return 'Specification, data, engine, metric definitions and seed are named and are those at hand.'
}
