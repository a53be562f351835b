import { AppError } from '#shared/domain/appError.ts'
import { dateToMs, msToDate } from '#shared/domain/calendarDate.ts'
import type { Dataset } from '#shared/domain/dataset.ts'
import type { Holdout, HoldoutOpening, HoldoutStatus } from '#shared/domain/governance.ts'
import type { DatabaseHandle } from '../database/database.ts'
import { recordChange } from '../repositories/auditRepository.ts'
import { getDataset } from '../repositories/datasetRepository.ts'
import { createHoldout, createHoldoutOpening, findHoldout, holdoutStatus } from '../repositories/holdoutRepository.ts'
import { getStrategy } from '../repositories/strategyRepository.ts'
import { newId } from './newId.ts'

const DAY_MS = 86_400_000

export interface HoldoutLock {
  readonly datasetId: string
  readonly startDate: string
  /** null: to the end of the data. */
  readonly endDate: string | null
  readonly reason: string
}

export interface HoldoutService {
  get(datasetId: string): Promise<HoldoutStatus>
  /** For good: neither moved nor taken away. Throws `conflict` when there is one, `data_out_of_range` for dates without data. */
  lock(lock: HoldoutLock): Promise<Holdout>
  /**
   * Lets the strategy's current version read the dates, once for its family of rules. Throws `invalid_transition` for a draft:
   * the version must have passed the dev gate, so that nothing is fitted afterwards; `conflict` when it was opened before.
   */
  open(opening: { datasetId: string; strategyId: string; reason: string }): Promise<HoldoutOpening>
}

export function createHoldoutService(db: DatabaseHandle, now: () => number): HoldoutService {
  return {
    get: async (datasetId) => {
      await getDataset(db, datasetId)
      return holdoutStatus(db, datasetId, null)
    },
    lock: async ({ datasetId, startDate, endDate, reason }) => {
      const dataset = await getDataset(db, datasetId)
      const existing = await findHoldout(db, datasetId)
      if (existing !== null) throw alreadyLocked(dataset, existing)
      const holdout: Holdout = {
        ...{ datasetId, startDate, endDate: endDate ?? msToDate(dataset.lastTimeMs), reason },
        ...{ lockedBy: db.actor.name, lockedAtMs: now() },
      }
      requireData(dataset, holdout)
      await recordChange(
        db,
        (transaction) => createHoldout(transaction, holdout),
        () => ({ action: 'holdout.lock', objectType: 'dataset', objectId: datasetId, payload: holdout, nowMs: holdout.lockedAtMs }),
      )
      return holdout
    },
    open: async ({ datasetId, strategyId, reason }) => {
      const dataset = await getDataset(db, datasetId)
      const strategy = await getStrategy(db, strategyId)
      const { holdout, openings } = await holdoutStatus(db, datasetId, null)
      if (holdout === null) throw new AppError('not_found', `Nothing is locked on "${dataset.name}", so there is nothing to open.`)
      if (strategy.status === 'draft' || strategy.status === 'archived') throw notFrozen(strategy.name, strategy.version)
      const earlier = openings.find(({ strategyType }) => strategyType === strategy.type)
      if (earlier !== undefined) throw openedBefore(earlier)
      const opening: HoldoutOpening = {
        ...{ id: newId(), datasetId, strategyId, strategyVersion: strategy.version, strategyType: strategy.type },
        ...{ openedBy: db.actor.name, openedAtMs: now(), reason },
      }
      await recordChange(
        db,
        (transaction) => createHoldoutOpening(transaction, opening),
        () => ({ action: 'holdout.open', objectType: 'dataset', objectId: datasetId, payload: opening, nowMs: opening.openedAtMs }),
      )
      return opening
    },
  }
}

function alreadyLocked({ id, name }: Dataset, { startDate, endDate }: Holdout): AppError {
  return new AppError('conflict', `"${name}" has its holdout already: ${startDate} to ${endDate}. It is neither moved nor taken away.`, {
    details: { id },
  })
}

function requireData({ name, firstTimeMs, lastTimeMs }: Dataset, { startDate, endDate }: Holdout): void {
  const [first, last] = [msToDate(firstTimeMs), msToDate(lastTimeMs)]
  if (startDate <= first || startDate > last) {
    throw new AppError(
      'data_out_of_range',
      `A holdout of "${name}" begins after the first day of the data and not after the last: between ${msToDate(dateToMs(first) + DAY_MS)} and ${last}.`,
      { details: { field: 'startDate' } },
    )
  }
  if (startDate <= endDate) return
  throw new AppError('invalid_input', `The last day, ${endDate}, lies before the first, ${startDate}. Exchange them.`, {
    details: { field: 'endDate' },
  })
}

function notFrozen(name: string, version: number): AppError {
  return new AppError(
    'invalid_transition',
    `Version ${version} of "${name}" is not frozen: it can open the holdout once the dev gate has passed it, and not be edited afterwards.`,
  )
}

function openedBefore({ openedBy, openedAtMs, strategyId, strategyType }: HoldoutOpening): AppError {
  return new AppError(
    'conflict',
    `A ${strategyType} strategy has looked at this holdout on ${msToDate(openedAtMs)} (${openedBy}). A family of rules looks once; for another look, new data are needed.`,
    { details: { strategyId } },
  )
}
