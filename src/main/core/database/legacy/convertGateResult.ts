import type { AdoptionFlag } from '#shared/domain/adoption.ts'
import { type GateType, type GateVerdict, gateTypeSchema } from '#shared/domain/gate.ts'
import type { LegacyGateResult } from './legacyTables.ts'
import { adoptedId, RowFlags } from './legacyValues.ts'

export interface ConvertedGateResult {
  readonly id: string
  readonly strategyId: string
  readonly gateType: GateType
  readonly verdict: Exclude<GateVerdict, 'passed'>
  /** The older system's document, word for word. */
  readonly results: string
  readonly recommendation: string
  readonly timestampMs: number
  readonly flags: readonly AdoptionFlag[]
}

/**
 * A result of the older system names nothing it judged, so nobody can check it: what it called a pass is incomplete
 * here, what it called a failure stays one. Null for a gate this version does not have.
 */
export function convertGateResult(row: LegacyGateResult, nowMs: number): ConvertedGateResult | null {
  const gateType = gateTypeSchema.safeParse(row.gate_type)
  if (!gateType.success) return null
  const flags = new RowFlags()
  const id = flags.readId('id', row.id)
  if (row.passed === true) flags.add('older_pass', 'passed', true)
  if (row.production_ready === true) flags.add('older_pass', 'production_ready', true)
  return {
    id,
    strategyId: adoptedId(row.strategy_id),
    gateType: gateType.data,
    verdict: row.passed === false ? 'failed' : 'incomplete',
    results: row.results ?? 'null',
    recommendation: row.recommendation ?? '',
    timestampMs: flags.readInstant('timestamp', row.timestamp) ?? nowMs,
    flags: flags.list,
  }
}
