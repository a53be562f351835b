import type { DatabaseHandle } from '#core/database/database.ts'
import { bindInstant } from '#core/database/dialect.ts'
import type { Holdout, HoldoutOpening, HoldoutStatus } from '#shared/domain/governance.ts'
import type { StrategyType } from '#shared/domain/strategyType.ts'

interface HoldoutRow {
  dataset_id: string
  start_date: string
  end_date: string
  reason: string
  locked_by: string
  locked_at: number
}

function toHoldout(row: HoldoutRow): Holdout {
  return {
    datasetId: row.dataset_id,
    startDate: row.start_date,
    endDate: row.end_date,
    reason: row.reason,
    lockedBy: row.locked_by,
    lockedAtMs: row.locked_at,
  }
}

interface OpeningRow {
  id: string
  dataset_id: string
  strategy_id: string
  strategy_version: number
  strategy_type: StrategyType
  opened_by: string
  opened_at: number
  reason: string
}

function toOpening(row: OpeningRow): HoldoutOpening {
  return {
    id: row.id,
    datasetId: row.dataset_id,
    strategyId: row.strategy_id,
    strategyVersion: row.strategy_version,
    strategyType: row.strategy_type,
    openedBy: row.opened_by,
    openedAtMs: row.opened_at,
    reason: row.reason,
  }
}

/** Throws `conflict` when the dataset has one, `not_found` for an unknown dataset. */
export async function createHoldout(db: DatabaseHandle, holdout: Holdout): Promise<void> {
  const row = {
    dataset_id: holdout.datasetId,
    start_date: holdout.startDate,
    end_date: holdout.endDate,
    reason: holdout.reason,
    locked_by: holdout.lockedBy,
    locked_at: bindInstant(db.dialect, holdout.lockedAtMs),
  }
  await db.run((knex) => knex('holdouts').insert(row))
}

export async function findHoldout(db: DatabaseHandle, datasetId: string): Promise<Holdout | null> {
  const row: HoldoutRow | undefined = await db.run((knex) => knex('holdouts').where({ dataset_id: datasetId }).first())
  return row ? toHoldout(row) : null
}

/** Throws `conflict` when a strategy of the type has opened it before, `not_found` when nothing is locked. */
export async function createHoldoutOpening(db: DatabaseHandle, opening: HoldoutOpening): Promise<void> {
  const row = {
    id: opening.id,
    dataset_id: opening.datasetId,
    strategy_id: opening.strategyId,
    strategy_version: opening.strategyVersion,
    strategy_type: opening.strategyType,
    opened_by: opening.openedBy,
    opened_at: bindInstant(db.dialect, opening.openedAtMs),
    reason: opening.reason,
  }
  await db.run((knex) => knex('holdout_openings').insert(row))
}

/** The dataset's holdout and who looked at it, oldest first: of one strategy, or of all when it is null. */
export async function holdoutStatus(db: DatabaseHandle, datasetId: string, strategyId: string | null): Promise<HoldoutStatus> {
  const rows: OpeningRow[] = await db.run((knex) => {
    const query = knex('holdout_openings').where({ dataset_id: datasetId }).orderBy(['opened_at', 'id'])
    return strategyId === null ? query : query.where({ strategy_id: strategyId })
  })
  return { holdout: await findHoldout(db, datasetId), openings: rows.map(toOpening) }
}
