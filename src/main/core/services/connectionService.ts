import type { Client } from '#shared/contract/contract.ts'
import { ADOPTION_FLAGS, type AdoptionPreview } from '#shared/domain/adoption.ts'
import { type AppError, isAppError } from '#shared/domain/appError.ts'
import type { Connection, ConnectionTest, DatabaseStatus } from '#shared/domain/connection.ts'
import { cloudFolderWarning } from '../database/cloudFolder.ts'
import type { Database } from '../database/database.ts'
import { formatDatabaseUrl, parseDatabaseUrl } from '../database/databaseUrl.ts'
import { migrationStatus } from '../database/migrate.ts'
import { testConnection } from '../database/testConnection.ts'
import { type AdoptionRequest, adoptDatabase, previewAdoption } from './adoptionService.ts'
import type { ProfileService } from './profileService.ts'

type Current = Awaited<ReturnType<Client['connections']['current']>>

/** A database and the password for it. */
export interface Target {
  readonly connection: Connection
  readonly password: string | null
}

export interface ConnectionChange extends Target {
  /** The user's consent to change the schema of a server. */
  readonly migrate: boolean
}

/** Why the configured connection is not the one in use. */
export interface ConnectionProblem {
  readonly connection: Connection
  readonly error: AppError
}

export interface ConnectionService {
  current(): Promise<Current>
  test(target: Target): Promise<ConnectionTest>
  /** Throws `invalid_input` for text that is not a database address. */
  parseUrl(url: string): { connection: Connection; hasPassword: boolean }
  /** The address to copy; never holds a password. */
  formatUrl(connection: Connection): string
  /** Opens the new database before the old one is let go; on any error the old one stays in use. */
  switchTo(change: ConnectionChange): Promise<DatabaseStatus>
  /** null for anything but an older AURELIUS database. Throws what opening throws. */
  previewAdoption(target: Target): Promise<AdoptionPreview | null>
  /** Takes an older database over and switches to it. Throws what adopting and opening throw; then nothing was changed. */
  adopt(target: Target): Promise<DatabaseStatus>
  /** Opens the configured database in place of its stand-in. Throws what opening throws; the stand-in then stays in use. */
  retry(): Promise<DatabaseStatus>
}

export interface ConnectionServiceParts {
  readonly profiles: Pick<ProfileService, 'markOf' | 'passwordFor'>
  readonly appVersion: string
  readonly now: () => number
  readonly database: Database
  readonly problem: () => ConnectionProblem | null
  /** What is wrong with the database's file, if anything. */
  readonly fileProblem: () => string | null
  readonly switchTo: (change: ConnectionChange) => Promise<DatabaseStatus>
  readonly retry: () => Promise<DatabaseStatus>
}

export function createConnectionService(parts: ConnectionServiceParts): ConnectionService {
  const { database, profiles, problem, retry, appVersion, now } = parts
  /** Without a password, one that was kept for this login. */
  const withPassword = async <Asked extends Target>(target: Asked): Promise<Asked> => ({
    ...target,
    password: target.password ?? (await profiles.passwordFor(target.connection)),
  })
  const switchTo = async (change: ConnectionChange) => parts.switchTo(await withPassword(change))
  return {
    current: async () => ({
      connection: database.connection,
      profile: await profiles.markOf(database.connection),
      status: await migrationStatus(database),
      readOnly: database.readOnly,
      problem: describeProblem(problem()),
      warnings: warningsOf(parts),
    }),
    test: async (target) => {
      const { connection, password } = await withPassword(target)
      return testConnection(connection, password)
    },
    parseUrl: (url) => {
      const { connection, password } = parseDatabaseUrl(url)
      return { connection, hasPassword: password !== null }
    },
    switchTo,
    formatUrl: formatDatabaseUrl,
    previewAdoption: async (target) => findOlderDatabase({ ...(await withPassword(target)), appVersion, nowMs: now() }),
    adopt: async (target) => {
      const known = await withPassword(target)
      await adoptDatabase({ ...known, appVersion, nowMs: now() })
      return switchTo({ ...known, migrate: false })
    },
    retry,
  }
}

async function findOlderDatabase(request: AdoptionRequest): Promise<AdoptionPreview | null> {
  if (request.connection.dialect === 'sqlite') return null
  try {
    const { label, legacySchema, outcomes, flags } = await previewAdoption(request)
    return {
      label,
      legacySchema,
      tables: outcomes.map(({ name, rows, converted }) => ({ name, rows, converted })),
      oddities: flags.map(({ code, rows }) => ({ meaning: ADOPTION_FLAGS[code], rows })),
    }
  } catch (error) {
    if (isAppError(error) && error.code === 'not_found') return null
    throw error
  }
}

function warningsOf({ database, fileProblem }: ConnectionServiceParts): string[] {
  return [fileProblem(), database.writeRefusal?.message, cloudFolderWarning(database.connection)].filter(
    (warning) => typeof warning === 'string',
  )
}

function describeProblem(problem: ConnectionProblem | null): Current['problem'] {
  if (problem === null || !isAppError(problem.error)) return null
  return { connection: problem.connection, code: problem.error.code, message: problem.error.message }
}
