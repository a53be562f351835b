import { isAppError } from '#shared/domain/appError.ts'
import type { Connection } from '#shared/domain/connection.ts'
import type { ApplicationOptions } from './applicationContract.ts'
import type { BackupSettings } from './config/backupSettings.ts'
import { type Database, openDatabase } from './database/database.ts'
import { migrateUp, migrationStatus, requireReady } from './database/migrate.ts'
import type { OpenOptions } from './database/openOptions.ts'
import { damageMessage } from './database/sqliteIntegrity.ts'
import { requireWholeDatabase } from './database/transfer/transferMarker.ts'
import { backtestRuns } from './jobs/backtestRuns.ts'
import { robustnessRuns } from './jobs/robustnessRuns.ts'
import type { RunEvents } from './jobs/runEvents.ts'
import { type AnyRunQueue, RunQueue } from './jobs/runQueue.ts'
import { RunningSweeps, sweepRuns } from './jobs/sweepRuns.ts'
import { validationRuns } from './jobs/validationRuns.ts'
import type { WorkerPool } from './jobs/workerPool.ts'
import { type BackupSchedule, createBackupSchedule } from './services/backupSchedule.ts'
import { newId } from './services/newId.ts'
import { pipelineRuns } from './services/pipeline/pipelineRuns.ts'
import { PipelineStaff } from './services/pipeline/stageServices.ts'
import { backUp, verifyBackupFile } from './services/transferService.ts'

/** One open database with the runs that belong to it. */
export interface Workspace {
  readonly database: Database
  /** Held in memory only. */
  readonly password: string | null
  readonly queue: AnyRunQueue
  readonly validationQueue: AnyRunQueue
  readonly sweepQueue: AnyRunQueue
  readonly runningSweeps: RunningSweeps
  readonly robustnessQueue: AnyRunQueue
  readonly pipelineQueue: AnyRunQueue
  /** Where pipelines wait for the services they work with. */
  readonly pipelineStaff: PipelineStaff
  /** Why the latest scheduled backup failed; null when it did not. */
  readonly backupProblem: () => string | null
  /** What is wrong with the database's file; null as long as nothing is known to be. */
  readonly fileProblem: () => string | null
  /** Goes by the backup settings as they are now. */
  readonly reschedule: () => Promise<void>
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
  /** As they are at the moment. */
  readonly backups: () => BackupSettings
}

/**
 * Opens a database and takes up its runs. One that a newer version has written is opened for reading only, and answers
 * `database_newer` to every write. Throws what opening throws, `migration_required` without consent, and `unavailable` for half a copy.
 */
export async function openWorkspace(request: WorkspaceRequest, parts: WorkspaceParts): Promise<Workspace> {
  const { options, pool, events } = parts
  const database = await openReady(request, options)
  const queueParts = { db: database, events, now: options.now, log: options.log, launchId: newId() }
  const queue = new RunQueue({ ...queueParts, kind: backtestRuns(database, pool) })
  const validationQueue = new RunQueue({ ...queueParts, kind: validationRuns(database, pool) })
  const runningSweeps = new RunningSweeps()
  const sweepQueue = new RunQueue({ ...queueParts, kind: sweepRuns({ db: database, pool, running: runningSweeps }) })
  const robustnessQueue = new RunQueue({ ...queueParts, kind: robustnessRuns(database, pool) })
  const pipelineStaff = new PipelineStaff()
  const pipelineQueue = new RunQueue({ ...queueParts, kind: pipelineRuns({ db: database, staff: pipelineStaff, now: options.now }) })
  const queues: readonly AnyRunQueue[] = [queue, validationQueue, sweepQueue, robustnessQueue, pipelineQueue]
  if (!database.readOnly) for (const each of queues) await each.takeUpOrphans()
  let backups = startBackups(request, parts)
  const file = watchFile(database, parts)
  return {
    database,
    password: request.password,
    queue,
    validationQueue,
    sweepQueue,
    runningSweeps,
    robustnessQueue,
    pipelineQueue,
    pipelineStaff,
    backupProblem: () => backups?.problem() ?? null,
    fileProblem: file.problem,
    reschedule: async () => {
      await backups?.stop()
      backups = startBackups(request, parts)
    },
    close: async () => {
      file.stop()
      await backups?.stop()
      if (!database.readOnly) await Promise.all(queues.map((each) => each.close()))
      await database.close()
    },
  }
}

/** Files up to this size are read whole before they are used, which takes a fraction of a second. */
const PROMPTLY_CHECKED_BYTES = 64 * 1024 * 1024

/** The first page of a window comes before anything that may wait, and a short command ends before it begins. */
export const CHECK_DELAY_MS = 3_000

interface FileWatch {
  readonly problem: () => string | null
  readonly stop: () => void
}

/** A large file is read beside the work: damage is told late rather than every start made slow. */
function watchFile({ connection, integrityChecked }: Database, { pool, options }: WorkspaceParts): FileWatch {
  let problem: string | null = null
  if (integrityChecked || connection.dialect !== 'sqlite') return { problem: () => null, stop: () => {} }
  const inspect = () =>
    pool.run('inspectFile', { file: connection.file }).then(
      (finding) => {
        if (finding !== null) problem = damageMessage(finding)
        if (problem !== null) options.log(problem)
      },
      (error) => options.log(`The database file could not be checked: ${error instanceof Error ? error.message : error}`),
    )
  const timer = setTimeout(inspect, CHECK_DELAY_MS)
  return { problem: () => problem, stop: () => clearTimeout(timer) }
}

function startBackups(from: WorkspaceRequest, { options, backups }: WorkspaceParts): BackupSchedule | null {
  const { appVersion, osUser = 'unknown', host, now, log } = options
  const { folder, everyMs, keep } = backups()
  if (everyMs === null) return null
  const schedule = createBackupSchedule({
    folder,
    everyMs,
    keep,
    backUp: (file) => backUp({ from, file }, { appVersion, osUser, host, now }),
    verify: (file) => verifyBackupFile(file, { appVersion }),
    now,
    log,
  })
  schedule.start()
  return schedule
}

async function openReady({ connection, password, migrate }: WorkspaceRequest, options: ApplicationOptions): Promise<Database> {
  const { appVersion, osUser = 'unknown', host, echoStatements = false, log } = options
  const onStatement = (sql: string) => log(`SQL: ${sql}`)
  const integrityLimitBytes = PROMPTLY_CHECKED_BYTES
  const openOptions: OpenOptions = { appVersion, osUser, host, password, integrityLimitBytes, ...(echoStatements ? { onStatement } : {}) }
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
