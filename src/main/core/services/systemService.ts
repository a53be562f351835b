import type { Client } from '#shared/contract/contract.ts'
import type { ApplicationOptions } from '../applicationContract.ts'
import type { Database } from '../database/database.ts'
import { ENGINE_VERSION } from '../jobs/engineCatalogue.ts'
import type { WorkerPool } from '../jobs/workerPool.ts'
import { describeSystem } from './diagnostics/describeSystem.ts'

type Info = Awaited<ReturnType<Client['system']['info']>>
type Diagnostics = Awaited<ReturnType<Client['system']['diagnostics']>>
type Health = Awaited<ReturnType<Client['system']['health']>>

export interface SystemService {
  info(): Info
  /** Really asks the database and the workers; a part that does not answer is `ok: false`, never an error. */
  health(): Promise<Health>
  /** Facts and the end of the log for somebody who helps, without secrets. */
  diagnostics(): Promise<Diagnostics>
}

export interface SystemServiceParts {
  readonly options: ApplicationOptions
  readonly database: Database
  readonly password: string | null
  readonly pool: WorkerPool
}

export function createSystemService({ options, database, password, pool }: SystemServiceParts): SystemService {
  const info = () => ({
    version: options.appVersion,
    engineVersion: ENGINE_VERSION,
    host: options.host,
    platform: `${process.platform} ${process.arch}`,
    dataDirectory: options.dataDirectory,
    workerThreads: pool.threads,
  })
  return {
    info,
    health: async () => {
      const latencyMs = await database.ping().catch(() => null)
      // Workers that compute are alive; a question would wait until they have done.
      const answered = pool.counts().active > 0 || (await pool.run('ping', {}).catch(() => false))
      return {
        database: { ok: latencyMs !== null, dialect: database.dialect, latencyMs },
        workers: { ok: answered, threads: pool.threads, ...pool.counts() },
      }
    },
    diagnostics: async () => ({
      fileName: 'aurelius-diagnostics.json',
      text: await describeSystem({ options, database, password, facts: info() }),
    }),
  }
}
