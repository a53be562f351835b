import type { CheckResult, CheckSource, CheckState } from '#shared/domain/gate.ts'

/** What a check is, whatever it finds. */
export interface CheckDefinition {
  readonly id: string
  readonly title: string
  readonly blocking: boolean
  readonly waivable: boolean
  readonly unit: CheckResult['unit']
  readonly source: CheckSource
}

export type Threshold = NonNullable<CheckResult['threshold']>
type EvidenceEntry = CheckResult['evidence'][number]

export interface Finding {
  readonly state: CheckState
  readonly value: number | null
  readonly threshold: Threshold | null
  readonly summary: string
  /** What to do when the state is not PASS. */
  readonly action: string
  readonly evidence?: readonly EvidenceEntry[]
}

/** Offending rows shown with a check. */
const SHOWN_ROWS = 5

export function conclude(definition: CheckDefinition, finding: Finding): CheckResult {
  const value = finding.value !== null && Number.isFinite(finding.value) ? finding.value : null
  return {
    ...definition,
    state: finding.state,
    value,
    threshold: finding.threshold,
    margin: value === null || finding.threshold === null ? null : marginOf(value, finding.threshold),
    summary: finding.summary,
    action: finding.state === 'PASS' ? null : finding.action,
    evidence: [...(finding.evidence ?? [])],
  }
}

/** A check whose evidence is missing: never a pass. */
export function notRun(definition: CheckDefinition, { reason, threshold, action }: MissingFinding): CheckResult {
  return conclude(definition, { state: 'NOT_RUN', value: null, threshold, summary: `Not measured: ${reason}`, action: action ?? SUPPLY })
}

interface MissingFinding {
  readonly reason: string
  readonly threshold: Threshold | null
  /** Absent: supply what is missing. */
  readonly action?: string | undefined
}

const SUPPLY = 'Supply what is missing (run the backtest again if its records are gone) and run the gate again.'

/** PASS within the bound, WARN between it and the `warn` level, FAIL beyond. A value that is not a number fails. */
export function judge(value: number, { comparison, bound, warn }: Threshold): 'PASS' | 'WARN' | 'FAIL' {
  const holds = (limit: number) => (comparison === '>=' ? value >= limit : comparison === '<=' ? value <= limit : value === limit)
  if (warn !== null) return holds(warn) ? 'PASS' : holds(bound) ? 'WARN' : 'FAIL'
  return holds(bound) ? 'PASS' : 'FAIL'
}

export const atLeast = (bound: number): Threshold => ({ comparison: '>=', bound, warn: null })
export const atMost = (bound: number): Threshold => ({ comparison: '<=', bound, warn: null })
export const exactly = (bound: number): Threshold => ({ comparison: '=', bound, warn: null })

/** The first offending rows as evidence entries. */
export function rowsAsEvidence(rows: readonly { readonly label: string; readonly value: string }[]): EvidenceEntry[] {
  return rows.slice(0, SHOWN_ROWS).map(({ label, value }) => ({ label, value }))
}

/** Distance to the bound, positive on its good side; an equality is only ever met or missed. */
function marginOf(value: number, { comparison, bound }: Threshold): number {
  if (comparison === '>=') return value - bound
  return comparison === '<=' ? bound - value : 0 - Math.abs(value - bound)
}
