import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '#shared/domain/appError.ts'
import type { Connection, DatabaseStatus } from '#shared/domain/connection.ts'
import { type Database, openDatabase } from '../database/database.ts'
import { migrateUp, migrationStatus } from '../database/migrate.ts'

/** A database that need not be ready for work: what opening the application would refuse can be looked at and mended. */
export interface MaintenanceRequest {
  readonly connection: Connection
  readonly password: string | null
  readonly appVersion: string
  /** Who looks or mends, and with what program. */
  readonly osUser?: string
  readonly host?: string
}

export interface MigrationOutcome {
  /** Names of the migrations applied now, in order. */
  readonly migrated: readonly string[]
  readonly status: DatabaseStatus
}

/** Looks without touching. Throws `not_found` for a SQLite file that does not exist, and whatever opening throws. */
export async function readDatabaseStatus(request: MaintenanceRequest): Promise<DatabaseStatus> {
  await requireSqliteFile(request.connection)
  return withDatabase(request, { readOnly: true }, migrationStatus)
}

/** Applies what is pending, making a SQLite file that is missing. Throws `database_newer`, `conflict` and whatever opening throws. */
export async function migrateDatabase(request: MaintenanceRequest): Promise<MigrationOutcome> {
  const { connection } = request
  if (connection.dialect === 'sqlite') await mkdir(dirname(connection.file), { recursive: true })
  return withDatabase(request, { readOnly: false }, async (database) => {
    const migrated = await migrateUp(database)
    return { migrated, status: await migrationStatus(database) }
  })
}

/** Opens a database for one piece of work and closes it whatever happens. */
export async function withDatabase<Result>(
  { connection, ...request }: MaintenanceRequest,
  { readOnly }: { readonly readOnly: boolean },
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabase(connection, { ...request, readOnly })
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

/** Throws `not_found`: opening would make the file. */
export async function requireSqliteFile(connection: Connection): Promise<void> {
  if (connection.dialect !== 'sqlite') return
  const facts = await stat(connection.file).catch(() => null)
  if (facts?.isFile()) return
  throw new AppError(
    'not_found',
    `There is no database at ${connection.file} yet. "aurelius db migrate" makes one, and so does starting the app.`,
    {
      details: { file: connection.file },
    },
  )
}
