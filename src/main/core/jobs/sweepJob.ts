import type { SweepPlan } from '#engine/sweep/planSweep.ts'
import { SweepColumns } from '#engine/sweep/sweepColumns.ts'
import { isAppError } from '#shared/domain/appError.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { SweepShareInput, SweepWork } from './engineTasks.ts'
import { shareBars } from './sharedBars.ts'
import type { SharedInstruments } from './sharedInstruments.ts'
import { SweepState } from './sweepState.ts'
import type { SeriesData } from './taskData.ts'
import type { WorkerPool } from './workerPool.ts'

/** Told the share of trials done, 0..1, a few times a second. */
type Progress = (fraction: number) => void

export type SweepJobInput = SeriesData & {
  readonly plan: SweepPlan
  readonly onProgress?: Progress
}

export interface SymbolBatchInput {
  /** Shared once, run as often as wanted. */
  readonly instruments: SharedInstruments
  /** Complete (see completeRunSpec). */
  readonly spec: RunSpec
  readonly onProgress?: Progress
}

/** A sweep under way on all threads of a pool. */
export interface SweepJob {
  /** The metrics of all trials. Rejects with AppError: `cancelled`, or what the engine refuses. */
  readonly columns: Promise<SweepColumns>
  /** Threads stop between two trials and are free for other work; what they have computed is kept. */
  readonly pause: () => void
  readonly resume: () => void
  /** Ends the sweep, paused or not, within a fraction of a second. */
  readonly cancel: () => void
}

/** Starts a sweep of parameters over one instrument or one panel. */
export function startSweep(pool: WorkerPool, { plan, onProgress, ...data }: SweepJobInput): SweepJob {
  return startWork(pool, { work: gridWork(data, plan), trials: plan.cells.length }, onProgress)
}

function gridWork(data: SeriesData, plan: SweepPlan): SweepWork {
  return 'bars' in data ? { kind: 'grid', bars: shareBars(data.bars), plan } : { kind: 'panelGrid', panel: data.sharedPanel, plan }
}

/** Starts one specification over many instruments; row k of the columns is instrument k. */
export function startSymbolBatch(pool: WorkerPool, { instruments, spec, onProgress }: SymbolBatchInput): SweepJob {
  return startWork(pool, { work: { kind: 'symbols', instruments, spec }, trials: instruments.lengths.length }, onProgress)
}

/** One share a thread, all writing into the same memory, each trial at its own place. */
function startWork(
  pool: WorkerPool,
  { work, trials }: Pick<SweepShareInput, 'work' | 'trials'>,
  onProgress: Progress = () => {},
): SweepJob {
  const state = new SweepState()
  const memory = new SharedArrayBuffer(SweepColumns.bytesFor(trials))
  const parts = Math.min(pool.threads, trials)
  const abort = new AbortController()
  let wake = () => {}
  const runShares = () =>
    Array.from({ length: parts }, (_, part) => {
      const input = { work, trials, share: { part, parts }, memory, state: state.words }
      return pool.run('sweepShare', input, { onProgress, signal: abort.signal }).catch((error) => {
        state.cancel()
        throw error
      })
    })
  const untilSteered = () => new Promise<void>((resolve) => (wake = resolve))
  const carryOut = async () => {
    while (!(await settle(runShares()))) if (state.isPaused) await untilSteered()
    return new SweepColumns(trials, memory)
  }
  const steer = (command: () => void) => () => {
    command()
    wake()
  }
  return {
    columns: carryOut(),
    pause: () => state.pause(),
    resume: steer(() => state.resume()),
    cancel: steer(() => {
      state.cancel()
      // Shares that still wait for a thread need not get one to be cancelled.
      abort.abort()
    }),
  }
}

/** Waits for all shares; false when one of them was paused. One share's failure cancels the others: the failure is the news. */
async function settle(shares: readonly Promise<boolean>[]): Promise<boolean> {
  const outcomes = await Promise.allSettled(shares)
  const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []))
  const failure = errors.find((error) => isAppError(error) && error.code !== 'cancelled') ?? errors[0]
  if (failure !== undefined) throw failure
  return outcomes.every((outcome) => outcome.status === 'fulfilled' && outcome.value)
}
