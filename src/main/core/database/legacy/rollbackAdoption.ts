import type { Knex } from 'knex'
import { appendAuditOnServer, readAuditOnServer } from '#core/repositories/auditRepository.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { AuditEntry } from '#shared/domain/audit.ts'
import type { Database } from '../database.ts'
import { bindInstant } from '../dialect.ts'
import { migrateInTransaction, revertMigrations } from '../migrate.ts'
import { legacySchemaOf, moveTables, readAdoptionRecord, schemaInUse } from './legacyPlace.ts'

export interface AdoptionRollback {
  /** The older tables, back in their place. */
  readonly restored: readonly string[]
  /** What was written since the adoption and is gone now. */
  readonly lost: NewerRows
}

export interface NewerRows {
  readonly strategies: number
  readonly datasets: number
  readonly backtests: number
  readonly validations: number
  readonly gateResults: number
}

export interface RollbackOptions {
  /** Give up what was written since. */
  readonly force?: boolean
  /** Epoch ms UTC. */
  readonly nowMs: number
  /** Keeps the audit log, whose last row says that the adoption was taken back, somewhere else: it goes with the tables. */
  readonly keepLog: (log: AsyncIterable<readonly AuditEntry[]>) => Promise<void>
}

/**
 * Takes an adoption back: the tables of this application go, the older ones return exactly as they were. Throws
 * `conflict` with what would be lost when something was written since, unless `force` is given; `not_found` when there
 * was no adoption; `database_newer`, `invalid_input` for SQLite; and what `keepLog` throws. Then nothing has changed.
 */
export async function rollbackAdoption(db: Database, { force = false, nowMs, keepLog }: RollbackOptions): Promise<AdoptionRollback> {
  const schema = schemaInUse(db.connection)
  const legacySchema = legacySchemaOf(schema)
  return migrateInTransaction(db, async (knex) => {
    const { asOfMs, tables } = await readAdoptionRecord(knex, db, legacySchema)
    const lost = await countNewerRows(knex, asOfMs)
    if (!force && Object.values(lost).some((rows) => rows > 0)) throw wouldLose(db.label, lost)
    const payload = { legacySchema, restored: tables, lost }
    await appendAuditOnServer(knex, db.actor, { action: 'database.unadopt', objectType: 'database', objectId: db.label, payload, nowMs })
    await keepLog(readAuditOnServer(knex))
    await revertMigrations(db, knex)
    await moveTables(knex, tables, { from: legacySchema, to: schema })
    await knex.raw('DROP TABLE ??.adoption', [legacySchema])
    await knex.raw('DROP SCHEMA ??', [legacySchema])
    return { restored: tables, lost }
  })
}

const NEWER = `SELECT
  (SELECT count(*) FROM strategies WHERE flags IS NULL OR version > 1 OR updated_at > :asOf) AS strategies,
  (SELECT count(*) FROM datasets) AS datasets,
  (SELECT count(*) FROM backtests WHERE origin = 'native') AS backtests,
  (SELECT count(*) FROM validations WHERE origin = 'native') AS validations,
  (SELECT count(*) FROM gate_results WHERE origin = 'native') AS "gateResults"`

async function countNewerRows(knex: Knex, asOfMs: number): Promise<NewerRows> {
  const { rows } = await knex.raw(NEWER, { asOf: bindInstant('postgres', asOfMs) })
  return rows[0]
}

function wouldLose(label: string, { strategies, datasets, backtests, validations, gateResults }: NewerRows): AppError {
  return new AppError(
    'conflict',
    `${label} holds work done since the adoption: ${strategies} new or changed strategies, ${datasets} datasets, ${backtests} backtests, ${validations} validations, ${gateResults} gate results. Copy it away first, or use --force to give it up.`,
    { details: { strategies, datasets, backtests, validations, gateResults } },
  )
}
