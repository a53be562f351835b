import { randomUUID } from 'node:crypto'
import { AppError } from '#shared/domain/appError.ts'
import type { Database } from '../database.ts'
import { connectionLabel } from '../databaseUrl.ts'
import { migrationStatus, requireReady } from '../migrate.ts'
import { endBulkLoad, settleBulkLoad, startBulkLoad } from './bulkLoad.ts'
import { findFirstDifference, mismatchError } from './compareTables.ts'
import { prepareTarget } from './prepareTarget.ts'
import { lastKeyOf, type RowBatch } from './rowEncoding.ts'
import { isSamePlace } from './samePlace.ts'
import { digestsAgree, type TableDigest, TableHash } from './tableHash.ts'
import { appendRows, inSnapshot, inTransaction, inUnhurriedTransaction, readRows, type Scope } from './tableRows.ts'
import {
  type Copier,
  dropMarker,
  requireTurn,
  requireWholeDatabase,
  saveLastKey,
  sourceIdentity,
  type TransferMarker,
} from './transferMarker.ts'
import { startMeter, type TransferMeter, type TransferProgress, type TransferWatch } from './transferMeter.ts'
import { TRANSFER_TABLES, type TransferTable } from './transferTables.ts'

export interface CopyRequest extends TransferWatch {
  /** Opened read-only and used by nobody else meanwhile. */
  readonly source: Database
  /** Empty, or not there yet but for its connection; nobody works in it meanwhile. Of two copiers the later goes on. */
  readonly target: Database
  /** Deletes what the target holds. Default false: a target with rows is refused. */
  readonly replace?: boolean
  /** Runs in the transaction that declares the copy whole. */
  readonly finish?: (scope: Scope, tables: Readonly<Record<string, TableDigest>>) => Promise<void>
}

export interface CopyReport {
  readonly tables: Readonly<Record<string, TableDigest>>
  readonly rows: number
  readonly bytes: number
  /** Went on from where an earlier copy had stopped. */
  readonly resumed: boolean
}

/** Throws `migration_required`, `database_newer`, `unavailable` for a source that holds half a copy. */
export async function requireCopyable(source: Database): Promise<void> {
  const { state, pending } = await migrationStatus(source)
  if (state === 'empty' || state === 'migration_required') {
    const place = source.connection.dialect === 'sqlite' ? source.connection.file : source.label
    throw new AppError(
      'migration_required',
      `${place} has the schema of an earlier version (${pending.length} change(s) behind), or none. Bring it up to date with "aurelius db migrate" - a backup by way of a copy of the file - then try again.`,
      { details: { pending: pending.join(', ') } },
    )
  }
  await requireReady(source)
  await requireWholeDatabase(source)
}

/**
 * Copies all rows of one moment, table by table, each read back and compared. Interrupted in whatever way, it goes on
 * from the last committed batch when called again with the same source.
 * Throws `migration_required`, `database_newer`, `conflict`, `cancelled`, `database_corrupt` for rows that do not arrive
 * as they left, and what either database throws.
 */
export async function copyDatabase(request: CopyRequest): Promise<CopyReport> {
  const { source, target, replace = false } = request
  await requireCopyable(source)
  if (await isSamePlace(source, target)) {
    throw new AppError('invalid_input', `${source.label} cannot be copied onto itself. Name another target.`)
  }
  const copier: Copier = { id: randomUUID(), source: sourceIdentity(source.connection) }
  const marker = await prepareTarget(target, { copier, replace })
  await startBulkLoad(target)
  const tables = await inSnapshot(source, (snapshot) => copyTables({ ...request, copier, marker }, snapshot))
  await settleBulkLoad(target)
  await inTransaction(target, async (scope) => {
    await requireTurn(scope.knex, { id: copier.id, label: target.label })
    await request.finish?.(scope, tables)
    await dropMarker(scope.knex)
  })
  await endBulkLoad(target)
  const digests = Object.values(tables)
  return {
    tables,
    rows: digests.reduce((sum, { rows }) => sum + rows, 0),
    bytes: digests.reduce((sum, { bytes }) => sum + bytes, 0),
    resumed: marker.lastKeys.size > 0,
  }
}

