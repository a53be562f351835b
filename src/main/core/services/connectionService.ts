import type { Client } from '#shared/contract/contract.ts'
import { type AppError, isAppError } from '#shared/domain/appError.ts'
import type { Connection, ConnectionTest, DatabaseStatus } from '#shared/domain/connection.ts'
import { cloudFolderWarning } from '../database/cloudFolder.ts'
import type { Database } from '../database/database.ts'
import { parseDatabaseUrl } from '../database/databaseUrl.ts'
import { migrationStatus } from '../database/migrate.ts'
import { testConnection } from '../database/testConnection.ts'

type Current = Awaited<ReturnType<Client['connections']['current']>>

export interface ConnectionChange {
  readonly connection: Connection
  readonly password: string | null
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
  test(input: { connection: Connection; password: string | null }): Promise<ConnectionTest>
  /** Throws `invalid_input` for text that is not a database address. */
  parseUrl(url: string): { connection: Connection; hasPassword: boolean }
  /** Opens the new database before the old one is let go; on any error the old one stays in use. */
  switchTo(change: ConnectionChange): Promise<DatabaseStatus>
  /** Opens the configured database in place of its stand-in. Throws what opening throws; the stand-in then stays in use. */
  retry(): Promise<DatabaseStatus>
}

export interface ConnectionServiceParts {
  readonly database: Database
  readonly problem: () => ConnectionProblem | null
  readonly switchTo: (change: ConnectionChange) => Promise<DatabaseStatus>
  readonly retry: () => Promise<DatabaseStatus>
}

export function createConnectionService({ database, problem, switchTo, retry }: ConnectionServiceParts): ConnectionService {
  return {
    current: async () => ({
      connection: database.connection,
      status: await migrationStatus(database),
      readOnly: database.readOnly,
      problem: describeProblem(problem()),
      warnings: warningsOf(database),
    }),
    test: ({ connection, password }) => testConnection(connection, password),
    parseUrl: (url) => {
      const { connection, password } = parseDatabaseUrl(url)
      return { connection, hasPassword: password !== null }
    },
    switchTo,
    retry,
  }
}

function warningsOf({ connection, writeRefusal }: Database): string[] {
  return [writeRefusal?.message, cloudFolderWarning(connection)].filter((warning) => typeof warning === 'string')
}

function describeProblem(problem: ConnectionProblem | null): Current['problem'] {
  if (problem === null || !isAppError(problem.error)) return null
  return { connection: problem.connection, code: problem.error.code, message: problem.error.message }
}
