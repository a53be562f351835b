import type { Knex } from 'knex'
import { type AuditFact, appendAuditOnServer } from '#core/repositories/auditRepository.ts'
import type { AdoptionFlagCode } from '#shared/domain/adoption.ts'
import type { Database } from '../database.ts'
import { applyMigrations, migrateInTransaction } from '../migrate.ts'
import { convertRows, FlagCounts } from './convertRows.ts'
import { createLegacySchema, legacySchemaOf, moveTables, schemaInUse, writeAdoptionRecord } from './legacyPlace.ts'
import { CONVERTED_NAMES } from './legacyTables.ts'
import { notRecognised, type PlanOptions, type TableOutcome } from './planAdoption.ts'
import { type LegacySource, throwIfCancelled } from './readLegacyRows.ts'
import { type LegacyDatabase, recogniseIn } from './recogniseLegacyDatabase.ts'
import { storeConverted } from './storeConverted.ts'
import { type Verification, verifyAdoption } from './verifyAdoption.ts'

export interface AdoptionProgress {
  readonly table: string
  readonly done: number
  readonly total: number
}

export interface AdoptionOptions extends PlanOptions {
  readonly onProgress?: (progress: AdoptionProgress) => void
  readonly signal?: AbortSignal
}

export interface AdoptionReport extends Pick<LegacyDatabase, 'shape' | 'alembicVersion'> {
  readonly legacySchema: string
  readonly outcomes: readonly TableOutcome[]
  /** Curves, fills and closed trades, compressed into columns. */
  readonly artifacts: number
  readonly flags: readonly { readonly code: AdoptionFlagCode; readonly rows: number }[]
  readonly verification: Verification
}

/**
 * Puts the older tables away unchanged, makes the schema of this application and fills it with what they hold, in one
 * transaction: when anything fails, or the signal is given, nothing has changed.
 * Throws `invalid_input` for SQLite, `not_found` for a database that is not an older AURELIUS database, `conflict` when
 * the place for the older tables is taken, `forbidden` without the right to create a schema, `cancelled`, `data_invalid`.
 */
export async function adoptLegacyDatabase(db: Database, options: AdoptionOptions): Promise<AdoptionReport> {
  const schema = schemaInUse(db.connection)
  const legacySchema = legacySchemaOf(schema)
  return migrateInTransaction(db, async (knex) => {
    const found = await recogniseIn(knex)
    if (found === null) throw notRecognised(db.label)
    const tables = found.tables.map(({ name }) => name)
    await createLegacySchema(knex, legacySchema)
    await moveTables(knex, tables, { from: schema, to: legacySchema })
    await applyMigrations(db, knex)
    const source = { knex, schema: legacySchema, shape: found.shape, signal: options.signal }
    const converted = await convertAll(source, found, options)
    const verification = await verifyAdoption(knex, legacySchema, converted.outcomes)
    await writeAdoptionRecord(knex, legacySchema, { asOfMs: await findLastChange(knex, options.nowMs), tables })
    await appendAuditOnServer(knex, db.actor, describeAdoption(db, { legacySchema, nowMs: options.nowMs, outcomes: converted.outcomes }))
    throwIfCancelled(options.signal)
    return { shape: found.shape, alembicVersion: found.alembicVersion, legacySchema, ...converted, verification }
  })
}

interface Adopted {
  readonly legacySchema: string
  readonly nowMs: number
  readonly outcomes: readonly TableOutcome[]
}

function describeAdoption({ label }: Database, { legacySchema, nowMs, outcomes }: Adopted): AuditFact {
  const converted = Object.fromEntries(outcomes.map(({ name, converted }) => [name, converted]))
  return { action: 'database.adopt', objectType: 'database', objectId: label, payload: { legacySchema, converted }, nowMs }
}

type Converted = Pick<AdoptionReport, 'outcomes' | 'artifacts' | 'flags'>

async function convertAll(source: LegacySource, found: LegacyDatabase, options: AdoptionOptions): Promise<Converted> {
  const counts = new FlagCounts()
  const outcomes = new Map(found.tables.map((table) => [table.name, { ...table, converted: 0 }]))
  let artifacts = 0
  for (const table of CONVERTED_NAMES) {
    const outcome = outcomes.get(table)!
    let done = 0
    for await (const { batch, read } of convertRows(source, table, { ...options, withSeries: true })) {
      artifacts += await storeConverted(source.knex, batch)
      counts.addBatch(batch)
      outcome.converted += batch.rows.length
      done += read
      options.onProgress?.({ table, done, total: outcome.rows })
    }
  }
  return { outcomes: [...outcomes.values()], artifacts, flags: counts.list }
}

/** The older system's clock may have been ahead of ours. */
async function findLastChange(knex: Knex, nowMs: number): Promise<number> {
  const [row]: { latest: number | null }[] = await knex('strategies').max({ latest: 'updated_at' })
  return Math.max(nowMs, row?.latest ?? nowMs)
}
