import type { Database } from '#core/database/database.ts'
import { bindInstant } from '#core/database/dialect.ts'
import { recordChange } from '#core/repositories/auditRepository.ts'
import { makeHash, makeId, NEW_YEAR_2024_MS } from './ids.ts'

export interface DecisionSubjects {
  readonly strategyId: string
  readonly datasetId: string
  readonly backtestId: string
}

const APPROVER = 'Ωlga'
const DAY_MS = 86_400_000

/** Rows in every table that holds what people decide and what they are held to, written as odd as the rules allow. */
export async function storeDecisions(db: Database, subjects: DecisionSubjects): Promise<void> {
  for (const [table, row] of Object.entries(decisionRows(db, subjects))) await db.run((knex) => knex(table).insert(row))
  const { strategyId: objectId } = subjects
  for (const payload of [{ odd: '\u0001"\\' }, { nested: [1.5e300, null, 'λ'] }]) {
    await recordChange(
      db,
      async () => undefined,
      () => ({ action: 'strategy.update', objectType: 'strategy', objectId, payload, nowMs: NEW_YEAR_2024_MS }),
    )
  }
}

/** Parents before their children. */
function decisionRows(db: Database, { strategyId, datasetId, backtestId }: DecisionSubjects): Record<string, Record<string, unknown>> {
  const at = (ms: number) => bindInstant(db.dialect, ms)
  const now = at(NEW_YEAR_2024_MS)
  const version = { strategy_id: strategyId, strategy_version: 1 }
  const document = '{ "z":-0, "a" : 1.50e+03 }'
  return {
    role_grants: { actor: APPROVER, role: 'approver', granted_by: 'root', granted_at: now },
    approvals: {
      id: makeId(),
      ...version,
      approver: APPROVER,
      role: 'approver',
      note: '',
      approved_at: now,
      revoked_by: 'x',
      revoked_at: now,
    },
    waivers: {
      ...{ id: makeId(), ...version, gate_type: 'crv', check_id: 'C7', reason: 'λ', approver: APPROVER },
      ...{ granted_at: now, expires_at: at(NEW_YEAR_2024_MS + 90 * DAY_MS) },
    },
    review_notes: { id: makeId(), ...version, author: APPROVER, text: '?', is_objection: true, created_at: now },
    holdouts: { dataset_id: datasetId, start_date: '2024-01-01', end_date: '2024-01-01', reason: '', locked_by: 'x', locked_at: now },
    holdout_openings: {
      ...{ id: makeId(), dataset_id: datasetId, ...version, strategy_type: 'carry' },
      ...{ opened_by: 'x', opened_at: now, reason: '' },
    },
    gate_policies: { number: 2, document, document_hash: makeHash('policy'), author: 'x', reason: 'λ', created_at: now },
    product_readiness: { strategy_id: strategyId, document, updated_at: now },
    gate_targets: { strategy_id: strategyId, document, updated_at: now },
    foreign_replays: {
      backtest_id: backtestId,
      platform: 'plan9-mips',
      ledger_hash: makeHash('other'),
      supplied_by: 'x',
      supplied_at: now,
    },
  }
}
