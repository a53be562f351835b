import { availableParallelism } from 'node:os'
import { locateInstallation } from '#core/config/installation.ts'
import { startSweep } from '#core/jobs/sweepJob.ts'
import { shareSeries } from '#core/jobs/taskData.ts'
import { WorkerPool } from '#core/jobs/workerPool.ts'
import type { SweepPlan } from '#engine/sweep/planSweep.ts'
import type { SweepColumns } from '#engine/sweep/sweepColumns.ts'
import type { MarketSeries } from '#shared/domain/dataset.ts'
import type { Terminal } from './terminal.ts'

export interface StandaloneSweepInput {
  readonly data: MarketSeries
  readonly plan: SweepPlan
  /** null takes as many as the machine has processors. */
  readonly threads: number | null
}

/**
 * Runs a sweep in threads of its own, without a database; Ctrl-C cancels it.
 * @throws AppError of the engine, `cancelled`.
 */
export async function runStandaloneSweep({ data, plan, threads }: StandaloneSweepInput, terminal: Terminal): Promise<SweepColumns> {
  const pool = new WorkerPool(locateInstallation().workerUrl, threads ?? availableParallelism())
  const job = startSweep(pool, {
    ...shareSeries(data),
    plan,
    onProgress: (fraction) => terminal.showStatus(`${plan.cells.length} trials: ${Math.floor(fraction * 100)}%`),
  })
  process.once('SIGINT', job.cancel)
  try {
    return await job.columns
  } finally {
    process.off('SIGINT', job.cancel)
    terminal.showStatus('')
    await pool.close()
  }
}
