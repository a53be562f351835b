import type { Knex } from 'knex'
import type { DatabaseHandle } from '#core/database/database.ts'
import { bindInstant } from '#core/database/dialect.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { Approval, Role, RoleGrant } from '#shared/domain/governance.ts'

interface GrantRow {
  actor: string
  role: Role
  granted_by: string
  granted_at: number
  revoked_by: string | null
  revoked_at: number | null
}

function toGrant(row: GrantRow): RoleGrant {
  return {
    actor: row.actor,
    role: row.role,
    grantedBy: row.granted_by,
    grantedAtMs: row.granted_at,
    revokedBy: row.revoked_by,
    revokedAtMs: row.revoked_at,
  }
}

interface RoleChange {
  readonly actor: string
  readonly role: Role
  readonly by: string
  readonly nowMs: number
}

/** Gives a role, or gives it back to somebody who had it. Throws `invalid_input` for a role given to oneself. */
export async function grantRole(db: DatabaseHandle, { actor, role, by, nowMs }: RoleChange): Promise<RoleGrant> {
  const row = { actor, role, granted_by: by, granted_at: bindInstant(db.dialect, nowMs), revoked_by: null, revoked_at: null }
  const [stored]: GrantRow[] = await db.run((knex) => knex('role_grants').insert(row).onConflict(['actor', 'role']).merge().returning('*'))
  return toGrant(stored!)
}

/** Throws `not_found` when the person does not hold it. */
export async function revokeRole(db: DatabaseHandle, { actor, role, by, nowMs }: RoleChange): Promise<RoleGrant> {
  const changes = { revoked_by: by, revoked_at: bindInstant(db.dialect, nowMs) }
  const [stored]: GrantRow[] = await db.run((knex) =>
    knex('role_grants').where({ actor, role }).whereNull('revoked_at').update(changes, '*'),
  )
  if (stored) return toGrant(stored)
  throw new AppError('not_found', `${actor} does not hold the role "${role}".`, { details: { actor, role } })
}

export async function listRoleGrants(db: DatabaseHandle): Promise<RoleGrant[]> {
  const rows: GrantRow[] = await db.run((knex) => knex('role_grants').orderBy(['actor', 'role']))
  return rows.map(toGrant)
}

export async function holdsRole(db: DatabaseHandle, { actor, role }: { actor: string; role: Role }): Promise<boolean> {
  const row: unknown = await db.run((knex) => knex('role_grants').where({ actor, role }).whereNull('revoked_at').first('actor'))
  return row !== undefined
}

interface ApprovalRow {
  id: string
  strategy_id: string
  strategy_version: number
  approver: string
  role: Role
  note: string
  approved_at: number
  revoked_by: string | null
  revoked_at: number | null
}

function toApproval(row: ApprovalRow): Approval {
  return {
    id: row.id,
    strategyId: row.strategy_id,
    strategyVersion: row.strategy_version,
    approver: row.approver,
    role: row.role,
    note: row.note,
    approvedAtMs: row.approved_at,
    revokedBy: row.revoked_by,
    revokedAtMs: row.revoked_at,
  }
}

/**
 * Throws `forbidden` when the approver wrote or last edited the version or its editor is not known, `not_found` for an
 * unknown version or a person without the role.
 */
export async function createApproval(db: DatabaseHandle, approval: Approval): Promise<void> {
  const row = {
    id: approval.id,
    strategy_id: approval.strategyId,
    strategy_version: approval.strategyVersion,
    approver: approval.approver,
    role: approval.role,
    note: approval.note,
    approved_at: bindInstant(db.dialect, approval.approvedAtMs),
  }
  await db.run((knex) => knex('approvals').insert(row))
}

/** Throws `not_found` when there is none, or none that still stands. */
export async function revokeApproval(db: DatabaseHandle, { id, by, nowMs }: { id: string; by: string; nowMs: number }): Promise<Approval> {
  const changes = { revoked_by: by, revoked_at: bindInstant(db.dialect, nowMs) }
  const [row]: ApprovalRow[] = await db.run((knex) => knex('approvals').where({ id }).whereNull('revoked_at').update(changes, '*'))
  if (row) return toApproval(row)
  throw new AppError('not_found', `There is no standing approval ${id}. Reload the list.`, { details: { id } })
}

const NEWEST_FIRST = [
  { column: 'approvals.approved_at', order: 'desc' },
  { column: 'approvals.id', order: 'desc' },
]

/** Newest first; `strategyId` null means all strategies. */
export async function listApprovals(db: DatabaseHandle, strategyId: string | null): Promise<Approval[]> {
  const rows: ApprovalRow[] = await db.run((knex) => {
    const query: Knex.QueryBuilder = knex('approvals').orderBy(NEWEST_FIRST)
    return strategyId === null ? query : query.where({ strategy_id: strategyId })
  })
  return rows.map(toApproval)
}

/** The newest approval of exactly this version that still stands; null when there is none. */
export async function findStandingApproval(
  db: DatabaseHandle,
  version: { strategyId: string; strategyVersion: number },
): Promise<Approval | null> {
  const where = { strategy_id: version.strategyId, strategy_version: version.strategyVersion }
  const row: ApprovalRow | undefined = await db.run((knex) =>
    knex('approvals').where(where).whereNull('revoked_at').orderBy(NEWEST_FIRST).first(),
  )
  return row ? toApproval(row) : null
}

export interface NamedApproval extends Approval {
  readonly strategyName: string
}

/** What stood approved at an instant, newest first: given by then, and not revoked by then. */
export async function listApprovedAt(db: DatabaseHandle, instantMs: number): Promise<NamedApproval[]> {
  const at = bindInstant(db.dialect, instantMs)
  const rows: (ApprovalRow & { strategy_name: string })[] = await db.run((knex) =>
    knex('approvals')
      .join('strategy_versions as v', (on) =>
        on.on('v.strategy_id', 'approvals.strategy_id').andOn('v.version', 'approvals.strategy_version'),
      )
      .where('approvals.approved_at', '<=', at)
      .where((open) => open.whereNull('approvals.revoked_at').orWhere('approvals.revoked_at', '>', at))
      .orderBy(NEWEST_FIRST)
      .select('approvals.*', 'v.name as strategy_name'),
  )
  return rows.map((row) => ({ ...toApproval(row), strategyName: row.strategy_name }))
}
