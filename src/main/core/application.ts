import { mkdir } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { createRouterClient } from '@orpc/server'
import { isAppError } from '#shared/domain/appError.ts'
import type { DatabaseStatus } from '#shared/domain/connection.ts'
import type { Application, ApplicationOptions } from './applicationContract.ts'
import { migrationStatus } from './database/migrate.ts'
import { createRunEvents } from './jobs/runEvents.ts'
import { WorkerPool } from './jobs/workerPool.ts'
import { createRouter, type Router, type RouterContext } from './router/router.ts'
import type { ConnectionChange, ConnectionProblem } from './services/connectionService.ts'
import { createServices } from './services/createServices.ts'
import { openWorkspace, type Workspace, type WorkspaceParts } from './workspace.ts'

export interface RunningApplication extends Application {
  /** For transports: serve this router with this context. */
  readonly router: Router
  readonly context: RouterContext
}

/** Opens the database (or its fallback), starts the worker pool and answers the running application. */
export async function openApplication(options: ApplicationOptions): Promise<RunningApplication> {
  await mkdir(options.dataDirectory, { recursive: true })
  const pool = new WorkerPool(options.workerUrl, options.threads ?? defaultThreads())
  const events = createRunEvents()
  const parts: WorkspaceParts = { options, pool, events }
  let { workspace, problem } = await openConfigured(parts).catch(async (error) => {
    await pool.close()
    throw error
  })

  const moveTo = async (change: ConnectionChange): Promise<void> => {
    const next = await openWorkspace(change, parts)
    const previous = workspace
    workspace = next
    services = buildServices()
    problem = null
    await previous.close()
  }
  const switchTo = async (change: ConnectionChange): Promise<DatabaseStatus> => {
    await moveTo(change)
    await options.rememberConnection?.(change.connection)
    return migrationStatus(workspace.database)
  }
  const retry = async (): Promise<DatabaseStatus> => {
    if (problem !== null) {
      const { connection } = problem
      await moveTo({ connection, password: options.password, migrate: false }).catch((error: unknown) => {
        if (isAppError(error)) problem = { connection, error }
        throw error
      })
    }
    return migrationStatus(workspace.database)
  }
  const buildServices = () => createServices({ workspace, options, pool, events, problem: () => problem, switchTo, retry })
  let services = buildServices()
  if (options.importSampleWhenEmpty && !workspace.database.readOnly) await importSampleWhenEmpty()

  async function importSampleWhenEmpty(): Promise<void> {
    const { items } = await services.datasets.list({ limit: 1, cursor: null, withTotal: false })
    if (items.length === 0 && options.sampleFile !== null) await services.datasets.importSample()
  }

  const router = createRouter()
  const context: RouterContext = { services: () => services, log: options.log }
  let closing: Promise<void> | null = null
  return {
    router,
    context,
    client: createRouterClient(router, { context }),
    databaseStatus: () => migrationStatus(workspace.database),
    close: () => {
      closing ??= workspace.close().finally(() => pool.close())
      return closing
    },
  }
}

async function openConfigured(parts: WorkspaceParts): Promise<{ workspace: Workspace; problem: ConnectionProblem | null }> {
  const { connection, password, fallbackConnection, log } = parts.options
  try {
    return { workspace: await openWorkspace({ connection, password, migrate: false }, parts), problem: null }
  } catch (error) {
    if (fallbackConnection === undefined || !isAppError(error)) throw error
    log(`${error.message} Opening the local workspace instead.`)
    const workspace = await openWorkspace({ connection: fallbackConnection, password: null, migrate: false }, parts)
    return { workspace, problem: { connection, error } }
  }
}

function defaultThreads(): number {
  return Math.min(8, Math.max(1, availableParallelism() - 1))
}
