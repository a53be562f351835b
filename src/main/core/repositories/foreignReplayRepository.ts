import type { DatabaseHandle } from '#core/database/database.ts'
import { bindInstant } from '#core/database/dialect.ts'
import type { ForeignReplay } from '#shared/domain/gate.ts'
import { insertReferring } from './insertReferring.ts'
import { runNotFound } from './runState.ts'

interface ReplayRow {
  backtest_id: string
  platform: string
  ledger_hash: string
  supplied_by: string
  supplied_at: number
}

function toReplay(row: ReplayRow): ForeignReplay {
  return { platform: row.platform, ledgerHash: row.ledger_hash, suppliedBy: row.supplied_by, suppliedAtMs: row.supplied_at }
}

/** Keeps the ledger hash of the same run made elsewhere; one platform says it once, the latest counts. Throws `not_found`. */
export async function saveForeignReplay(
  db: DatabaseHandle,
  { backtestId, ...replay }: ForeignReplay & { readonly backtestId: string },
): Promise<void> {
  const row = {
    backtest_id: backtestId,
    platform: replay.platform,
    ledger_hash: replay.ledgerHash,
    supplied_by: replay.suppliedBy,
    supplied_at: bindInstant(db.dialect, replay.suppliedAtMs),
  }
  await insertReferring(
    () => db.run((knex) => knex('foreign_replays').insert(row).onConflict(['backtest_id', 'platform']).merge()),
    () => Promise.reject(runNotFound('backtests', backtestId)),
  )
}

export async function listForeignReplays(db: DatabaseHandle, backtestId: string): Promise<ForeignReplay[]> {
  const rows: ReplayRow[] = await db.run((knex) => knex('foreign_replays').where({ backtest_id: backtestId }).orderBy('platform'))
  return rows.map(toReplay)
}
