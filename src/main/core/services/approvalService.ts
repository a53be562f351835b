import { AppError } from '#shared/domain/appError.ts'
import type { AuditAction } from '#shared/domain/audit.ts'
import { dateToMs } from '#shared/domain/calendarDate.ts'
import type { GateType } from '#shared/domain/gate.ts'
import type { Approval, Role, RoleGrant } from '#shared/domain/governance.ts'
import type { DatabaseHandle } from '../database/database.ts'
import {
  createApproval,
  grantRole,
  holdsRole,
  listApprovals,
  listApprovedAt,
  listRoleGrants,
  type NamedApproval,
  revokeApproval,
  revokeRole,
} from '../repositories/approvalRepository.ts'
import { recordChange } from '../repositories/auditRepository.ts'
import { getLatestGateResult } from '../repositories/gateResultRepository.ts'
import { getStrategy } from '../repositories/strategyRepository.ts'
import { newId } from './newId.ts'

const DAY_MS = 86_400_000

export interface ApprovalService {
  list(strategyId: string | null): Promise<Approval[]>
  /** What stood approved when that day (UTC) ended. */
  asOf(date: string): Promise<NamedApproval[]>
  /**
   * Approves the strategy's current version in the name of whoever is logged in. Throws `forbidden` to its author, its last
   * editor and whoever lacks the role, `conflict` when it was edited meanwhile, `invalid_transition` unless dev and CRV gate have passed it.
   */
  approve(request: { strategyId: string; expectedVersion: number; note: string }): Promise<Approval>
  revoke(id: string): Promise<Approval>
  roles(): Promise<RoleGrant[]>
  /** Throws `invalid_input` for a role given to oneself. */
  grantRole(grant: { actor: string; role: Role }): Promise<RoleGrant>
  revokeRole(grant: { actor: string; role: Role }): Promise<RoleGrant>
}

export function createApprovalService(db: DatabaseHandle, now: () => number): ApprovalService {
  const changeRole = (action: AuditAction, change: typeof grantRole, { actor, role }: { actor: string; role: Role }) => {
    const nowMs = now()
    return recordChange(
      db,
      (transaction) => change(transaction, { actor, role, by: db.actor.name, nowMs }),
      () => ({ action, objectType: 'person', objectId: actor, payload: { role }, nowMs }),
    )
  }
  return {
    list: (strategyId) => listApprovals(db, strategyId),
    asOf: (date) => listApprovedAt(db, dateToMs(date) + DAY_MS - 1),
    approve: async ({ strategyId, expectedVersion, note }) => {
      await requireApprover(db)
      const strategyVersion = await requireProven(db, strategyId, expectedVersion)
      const approval: Approval = {
        ...{ id: newId(), strategyId, strategyVersion, approver: db.actor.name, role: 'approver', note },
        ...{ approvedAtMs: now(), revokedBy: null, revokedAtMs: null },
      }
      const { approvedAtMs: nowMs } = approval
      await recordChange(
        db,
        (transaction) => createApproval(transaction, approval),
        () => ({ action: 'approval.give', objectType: 'strategy', objectId: strategyId, payload: approval, nowMs }),
      )
      return approval
    },
    revoke: (id) => {
      const nowMs = now()
      return recordChange(
        db,
        (transaction) => revokeApproval(transaction, { id, by: db.actor.name, nowMs }),
        ({ strategyId }) => ({
          action: 'approval.revoke',
          objectType: 'strategy',
          objectId: strategyId,
          payload: { approvalId: id },
          nowMs,
        }),
      )
    },
    roles: () => listRoleGrants(db),
    grantRole: async (grant) => {
      if (grant.actor === db.actor.name) throw noRoleForOneself(grant.role)
      return changeRole('role.grant', grantRole, grant)
    },
    revokeRole: (grant) => changeRole('role.revoke', revokeRole, grant),
  }
}

function noRoleForOneself(role: Role): AppError {
  return new AppError('forbidden', `Nobody gives the role "${role}" to themselves. Ask a colleague with a login of their own.`)
}

async function requireApprover(db: DatabaseHandle): Promise<void> {
  const actor = db.actor.name
  if (await holdsRole(db, { actor, role: 'approver' })) return
  throw new AppError(
    'forbidden',
    `${actor} does not hold the role "approver". A colleague with a login of their own can give it: aurelius approvals grant-role ${actor}`,
    { details: { actor } },
  )
}

async function requireProven(db: DatabaseHandle, strategyId: string, expectedVersion: number): Promise<number> {
  const { name, version } = await getStrategy(db, strategyId)
  if (version !== expectedVersion) {
    throw new AppError('conflict', `"${name}" is at version ${version}, not ${expectedVersion}. Read what changed before you approve it.`, {
      details: { id: strategyId, expectedVersion, actualVersion: version },
    })
  }
  const missing: GateType[] = []
  for (const gateType of ['dev', 'crv'] as const) {
    const result = await getLatestGateResult(db, { strategyId, gateType })
    if (!result?.passed || result.binding?.strategyVersion !== version) missing.push(gateType)
  }
  if (missing.length === 0) return version
  throw new AppError(
    'invalid_transition',
    `Version ${version} of "${name}" has not passed: ${missing.join(', ')} gate. Approval comes after the evidence; run the gates first.`,
    { details: { id: strategyId } },
  )
}
