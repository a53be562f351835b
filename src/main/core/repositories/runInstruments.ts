import type { DatabaseHandle } from '#core/database/database.ts'
import { runNotFound } from './runState.ts'

/** Names of what a run traded; the `symbol` columns of its fills and trades are indices into this list. Throws `not_found`. */
export async function listInstruments(db: DatabaseHandle, backtestId: string): Promise<string[]> {
  const row: { instruments: string } | undefined = await db.run((knex) => knex('backtests').where({ id: backtestId }).first('instruments'))
  if (!row) throw runNotFound('backtests', backtestId)
  return JSON.parse(row.instruments)
}
