import { mkdir, open, realpath, rename, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { AppError } from '#shared/domain/appError.ts'
import type { Connection } from '#shared/domain/connection.ts'
import { type Database, openDatabase } from '../database/database.ts'
import { parseDatabaseUrl } from '../database/databaseUrl.ts'
import type { OpenOptions } from '../database/openOptions.ts'
import { type BackupManifest, describeBackup, verifyBackup, writeManifest } from '../database/transfer/backupManifest.ts'
import { BACKUP_PAGE_BYTES } from '../database/transfer/bulkLoad.ts'
import { type CopyReport, type CopyRequest, copyDatabase, requireCopyable } from '../database/transfer/copyDatabase.ts'
import type { TransferProgress, TransferWatch } from '../database/transfer/transferMeter.ts'
import { recordReading, recordTransfer } from './transfers/recordTransfer.ts'

export type { BackupManifest, CopyReport, TransferProgress }

/** One end of a transfer. */
export interface Endpoint {
  readonly connection: Connection
  readonly password: string | null
}

/** A SQLite file or a URL, as a person writes it; `password` serves a server whose URL holds none. Throws `invalid_input`. */
export function parseEndpoint(address: string, password: string | null): Endpoint {
  const parsed = parseDatabaseUrl(address)
  return { connection: parsed.connection, password: parsed.password ?? password }
}

/** Who moves a database, with what program and when: both ends remember it. */
export interface TransferOptions extends TransferWatch, Pick<OpenOptions, 'appVersion' | 'osUser' | 'host'> {
  /** Epoch ms UTC. */
  readonly now: () => number
}

export interface CopyRoute {
  readonly from: Endpoint
  readonly to: Endpoint
  /** Deletes what `to` holds. */
  readonly replace: boolean
}

/**
 * Copies a whole database into another, making a SQLite file that is missing. Call it again to finish one that was
 * interrupted. Throws what `copyDatabase` throws, `not_found` for a SQLite source that is missing.
 */
export async function copyBetween(route: CopyRoute, options: TransferOptions): Promise<CopyReport> {
  const [from, to] = [await locate(route.from), await locate(route.to)]
  return transfer({ from, to }, options, { replace: route.replace, arrival: 'database.copy' })
}

export interface BackupRequest {
  readonly from: Endpoint
  /** New SQLite file. */
  readonly file: string
}

export interface BackupReport extends CopyReport {
  readonly file: string
  readonly fileBytes: number
}

/**
 * Copies a database into a new SQLite file that describes itself. Until every row has been read back it is called
 * FILE.partial; an interrupted backup goes on when called again. Throws `conflict` when the file exists already.
 */
export async function backUp({ from, file }: BackupRequest, options: TransferOptions): Promise<BackupReport> {
  const target = resolve(file)
  await refuseExisting(target)
  const partial = `${target}.partial`
  const source = await locate(from)
  const to: Endpoint = { connection: { dialect: 'sqlite', file: partial }, password: null }
  const report = await transfer({ from: source, to }, options, {
    pageBytes: BACKUP_PAGE_BYTES,
    finish: ({ knex }, tables) => {
      const facts = { appVersion: options.appVersion, createdAtMs: options.now(), source: labelOf(source) }
      return writeManifest(knex, describeBackup(facts, tables))
    },
  })
  await refuseExisting(target)
  await rename(partial, target)
  await syncFolder(dirname(target))
  await recordBackup(source, { file: target, rows: report.rows }, options)
  return { ...report, file: target, fileBytes: (await stat(target)).size }
}

/** In the log of the database that was backed up: the file says itself what it is, and never changes. */
async function recordBackup(from: Endpoint, payload: { file: string; rows: number }, options: TransferOptions): Promise<void> {
  const db = await openDatabase(from.connection, { ...openingOf(options), password: from.password, integrityLimitBytes: 0 })
  await withOpen(db, () => recordReading(db, { action: 'database.backup', payload, nowMs: options.now() }))
}

const openingOf = ({ appVersion, osUser, host }: TransferOptions): OpenOptions => ({
  appVersion,
  ...(osUser !== undefined && { osUser }),
  ...(host !== undefined && { host }),
})

/**
 * Reads a whole backup and compares it with what it says about itself.
 * Throws `not_found`, `invalid_input` for a file that is no backup, `database_corrupt` for one that was changed or is damaged.
 */
export async function verifyBackupFile(file: string, options: TransferWatch & Pick<OpenOptions, 'appVersion'>): Promise<BackupManifest> {
  const { connection } = await locate(backupEnd(file))
  await requireSource(connection)
  return withOpen(await openDatabase(connection, { appVersion: options.appVersion, ...READ_WHOLE_ANYWAY }), (db) =>
    verifyBackup(db, options),
  )
}

export interface RestoreRequest {
  readonly file: string
  readonly to: Endpoint
  readonly replace: boolean
}

/** Copies a backup back, once it has been found whole. Throws what `verifyBackupFile` and `copyBetween` throw. */
export async function restoreBackup({ file, to, replace }: RestoreRequest, options: TransferOptions): Promise<CopyReport> {
  await verifyBackupFile(file, options)
  const [from, target] = [await locate(backupEnd(file)), await locate(to)]
  return transfer({ from, to: target }, options, { replace, arrival: 'database.restore' })
}

const backupEnd = (file: string): Endpoint => ({ connection: { dialect: 'sqlite', file }, password: null })

type Ends = Pick<CopyRoute, 'from' | 'to'>

interface TransferDetails extends Pick<CopyRequest, 'replace' | 'finish'>, Pick<OpenOptions, 'pageBytes'> {
  /** What the target remembers of it; a backup file remembers nothing, for it is what it was made of and no more. */
  readonly arrival?: 'database.copy' | 'database.restore'
}

/** The source is found fit before a target is made. */
async function transfer({ from, to }: Ends, options: TransferOptions, details: TransferDetails): Promise<CopyReport> {
  const opening = openingOf(options)
  await requireSource(from.connection)
  const source = await openDatabase(from.connection, { ...opening, password: from.password, ...READ_WHOLE_ANYWAY })
  return withOpen(source, async () => {
    await requireCopyable(source)
    if (to.connection.dialect === 'sqlite') await mkdir(dirname(to.connection.file), { recursive: true })
    const { pageBytes, arrival, ...more } = details
    const target = await openDatabase(to.connection, {
      ...opening,
      password: to.password,
      ...(pageBytes === undefined ? {} : { pageBytes }),
    })
    return withOpen(target, async () => {
      const report = await copyDatabase({ ...options, ...more, source, target })
      const payload = { from: labelOf(from), rows: report.rows }
      if (arrival !== undefined) await recordTransfer(target, { action: arrival, payload, nowMs: options.now() })
      return report
    })
  })
}

/** Every row is about to be read and compared, so the pages need not be read once more before. */
const READ_WHOLE_ANYWAY = { readOnly: true, integrityLimitBytes: 0 } as const

async function withOpen<Result>(db: Database, work: (db: Database) => Promise<Result>): Promise<Result> {
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}

/** One file has one name, however it was written. */
async function locate({ connection, password }: Endpoint): Promise<Endpoint> {
  if (connection.dialect !== 'sqlite') return { connection, password }
  const file = resolve(connection.file)
  return { connection: { ...connection, file: await realpath(file).catch(() => file) }, password }
}

async function requireSource(connection: Connection): Promise<void> {
  if (connection.dialect !== 'sqlite' || (await exists(connection.file))) return
  throw new AppError('not_found', `There is no file ${connection.file}. Check the path.`, { details: { file: connection.file } })
}

async function refuseExisting(file: string): Promise<void> {
  if (!(await exists(file))) return
  throw new AppError('conflict', `${file} exists already, and a backup never overwrites. Choose another name.`, { details: { file } })
}

async function exists(file: string): Promise<boolean> {
  return (await stat(file).catch(() => null)) !== null
}

function labelOf({ connection }: Endpoint): string {
  return connection.dialect === 'sqlite' ? connection.file : `${connection.host}:${connection.port}/${connection.database}`
}

/** Without it a power cut could take the new name back. Windows needs none and offers none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
