import { isAppError } from '#shared/domain/appError.ts'
import type { Connection } from '#shared/domain/connection.ts'
import type { ApplicationOptions } from './applicationContract.ts'
import { type Database, openDatabase } from './database/database.ts'
import { migrateUp, migrationStatus, requireReady } from './database/migrate.ts'
import type { OpenOptions } from './database/openOptions.ts'
import { requireWholeDatabase } from './database/transfer/transferMarker.ts'
import { backtestRuns } from './jobs/backtestRuns.ts'
import type { RunEvents } from './jobs/runEvents.ts'
import { type AnyRunQueue, RunQueue } from './jobs/runQueue.ts'
import type { WorkerPool } from './jobs/workerPool.ts'
import { type BackupSchedule, createBackupSchedule } from './services/backupSchedule.ts'
import { newId } from './services/newId.ts'
import { backUp, verifyBackupFile } from './services/transferService.ts'

/** One open database with the runs that belong to it. */
export interface Workspace {
  readonly database: Database
  readonly queue: AnyRunQueue
  /** Interrupts what is running here, then closes the database. */
  readonly close: () => Promise<void>
}

export interface WorkspaceRequest {
  readonly connection: Connection
  readonly password: string | null
  /** Consent to change the schema of a server; the embedded SQLite is migrated without asking. */
  readonly migrate: boolean
}

export interface WorkspaceParts {
  readonly options: ApplicationOptions
  readonly pool: WorkerPool
  readonly events: RunEvents
}

/**
 * Opens a database and takes up its runs. One that a newer version has written is opened for reading only, and answers
 * `database_newer` to every write. Throws what opening throws, `migration_required` without consent, and `unavailable` for half a copy.
 */
export async function openWorkspace(request: WorkspaceRequest, { options, pool, events }: WorkspaceParts): Promise<Workspace> {
  const database = await openReady(request, options)
  const queueParts = { db: database, events, now: options.now, log: options.log, launchId: newId() }
  const queue = new RunQueue({ ...queueParts, kind: backtestRuns(database, pool) })
  if (!database.readOnly) await queue.takeUpOrphans()
  const backups = scheduleBackups(request, options)
  backups?.start()
  return {
    database,
    queue,
    close: async () => {
      await backups?.stop()
      if (!database.readOnly) await queue.close()
      await database.close()
    },
  }
}

function scheduleBackups(from: WorkspaceRequest, { backups, appVersion, now, log }: ApplicationOptions): BackupSchedule | null {
  if (backups === undefined) return null
  return createBackupSchedule({
    ...backups,
    backUp: (file) => backUp({ from, file, now }, { appVersion }),
    verify: (file) => verifyBackupFile(file, { appVersion }),
    now,
    log,
  })
}

async function openReady({ connection, password, migrate }: WorkspaceRequest, options: ApplicationOptions): Promise<Database> {
  const { appVersion, echoStatements = false, log } = options
  const onStatement = (sql: string) => log(`SQL: ${sql}`)
  const openOptions: OpenOptions = { appVersion, password, ...(echoStatements ? { onStatement } : {}) }
  const database = await openDatabase(connection, openOptions)
  try {
    await bringUpToDate(database, migrate)
    return database
  } catch (error) {
    await database.close()
    if (isAppError(error) && error.code === 'database_newer') return openDatabase(connection, { ...openOptions, writeRefusal: error })
    throw error
  }
}

async function bringUpToDate(database: Database, consent: boolean): Promise<void> {
  await requireWholeDatabase(database)
  const { state } = await migrationStatus(database)
  if (state === 'ready') return
  const mayMigrate = !database.readOnly && (database.dialect === 'sqlite' || consent)
  if (mayMigrate && (state === 'empty' || state === 'migration_required')) await migrateUp(database)
  await requireReady(database)
}
