import { rm } from 'node:fs/promises'
import { AppError } from '#shared/domain/appError.ts'
import type { DatabaseStatus } from '#shared/domain/connection.ts'
import type { Database } from '../database/database.ts'
import { dropWorkspace } from '../database/dropWorkspace.ts'
import { migrateDown, migrateUp, migrationStatus } from '../database/migrate.ts'
import { countRows, describeCounts, type RowCounts } from '../database/transfer/prepareTarget.ts'
import { type MaintenanceRequest, requireSqliteFile, withDatabase } from './databaseMaintenance.ts'

/** A request to delete what is stored. */
export interface RemovalRequest extends MaintenanceRequest {
  /** Without it nothing is deleted, and the refusal says what would have been. */
  readonly confirmed: boolean
}

export interface Removal {
  readonly label: string
  /** Rows that were deleted, by table. */
  readonly lost: RowCounts
}

/** Deletes the workspace: its tables, and the SQLite file when nothing else is in it. Throws `invalid_input` unless confirmed. */
export async function dropDatabase(request: RemovalRequest): Promise<Removal> {
  const { connection } = request
  await requireSqliteFile(connection)
  const { othersRemain, ...removal } = await withDatabase(request, { readOnly: false }, async (db) => {
    const lost = await requireConfirmation(db, request.confirmed)
    return { label: db.label, lost, ...(await dropWorkspace(db)) }
  })
  if (connection.dialect === 'sqlite' && !othersRemain) {
    for (const suffix of ['', '-wal', '-shm']) await rm(`${connection.file}${suffix}`, { force: true })
  }
  return removal
}

/** Deletes everything and makes the tables anew. Throws `invalid_input` unless confirmed. */
export async function resetDatabase(request: RemovalRequest): Promise<Removal & { status: DatabaseStatus }> {
  await requireSqliteFile(request.connection)
  return withDatabase(request, { readOnly: false }, async (db) => {
    const lost = await requireConfirmation(db, request.confirmed)
    await dropWorkspace(db)
    await migrateUp(db)
    return { label: db.label, lost, status: await migrationStatus(db) }
  })
}

export interface Rollback {
  /** Name of the migration taken back; null when none was left. */
  readonly rolledBack: string | null
  readonly status: DatabaseStatus
}

/** Takes back the newest schema change with the data it brought. Over rows it wants to be confirmed. Throws `invalid_input`, `database_newer`. */
export async function rollbackDatabase(request: RemovalRequest): Promise<Rollback> {
  await requireSqliteFile(request.connection)
  return withDatabase(request, { readOnly: false }, async (db) => {
    if (describeCounts(await countRows(db)) !== null) await requireConfirmation(db, request.confirmed)
    const rolledBack = await migrateDown(db)
    return { rolledBack, status: await migrationStatus(db) }
  })
}

async function requireConfirmation(db: Database, confirmed: boolean): Promise<RowCounts> {
  const counts = await countRows(db)
  if (confirmed) return counts
  throw new AppError(
    'invalid_input',
    `This deletes data in ${db.label}, which holds ${describeCounts(counts) ?? 'no rows'}. Nothing was changed. Back it up with "aurelius db backup", then add --yes.`,
    { details: { ...counts } },
  )
}
