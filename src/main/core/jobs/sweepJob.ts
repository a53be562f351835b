import type { SweepPlan } from '#engine/sweep/planSweep.ts'
import { SweepColumns } from '#engine/sweep/sweepColumns.ts'
import { isAppError } from '#shared/domain/appError.ts'
import type { Bars } from '#shared/domain/dataset.ts'
import { shareBars } from './sharedBars.ts'
import { SweepState } from './sweepState.ts'
import type { WorkerPool } from './workerPool.ts'

export interface SweepJobInput {
  readonly bars: Bars
  readonly plan: SweepPlan
  /** Told the share of trials done, 0..1, a few times a second. */
  readonly onProgress?: (fraction: number) => void
}

/** A sweep under way on all threads of a pool. */
export interface SweepJob {
  /** The metrics of all trials. Rejects with AppError: `cancelled`, or what the engine refuses. */
  readonly columns: Promise<SweepColumns>
  /** Threads stop between two trials and keep what they have. */
  readonly pause: () => void
  readonly resume: () => void
  /** Ends the sweep, paused or not, within a fraction of a second. */
  readonly cancel: () => void
}

/** Starts a sweep: one share a thread, all writing into the same memory, each trial at its own place. */
export function startSweep(pool: WorkerPool, { bars, plan, onProgress = () => {} }: SweepJobInput): SweepJob {
  const state = new SweepState()
  const memory = new SharedArrayBuffer(SweepColumns.bytesFor(plan.cells.length))
  const parts = Math.min(pool.threads, plan.cells.length)
  const shared = shareBars(bars)
  const shares = Array.from({ length: parts }, (_, part) =>
    pool.run('sweepShare', { bars: shared, plan, share: { part, parts }, memory, state: state.words }, { onProgress }).catch((error) => {
      state.cancel()
      throw error
    }),
  )
  const columns = Promise.allSettled(shares).then((outcomes) => {
    const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []))
    // One share's failure cancels the others: the failure is the news.
    const failure = errors.find((error) => isAppError(error) && error.code !== 'cancelled') ?? errors[0]
    if (failure !== undefined) throw failure
    return new SweepColumns(plan.cells.length, memory)
  })
  return { columns, pause: () => state.pause(), resume: () => state.resume(), cancel: () => state.cancel() }
}
