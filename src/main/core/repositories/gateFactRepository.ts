import type { Knex } from 'knex'
import type { DatabaseHandle } from '#core/database/database.ts'
import { unpackVerdict } from '#core/database/packedVerdict.ts'
import { prepared } from '#core/database/preparedStatements.ts'

interface StrategyVersion {
  readonly strategyId: string
  readonly strategyVersion: number
}

interface VersionOnData extends StrategyVersion {
  readonly dataHash: string
}

/** Id of the newest completed walk-forward of a strategy version on data of one hash; null without one. */
export function findLatestWalkForwardId(db: DatabaseHandle, { dataHash, ...version }: VersionOnData): Promise<string | null> {
  return findLatestId(db, version, (knex) => knex('validations').where({ origin: 'native', data_hash: dataHash }).whereNotNull('plan'))
}

/** Id of the newest completed sweep of a strategy version on data of one hash; null without one. */
export function findLatestSweepId(db: DatabaseHandle, { dataHash, ...version }: VersionOnData): Promise<string | null> {
  return findLatestId(db, version, (knex) => knex('sweeps').where({ data_hash: dataHash }))
}

async function findLatestId(
  db: DatabaseHandle,
  { strategyId, strategyVersion }: StrategyVersion,
  from: (knex: Knex) => Knex.QueryBuilder,
): Promise<string | null> {
  const where = { strategy_id: strategyId, strategy_version: strategyVersion, status: 'completed' }
  const newestFirst = ['created_at', 'id'].map((column) => ({ column, order: 'desc' }))
  const row: { id: string } | undefined = await db.run((knex) => prepared(from(knex).where(where).orderBy(newestFirst)).first('id'))
  return row?.id ?? null
}

export interface SavedVersion {
  /** null: nobody recorded who saved it. */
  readonly editor: string | null
  readonly savedAtMs: number
}

/** Who saved a version of a strategy, and when; null for an unknown version. */
export async function findSavedVersion(db: DatabaseHandle, strategyId: string, version: number): Promise<SavedVersion | null> {
  const row: { edited_by: string | null; created_at: number } | undefined = await db.run((knex) =>
    prepared(knex('strategy_versions').where({ strategy_id: strategyId, version })).first('edited_by', 'created_at'),
  )
  return row === undefined ? null : { editor: row.edited_by, savedAtMs: row.created_at }
}

/** The evidence a result was judged from; null where it was not kept. */
export async function findEvidence(db: DatabaseHandle, gateResultId: string): Promise<string | null> {
  const row: { evidence: Uint8Array | null } | undefined = await db.run((knex) =>
    prepared(knex('gate_results').where({ id: gateResultId })).first('evidence'),
  )
  return row?.evidence ? unpackVerdict(row.evidence) : null
}
