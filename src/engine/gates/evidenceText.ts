import type { GateEvidence } from './runChecks.ts'

/** Evidence as JSON text that gives the same evidence back: JSON has no word for numbers that are not finite. */
export function writeEvidence(evidence: GateEvidence): string {
  return JSON.stringify(evidence, (_, value) =>
    typeof value === 'number' && !Number.isFinite(value) ? { [NOT_FINITE]: String(value) } : value,
  )
}

export function readEvidence(text: string): GateEvidence {
  return JSON.parse(text, (_, value) => (isNotFinite(value) ? Number(value[NOT_FINITE]) : value))
}

const NOT_FINITE = '$number'

function isNotFinite(value: unknown): value is { readonly [NOT_FINITE]: string } {
  return typeof value === 'object' && value !== null && NOT_FINITE in value
}
