import { mkdir } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { createRouterClient } from '@orpc/server'
import { listStrategiesInputSchema } from '#shared/contract/strategies.ts'
import type { Application, ApplicationOptions } from './applicationContract.ts'
import { backupSettings } from './config/backupSettings.ts'
import { keepConfigInMemory } from './config/configFile.ts'
import { createSessionVault } from './config/vault.ts'
import { migrationStatus } from './database/migrate.ts'
import { createRunEvents } from './jobs/runEvents.ts'
import { warmWhenIdle } from './jobs/sweepWarmUp.ts'
import { WorkerPool } from './jobs/workerPool.ts'
import { type OpenedWorkspace, openConfiguredWorkspace } from './openedWorkspace.ts'
import { createRouter, type Router, type RouterContext } from './router/router.ts'
import { createServices } from './services/createServices.ts'
import { createProfileService } from './services/profileService.ts'
import type { Services } from './services/services.ts'
import type { ScheduleControl } from './services/transfers/transferDesk.ts'
import { createTransferFiles } from './services/transfers/transferFiles.ts'
import { createTransferJobs } from './services/transfers/transferJobs.ts'
import { UploadStore } from './services/uploads.ts'
import type { Workspace } from './workspace.ts'

export interface RunningApplication extends Application {
  /** For transports: serve this router with this context. */
  readonly router: Router
  readonly context: RouterContext
  /** Tasks that compute or copy here, or wait their turn. */
  readonly activeTasks: () => number
}

/** Opens the database (or its fallback), starts the worker pool and answers the running application. */
export async function openApplication(options: ApplicationOptions): Promise<RunningApplication> {
  await mkdir(options.dataDirectory, { recursive: true })
  const pool = new WorkerPool(options.workerUrl, options.threads ?? defaultThreads())
  const events = createRunEvents()
  const configuration = options.configuration ?? keepConfigInMemory()
  const profiles = createProfileService({ configuration, vault: options.vault ?? createSessionVault(SESSION_ONLY) })
  let backups = options.backups ?? backupSettings({}, options.dataDirectory)
  const parts = { options, pool, events, configuration, profiles, backups: () => backups }
  const opened = await openConfiguredWorkspace(parts).catch(async (error) => {
    await pool.close()
    throw error
  })

  const schedules: ScheduleControl = {
    settings: () => backups,
    problem: () => opened.current().backupProblem(),
    change: async (rule) => {
      const changed = await configuration.update((config) => ({ ...config, backups: { folder: backups.folder, ...rule } }))
      backups = backupSettings(changed, options.dataDirectory)
      await opened.current().reschedule()
    },
  }
  const uploads = new UploadStore()
  const transfers = { jobs: createTransferJobs(options), files: createTransferFiles(options.fileDialogs ?? null), schedules }
  const services = servicesOf(opened, (workspace) =>
    createServices({ ...opened, workspace, options, pool, events, uploads, profiles, transfers }),
  )
  if (options.importSampleWhenEmpty && options.sampleFile !== null) await importSampleIntoNew(opened.current(), services())

  const stopWarming = options.warmsUp ? warmWhenIdle(pool) : () => {}
  const router = createRouter()
  const context: RouterContext = { services, log: options.log }
  let closing: Promise<void> | null = null
  return {
    router,
    context,
    activeTasks: () => {
      const { active, queued } = pool.counts()
      const copying = transfers.jobs.list().filter(({ state }) => state === 'running').length
      return active + queued + copying
    },
    client: createRouterClient(router, { context }),
    databaseStatus: () => migrationStatus(opened.current().database),
    close: () => {
      stopWarming()
      closing ??= transfers.jobs
        .close()
        .then(() => opened.current().close())
        .finally(() => Promise.all([pool.close(), uploads.close()]))
        .then(() => {})
      return closing
    },
  }
}

const SESSION_ONLY = 'Passwords are kept in memory until Aurelius is stopped.'

/** Services belong to one workspace: another one gets its own. */
function servicesOf(opened: OpenedWorkspace, build: (workspace: Workspace) => Services): () => Services {
  let built: { workspace: Workspace; services: Services } | null = null
  return () => {
    const workspace = opened.current()
    if (built?.workspace !== workspace) built = { workspace, services: build(workspace) }
    return built.services
  }
}

/** Only a database that holds nothing at all is taken for a first start: in anybody's work a sample has no business. */
async function importSampleIntoNew({ database }: Workspace, { datasets, strategies }: Services): Promise<void> {
  if (database.readOnly) return
  const any = { limit: 1, cursor: null, withTotal: false }
  const held = await Promise.all([
    datasets.list(any),
    strategies.list(listStrategiesInputSchema.parse({ includeArchived: true, limit: 1 })),
  ])
  if (held.every(({ items }) => items.length === 0)) await datasets.importSample()
}

function defaultThreads(): number {
  return Math.min(8, Math.max(1, availableParallelism() - 1))
}
