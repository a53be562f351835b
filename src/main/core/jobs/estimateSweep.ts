import type { SweepPlan } from '#engine/sweep/planSweep.ts'
import { isAppError } from '#shared/domain/appError.ts'
import { startSweep } from './sweepJob.ts'
import type { SeriesData } from './taskData.ts'
import type { WorkerPool } from './workerPool.ts'

/** Trials that are really run, spread over the whole sweep. */
const SAMPLE_TRIALS = 64
/** A sample that takes longer is cut off: what it managed is enough to tell. */
const SAMPLE_MS = 700

/**
 * How long a sweep will take, in ms, from a sample of its trials. Trials of a whole sweep share more indicators than those
 * of a sample, so the sweep is rather faster. null when not one trial was done in time.
 * Rejects with AppError for what the engine refuses.
 */
export async function estimateSweep(pool: WorkerPool, { data, plan }: { data: SeriesData; plan: SweepPlan }): Promise<number | null> {
  const trials = plan.cells.length
  const sample = Math.min(SAMPLE_TRIALS, trials)
  const cells = Int32Array.from({ length: sample }, (_, k) => plan.cells[Math.floor((k * trials) / sample)]!)
  const startedAt = performance.now()
  let share = 0
  const job = startSweep(pool, {
    ...data,
    plan: { ...plan, cells },
    onProgress: (fraction) => {
      share = fraction
    },
  })
  const timer = setTimeout(job.cancel, SAMPLE_MS)
  try {
    await job.columns
    share = 1
  } catch (error) {
    if (!isAppError(error) || error.code !== 'cancelled') throw error
  } finally {
    clearTimeout(timer)
  }
  return share === 0 ? null : ((performance.now() - startedAt) / share) * (trials / sample)
}
