import type { Client } from '#shared/contract/contract.ts'
import type { ApplicationOptions } from '../applicationContract.ts'
import type { Database } from '../database/database.ts'
import { ENGINE_VERSION } from '../jobs/engineCatalogue.ts'
import type { WorkerPool } from '../jobs/workerPool.ts'

type Info = Awaited<ReturnType<Client['system']['info']>>
type Health = Awaited<ReturnType<Client['system']['health']>>

export interface SystemService {
  info(): Info
  /** Really asks the database and the workers; a part that does not answer is `ok: false`, never an error. */
  health(): Promise<Health>
}

export function createSystemService(options: ApplicationOptions, database: Database, pool: WorkerPool): SystemService {
  return {
    info: () => ({
      version: options.appVersion,
      engineVersion: ENGINE_VERSION,
      host: options.host,
      platform: `${process.platform} ${process.arch}`,
      dataDirectory: options.dataDirectory,
      workerThreads: pool.threads,
    }),
    health: async () => {
      const latencyMs = await database.ping().catch(() => null)
      const answered = await pool.run('ping', {}).catch(() => false)
      return {
        database: { ok: latencyMs !== null, dialect: database.dialect, latencyMs },
        workers: { ok: answered, threads: pool.threads, ...pool.counts() },
      }
    },
  }
}
