import { isAppError } from '#shared/domain/appError.ts'
import type { DatabaseStatus } from '#shared/domain/connection.ts'
import type { ConfigStore } from './config/configFile.ts'
import { migrationStatus } from './database/migrate.ts'
import type { ConnectionChange, ConnectionProblem } from './services/connectionService.ts'
import type { ProfileService } from './services/profileService.ts'
import { openWorkspace, type Workspace, type WorkspaceParts } from './workspace.ts'

/** The workspace in use, which changes when the user switches to another database. */
export interface OpenedWorkspace {
  readonly current: () => Workspace
  /** Why the configured database is not the one in use; null when it is. */
  readonly problem: () => ConnectionProblem | null
  /** Opens the new database before the old one is let go; on any error the old one stays in use. */
  readonly switchTo: (change: ConnectionChange) => Promise<DatabaseStatus>
  /** Opens the configured database in place of its stand-in. Throws what opening throws. */
  readonly retry: () => Promise<DatabaseStatus>
}

export interface OpenedWorkspaceParts extends WorkspaceParts {
  readonly configuration: ConfigStore
  readonly profiles: Pick<ProfileService, 'passwordFor'>
}

/** Opens the configured database, or its fallback with the reason. Throws what opening throws. */
export async function openConfiguredWorkspace(parts: OpenedWorkspaceParts): Promise<OpenedWorkspace> {
  let { workspace, problem } = await openConfigured(parts)
  const moveTo = async (change: ConnectionChange): Promise<void> => {
    const previous = workspace
    workspace = await openWorkspace(change, parts)
    problem = null
    await previous.close()
  }
  return {
    current: () => workspace,
    problem: () => problem,
    switchTo: async (change) => {
      await moveTo(change)
      await parts.configuration.update((config) => ({ ...config, connection: change.connection }))
      return migrationStatus(workspace.database)
    },
    retry: async () => {
      if (problem !== null) {
        const { connection } = problem
        await moveTo({ connection, password: await configuredPassword(parts), migrate: false }).catch((error: unknown) => {
          if (isAppError(error)) problem = { connection, error }
          throw error
        })
      }
      return migrationStatus(workspace.database)
    },
  }
}

/** What the launch brought along, else what is kept for this login. */
async function configuredPassword({ options, profiles }: OpenedWorkspaceParts): Promise<string | null> {
  return options.password ?? (await profiles.passwordFor(options.connection))
}

async function openConfigured(parts: OpenedWorkspaceParts): Promise<{ workspace: Workspace; problem: ConnectionProblem | null }> {
  const { connection, fallbackConnection, log } = parts.options
  try {
    const password = await configuredPassword(parts)
    return { workspace: await openWorkspace({ connection, password, migrate: false }, parts), problem: null }
  } catch (error) {
    if (fallbackConnection === undefined || !isAppError(error)) throw error
    log(`${error.message} Opening the local workspace instead.`)
    const workspace = await openWorkspace({ connection: fallbackConnection, password: null, migrate: false }, parts)
    return { workspace, problem: { connection, error } }
  }
}
