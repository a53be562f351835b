import type { Connection } from '#shared/domain/connection.ts'
import type { ApplicationOptions } from './applicationContract.ts'
import { type Database, openDatabase } from './database/database.ts'
import { migrateUp, migrationStatus, requireReady } from './database/migrate.ts'
import type { RunEvents } from './jobs/runEvents.ts'
import { RunQueue } from './jobs/runQueue.ts'
import type { WorkerPool } from './jobs/workerPool.ts'
import { newId } from './services/newId.ts'

/** One open database with the runs that belong to it. */
export interface Workspace {
  readonly database: Database
  readonly queue: RunQueue
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
 * Opens a database and takes up its runs.
 * Throws what opening throws, `migration_required` without consent, `database_newer`.
 */
export async function openWorkspace(request: WorkspaceRequest, { options, pool, events }: WorkspaceParts): Promise<Workspace> {
  const database = await openDatabase(request.connection, { appVersion: options.appVersion, password: request.password })
  try {
    await bringUpToDate(database, request.migrate)
  } catch (error) {
    await database.close()
    throw error
  }
  const queue = new RunQueue({ db: database, pool, events, now: options.now, log: options.log, launchId: newId() })
  await queue.takeUpOrphans()
  return {
    database,
    queue,
    close: async () => {
      await queue.close()
      await database.close()
    },
  }
}

async function bringUpToDate(database: Database, consent: boolean): Promise<void> {
  const { state } = await migrationStatus(database)
  const mayMigrate = database.dialect === 'sqlite' || consent
  if (mayMigrate && (state === 'empty' || state === 'migration_required')) await migrateUp(database)
  await requireReady(database)
}
