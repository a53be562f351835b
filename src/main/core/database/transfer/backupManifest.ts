import type { Knex } from 'knex'
import { z } from 'zod'
import { MIGRATIONS } from '#migrations/index.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { Database } from '../database.ts'
import { digestsAgree, type TableDigest, TableHash } from './tableHash.ts'
import { inSnapshot, readRows } from './tableRows.ts'
import { requireWholeDatabase } from './transferMarker.ts'
import { startMeter, type TransferWatch } from './transferMeter.ts'
import { TRANSFER_TABLES } from './transferTables.ts'

export const MANIFEST_TABLE = 'backup_manifest'

const manifestSchema = z.object({
  format: z.literal(1),
  appVersion: z.string(),
  createdAtMs: z.number(),
  /** Where the rows came from, for people. */
  source: z.string(),
  /** Names of the migrations that made the tables. */
  schema: z.array(z.string()),
  /** Described in full, so that a later version can still check what an earlier one wrote. */
  tables: z.array(
    z.object({
      name: z.string(),
      key: z.array(z.string()),
      columns: z.record(z.string(), z.enum(['text', 'json', 'integer', 'bigint', 'real', 'boolean', 'instant', 'bytes'])),
      rows: z.int().min(0),
      bytes: z.int().min(0),
      sha256: z.string(),
    }),
  ),
})

/** What a backup says about itself. */
export type BackupManifest = z.infer<typeof manifestSchema>

export type BackupFacts = Pick<BackupManifest, 'appVersion' | 'createdAtMs' | 'source'>

export function describeBackup(facts: BackupFacts, digests: Readonly<Record<string, TableDigest>>): BackupManifest {
  const { appVersion, createdAtMs, source } = facts
  return {
    format: 1,
    appVersion,
    createdAtMs,
    source,
    schema: MIGRATIONS.map(({ name }) => name),
    tables: TRANSFER_TABLES.map(({ name, key, columns }) => ({ name, key: [...key], columns: { ...columns }, ...digests[name]! })),
  }
}

export async function writeManifest(knex: Knex, manifest: BackupManifest): Promise<void> {
  await knex.schema.createTable(MANIFEST_TABLE, (table) => table.text('document').notNullable())
  await knex(MANIFEST_TABLE).insert({ document: JSON.stringify(manifest) })
}

/** Throws `invalid_input` for a database that is no backup, `database_newer`, `database_corrupt`. */
async function readManifest(db: Database): Promise<BackupManifest> {
  const rows: { document: string }[] = await db.run(async (knex) =>
    (await knex.schema.hasTable(MANIFEST_TABLE)) ? knex(MANIFEST_TABLE).select('document') : [],
  )
  const [row] = rows
  if (!row) {
    throw new AppError(
      'invalid_input',
      `${db.label} is no backup: it holds no manifest. Backups are made with "aurelius db backup"; a workspace is copied with "aurelius db copy".`,
    )
  }
  return parseManifest(db.label, row.document)
}

function parseManifest(label: string, document: string): BackupManifest {
  try {
    return manifestSchema.parse(JSON.parse(document))
  } catch (cause) {
    throw new AppError('database_corrupt', `The manifest of ${label} cannot be read. Use another backup, or a newer Aurelius.`, { cause })
  }
}

/**
 * Reads the whole backup and compares it with its manifest, which it answers. Opening the file has checked its pages.
 * Throws `invalid_input`, `unavailable` for an unfinished one, `database_corrupt` naming the table, `cancelled`.
 */
export async function verifyBackup(db: Database, watch: TransferWatch = {}): Promise<BackupManifest> {
  await requireWholeDatabase(db)
  const manifest = await readManifest(db)
  await inSnapshot(db, async (scope) => {
    const meter = await startMeter(scope, manifest.tables, { stages: ['verifying'], watch })
    for (const table of manifest.tables) {
      meter.startTable()
      const hash = new TableHash()
      for await (const batch of readRows(scope, table)) {
        if (watch.signal?.aborted) throw new AppError('cancelled', 'The check was stopped. Nothing was changed.')
        hash.add(batch)
        meter.advance('verifying', table.name, { rows: batch.rows, bytes: batch.bytes.length })
        batch.release()
      }
      requireEqual(db.label, table, hash.digest())
    }
  })
  return manifest
}

function requireEqual(label: string, table: BackupManifest['tables'][number], found: TableDigest): void {
  if (digestsAgree(table, found)) return
  throw new AppError(
    'database_corrupt',
    `Table ${table.name} of ${label} is not what was backed up (${table.rows} rows then, ${found.rows} now). The file was changed or is damaged: use another backup.`,
    { details: { table: table.name, rowsThen: table.rows, rowsNow: found.rows } },
  )
}