interface Turn extends CopyRequest {
  readonly copier: Copier
  readonly marker: TransferMarker
}

interface Copy extends Turn {
  readonly snapshot: Scope
  readonly meter: TransferMeter
}

async function copyTables(turn: Turn, snapshot: Scope): Promise<Record<string, TableDigest>> {
  const meter = await startMeter(snapshot, TRANSFER_TABLES, { stages: ['copying', 'verifying'], watch: turn })
  const tables: Record<string, TableDigest> = {}
  for (const table of TRANSFER_TABLES) tables[table.name] = await copyTable({ ...turn, snapshot, meter }, table)
  return tables
}

async function copyTable(copy: Copy, table: TransferTable): Promise<TableDigest> {
  const { snapshot, marker } = copy
  const lastKey = marker.lastKeys.get(table.name)
  const hash = new TableHash()
  copy.meter.startTable()
  if (lastKey) await followRows(copy, table, { stage: 'copying', rows: readRows(snapshot, table, { upTo: lastKey }), hash })
  const rows = readRows(snapshot, table, lastKey ? { after: lastKey } : {})
  await followRows(copy, table, { stage: 'copying', rows, hash, use: (batch) => writeBatch(copy, table, batch) })
  const digest = hash.digest()
  await verifyTable(copy, table, digest)
  return digest
}

/** The transaction that declares the copy whole makes all batches durable; until then the marker goes back with them. */
async function writeBatch({ target, copier }: Copy, table: TransferTable, batch: RowBatch): Promise<void> {
  try {
    await inUnhurriedTransaction(target, async (scope) => {
      await requireTurn(scope.knex, { id: copier.id, label: target.label })
      await appendRows(scope, table, batch)
      await saveLastKey(scope.knex, table.name, lastKeyOf(table, batch))
    })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const details = { ...error.details, table: table.name }
    throw new AppError(error.code, `While writing ${table.name}: ${error.message}`, { details, cause: error })
  }
}

interface Flow {
  readonly stage: TransferProgress['stage']
  readonly rows: AsyncIterable<RowBatch>
  readonly hash: TableHash
  readonly use?: (batch: RowBatch) => Promise<void>
}

/** While one batch is written the next is read, as the two databases need not wait for one another. */
async function followRows({ meter, signal, target }: Copy, table: TransferTable, { stage, rows, hash, use }: Flow): Promise<void> {
  const passOn = async (batch: RowBatch) => {
    await use?.(batch)
    meter.advance(stage, table.name, { rows: batch.rows, bytes: batch.bytes.length })
    batch.release()
  }
  let passing: Promise<void> = Promise.resolve()
  try {
    for await (const batch of rows) {
      if (signal?.aborted) throw cancelled(connectionLabel(target.connection))
      hash.add(batch)
      await passing
      passing = passOn(batch)
      // Whoever awaits it sees the error; until then it is nobody's unhandled one.
      passing.catch(() => {})
    }
  } finally {
    await passing
  }
}

function cancelled(label: string): AppError {
  return new AppError('cancelled', `The copy was stopped. What has arrived stays in ${label}: the same command goes on from there.`)
}

async function verifyTable(copy: Copy, table: TransferTable, expected: TableDigest): Promise<void> {
  copy.meter.startTable()
  const { snapshot, target, marker } = copy
  await inTransaction(target, async (scope) => {
    const hash = new TableHash()
    await followRows(copy, table, { stage: 'verifying', rows: readRows(scope, table), hash })
    const found = hash.digest()
    if (digestsAgree(expected, found)) return
    const firstKey = await findFirstDifference(table, readRows(snapshot, table), readRows(scope, table))
    const resumed = marker.lastKeys.has(table.name)
    throw mismatchError({ table, source: expected, target: found, firstKey, label: target.label, resumed })
  })
}
