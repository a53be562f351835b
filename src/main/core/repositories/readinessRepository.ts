import type { DatabaseHandle } from '#core/database/database.ts'
import { bindInstant } from '#core/database/dialect.ts'
import type { GateTargets, ProductReadinessDraft } from '#shared/domain/productReadiness.ts'
import { insertReferring } from './insertReferring.ts'
import { getStrategy } from './strategyRepository.ts'

interface DocumentRow {
  strategy_id: string
  document: string
  updated_at: number
}

type DocumentTable = 'product_readiness' | 'gate_targets'

interface SavedDocument<Document> {
  readonly strategyId: string
  readonly document: Document
  readonly nowMs: number
}

/** Throws `not_found` for an unknown strategy. */
export function saveReadiness(db: DatabaseHandle, saved: SavedDocument<ProductReadinessDraft>): Promise<void> {
  return save(db, 'product_readiness', saved)
}

/** What is in place for a strategy; null where nobody has written it down. */
export function findReadiness(
  db: DatabaseHandle,
  strategyId: string,
): Promise<{ readonly document: ProductReadinessDraft; readonly updatedAtMs: number } | null> {
  return find<ProductReadinessDraft>(db, 'product_readiness', strategyId)
}

/** Throws `not_found` for an unknown strategy. */
export function saveTargets(db: DatabaseHandle, saved: SavedDocument<GateTargets>): Promise<void> {
  return save(db, 'gate_targets', saved)
}

export async function findTargets(db: DatabaseHandle, strategyId: string): Promise<GateTargets | null> {
  return (await find<GateTargets>(db, 'gate_targets', strategyId))?.document ?? null
}

async function save<Document>(
  db: DatabaseHandle,
  table: DocumentTable,
  { strategyId, document, nowMs }: SavedDocument<Document>,
): Promise<void> {
  const row = { strategy_id: strategyId, document: JSON.stringify(document), updated_at: bindInstant(db.dialect, nowMs) }
  await insertReferring(
    () => db.run((knex) => knex(table).insert(row).onConflict('strategy_id').merge()),
    () => getStrategy(db, strategyId),
  )
}

async function find<Document>(
  db: DatabaseHandle,
  table: DocumentTable,
  strategyId: string,
): Promise<{ readonly document: Document; readonly updatedAtMs: number } | null> {
  const row: DocumentRow | undefined = await db.run((knex) => knex(table).where({ strategy_id: strategyId }).first())
  return row === undefined ? null : { document: JSON.parse(row.document), updatedAtMs: row.updated_at }
}
