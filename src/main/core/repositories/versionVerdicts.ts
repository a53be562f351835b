import type { DatabaseHandle } from '#core/database/database.ts'
import { GATE_TYPES, type GateType } from '#shared/domain/gate.ts'
import { findGateResult, NEWEST_FIRST, type StoredGateResult } from './gateResultRepository.ts'

interface VerdictRow {
  readonly id: string
  readonly gate_type: GateType
}

/** The newest verdict of each gate on a run of one version of a strategy, in the order of the gates; a gate that never judged it is left out. */
export async function listVersionVerdicts(
  db: DatabaseHandle,
  { strategyId, strategyVersion }: { readonly strategyId: string; readonly strategyVersion: number },
): Promise<StoredGateResult[]> {
  const rows: VerdictRow[] = await db.run((knex) =>
    knex('gate_results')
      .join('backtests', 'backtests.id', 'gate_results.backtest_id')
      .where({ 'gate_results.strategy_id': strategyId, 'backtests.strategy_version': strategyVersion })
      .orderBy(NEWEST_FIRST)
      .select('gate_results.id', 'gate_results.gate_type'),
  )
  const newest = GATE_TYPES.flatMap((gate) => rows.find(({ gate_type }) => gate_type === gate) ?? [])
  const verdicts = await Promise.all(newest.map(({ id }) => findGateResult(db, id)))
  return verdicts.filter((verdict) => verdict !== null)
}
