import { AppError } from '#shared/domain/appError.ts'
import type { Dialect } from '#shared/domain/connection.ts'
import { type AppendOnlyTable, guardAppendOnly, isAppendOnly, liftAppendOnly } from '../appendOnly.ts'
import type { Database, DatabaseHandle } from '../database.ts'
import { lockForMigration } from '../dialect.ts'
import { migrateUp, migrationStatus, requireReady } from '../migrate.ts'
import { MANIFEST_TABLE } from './backupManifest.ts'
import { type Copier, createMarker, readMarker, type TransferMarker, takeOverMarker } from './transferMarker.ts'
import { TRANSFER_TABLES } from './transferTables.ts'

export interface TargetRequest {
  readonly copier: Copier
  /** Empties a target that holds rows, and starts an unfinished copy over. */
  readonly replace: boolean
}

/**
 * Makes the target ready to take rows and answers how far an earlier copy of the same source came. A copier that is still
 * at work there has lost its turn.
 * Throws `conflict` when the target holds rows or half a copy of something else, `migration_required`, `database_newer`.
 */
export async function prepareTarget(target: Database, { copier, replace }: TargetRequest): Promise<TransferMarker> {
  const { state } = await migrationStatus(target)
  if (state === 'empty') await migrateUp(target)
  await requireReady(target)
  const { connection, label } = target
  return target.transaction(async (handle) => {
    await handle.run((knex) => lockForMigration(handle.dialect, knex, connection.dialect === 'postgres' ? connection.schema : ''))
    const marker = await handle.run(readMarker)
    if (marker !== null && !replace) {
      requireSameSource(label, marker, copier.source)
      await handle.run((knex) => takeOverMarker(knex, copier))
      // Read again: until it was taken over, the other copier may have written.
      return (await handle.run(readMarker)) ?? marker
    }
    if (replace) await emptyTables(handle)
    else refuseRows(label, await countRows(handle))
    await handle.run((knex) => createMarker(knex, copier))
    return { source: copier.source, lastKeys: new Map() }
  })
}

function requireSameSource(label: string, marker: TransferMarker, source: string): void {
  if (marker.source === source) return
  throw new AppError(
    'conflict',
    `${label} holds an unfinished copy of ${marker.source}, not of ${source}. Finish that copy first, delete it, or replace it.`,
    { details: { source: marker.source } },
  )
}

function refuseRows(label: string, counts: RowCounts): void {
  const held = describeCounts(counts)
  if (held === null) return
  throw new AppError(
    'conflict',
    `${label} is not empty: it holds ${held}. Nothing was changed. Choose an empty database, or say that it is to be replaced (--replace), which deletes all of that.`,
    { details: { ...counts } },
  )
}

export type RowCounts = Readonly<Record<string, number>>

/** How many rows each table of a workspace holds; tables that are not there are left out. */
export async function countRows(db: DatabaseHandle): Promise<RowCounts> {
  const counts: Record<string, number> = {}
  for (const { name } of TRANSFER_TABLES) {
    if (!(await db.run((knex) => knex.schema.hasTable(name)))) continue
    const [row]: { rows: number }[] = await db.run((knex) => knex(name).count({ rows: '*' }))
    counts[name] = row?.rows ?? 0
  }
  return counts
}

/** "3 strategies, 12 backtests"; null when there is nothing. */
export function describeCounts(counts: RowCounts): string | null {
  const held = Object.entries(counts).filter(([, rows]) => rows > 0)
  return held.length === 0 ? null : held.map(([table, rows]) => `${rows} ${table.replaceAll('_', ' ')}`).join(', ')
}

async function emptyTables(handle: DatabaseHandle): Promise<void> {
  for (const { name } of TRANSFER_TABLES.toReversed()) {
    const change = async (statements: (dialect: Dialect, table: AppendOnlyTable) => readonly string[]) => {
      if (!isAppendOnly(name)) return
      for (const statement of statements(handle.dialect, name)) await handle.run((knex) => knex.raw(statement))
    }
    await change(liftAppendOnly)
    await handle.run((knex) => knex(name).delete())
    await change(guardAppendOnly)
  }
  // A backup that is written over is none any more.
  await handle.run((knex) => knex.schema.dropTableIfExists(MANIFEST_TABLE))
}
