import { AppError } from '#shared/domain/appError.ts'
import type { GateType } from '#shared/domain/gate.ts'
import type { Waiver } from '#shared/domain/governance.ts'
import type { DatabaseHandle } from '../database/database.ts'
import { recordChange } from '../repositories/auditRepository.ts'
import { getLatestGateResult } from '../repositories/gateResultRepository.ts'
import { getStrategy } from '../repositories/strategyRepository.ts'
import { createWaiver, listWaivers, revokeWaiver } from '../repositories/waiverRepository.ts'
import { newId } from './newId.ts'

const DAY_MS = 86_400_000

export interface WaiverRequest {
  readonly strategyId: string
  readonly gateType: GateType
  readonly checkId: string
  readonly reason: string
  /** How long it lasts. */
  readonly days: number
}

export interface WaiverService {
  list(strategyId: string | null): Promise<Waiver[]>
  /**
   * Granted by whoever is logged in, for the strategy's current version. Throws `forbidden` to its author and last editor and
   * for a check that cannot be waived, `invalid_transition` when the check has not been judged.
   */
  grant(request: WaiverRequest): Promise<Waiver>
  revoke(id: string): Promise<Waiver>
}

export function createWaiverService(db: DatabaseHandle, now: () => number): WaiverService {
  return {
    list: (strategyId) => listWaivers(db, strategyId),
    grant: async ({ strategyId, gateType, checkId, reason, days }) => {
      const { version } = await getStrategy(db, strategyId)
      await requireWaivable(db, { strategyId, version, gateType, checkId })
      const grantedAtMs = now()
      const waiver: Waiver = {
        ...{ id: newId(), strategyId, strategyVersion: version, gateType, checkId, reason, approver: db.actor.name },
        ...{ grantedAtMs, expiresAtMs: grantedAtMs + days * DAY_MS, revokedBy: null, revokedAtMs: null },
      }
      await recordChange(
        db,
        (transaction) => createWaiver(transaction, waiver),
        () => ({ action: 'waiver.grant', objectType: 'strategy', objectId: strategyId, payload: waiver, nowMs: grantedAtMs }),
      )
      return waiver
    },
    revoke: (id) => {
      const nowMs = now()
      return recordChange(
        db,
        (transaction) => revokeWaiver(transaction, { id, by: db.actor.name, nowMs }),
        (waiver) => ({ action: 'waiver.revoke', objectType: 'strategy', objectId: waiver.strategyId, payload: { waiverId: id }, nowMs }),
      )
    },
  }
}

interface WaivedCheck {
  readonly strategyId: string
  readonly version: number
  readonly gateType: GateType
  readonly checkId: string
}

/** What may be waived is decided by the gate's own latest judgement of this version. */
async function requireWaivable(db: DatabaseHandle, { strategyId, version, gateType, checkId }: WaivedCheck): Promise<void> {
  const result = await getLatestGateResult(db, { strategyId, gateType })
  const check = result?.binding?.strategyVersion === version ? result.checks.find(({ id }) => id === checkId) : undefined
  if (check === undefined) {
    throw new AppError(
      'invalid_transition',
      `The ${gateType} gate has not judged ${checkId} for version ${version}. Run the gate first; only a judged check can be waived.`,
      { details: { checkId, gateType } },
    )
  }
  if (!check.waivable) {
    throw new AppError('forbidden', `${checkId} (${check.title}) cannot be waived. Mend what it found instead.`, { details: { checkId } })
  }
}
