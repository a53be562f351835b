import type { Knex } from 'knex'
import type { DatabaseHandle } from '#core/database/database.ts'
import { bindInstant } from '#core/database/dialect.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { GateType } from '#shared/domain/gate.ts'
import type { Waiver } from '#shared/domain/governance.ts'

interface WaiverRow {
  id: string
  strategy_id: string
  strategy_version: number
  gate_type: GateType
  check_id: string
  reason: string
  approver: string
  granted_at: number
  expires_at: number
  revoked_by: string | null
  revoked_at: number | null
}

function toWaiver(row: WaiverRow): Waiver {
  return {
    id: row.id,
    strategyId: row.strategy_id,
    strategyVersion: row.strategy_version,
    gateType: row.gate_type,
    checkId: row.check_id,
    reason: row.reason,
    approver: row.approver,
    grantedAtMs: row.granted_at,
    expiresAtMs: row.expires_at,
    revokedBy: row.revoked_by,
    revokedAtMs: row.revoked_at,
  }
}

/**
 * Throws `forbidden` when the approver wrote or last edited the version or its editor is not known, `invalid_input` for a
 * life that is too long, `not_found` for an unknown version.
 */
export async function createWaiver(db: DatabaseHandle, waiver: Waiver): Promise<void> {
  const row = {
    id: waiver.id,
    strategy_id: waiver.strategyId,
    strategy_version: waiver.strategyVersion,
    gate_type: waiver.gateType,
    check_id: waiver.checkId,
    reason: waiver.reason,
    approver: waiver.approver,
    granted_at: bindInstant(db.dialect, waiver.grantedAtMs),
    expires_at: bindInstant(db.dialect, waiver.expiresAtMs),
  }
  await db.run((knex) => knex('waivers').insert(row))
}

/** Throws `not_found` when there is none, or none that still stands. */
export async function revokeWaiver(db: DatabaseHandle, { id, by, nowMs }: { id: string; by: string; nowMs: number }): Promise<Waiver> {
  const changes = { revoked_by: by, revoked_at: bindInstant(db.dialect, nowMs) }
  const [row]: WaiverRow[] = await db.run((knex) => knex('waivers').where({ id }).whereNull('revoked_at').update(changes, '*'))
  if (row) return toWaiver(row)
  throw new AppError('not_found', `There is no standing waiver ${id}. Reload the list.`, { details: { id } })
}

/** Newest first; `strategyId` null means all strategies. */
export async function listWaivers(db: DatabaseHandle, strategyId: string | null): Promise<Waiver[]> {
  const rows: WaiverRow[] = await db.run((knex) => {
    const query: Knex.QueryBuilder = knex('waivers').orderBy([
      { column: 'granted_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    return strategyId === null ? query : query.where({ strategy_id: strategyId })
  })
  return rows.map(toWaiver)
}

export interface WaiverScope {
  readonly strategyId: string
  readonly strategyVersion: number
  readonly nowMs: number
}

/** Waivers of a version that stand at this instant, of all gates. */
export async function listActiveWaivers(db: DatabaseHandle, { strategyId, strategyVersion, nowMs }: WaiverScope): Promise<Waiver[]> {
  const rows: WaiverRow[] = await db.run((knex) =>
    knex('waivers')
      .where({ strategy_id: strategyId, strategy_version: strategyVersion })
      .whereNull('revoked_at')
      .where('expires_at', '>', bindInstant(db.dialect, nowMs))
      .orderBy(['granted_at', 'id']),
  )
  return rows.map(toWaiver)
}
