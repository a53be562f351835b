import type { RepeatableBacktest } from '#shared/domain/backtest.ts'
import type { Strategy } from '#shared/domain/strategy.ts'
import type { Database } from '../../database/database.ts'
import type { StartProcess } from '../../jobs/freshProcess.ts'
import type { WorkerPool } from '../../jobs/workerPool.ts'

export interface GateServiceParts {
  readonly db: Database
  readonly pool: WorkerPool
  /** The worker entry, for a replay in a process of its own. */
  readonly workerUrl: URL
  readonly startProcess: StartProcess
  /** Operating system and processor of this machine. */
  readonly platform: string
  /** true while another database than the one configured is open. */
  readonly isFallback: () => boolean
  readonly appVersion: string
  readonly now: () => number
}

/** A strategy and the run that it is judged by. */
export interface JudgedRun {
  readonly strategy: Strategy
  readonly backtest: RepeatableBacktest
}
