import { setTimeout as delay } from 'node:timers/promises'
import { AppError, type ErrorCode } from '#shared/domain/appError.ts'
import type { RunStatus } from '#shared/domain/backtest.ts'
import type { RunProgress } from '../../jobs/runQueue.ts'

/** A stage's run may be another process's to carry out, so the database is asked, not this process's events. */
const LOOK_MS = 50

/** What every kind of run says of its state. */
export interface RunState {
  readonly id: string
  readonly status: RunStatus
  readonly progress: number
  readonly errorCode: ErrorCode | null
  readonly errorMessage: string | null
}

/** The part of a service that carries one kind of run. */
export interface RunDesk<Run extends RunState> {
  readonly get: (id: string) => Promise<Run>
  readonly resume: (id: string) => Promise<unknown>
  readonly cancel: (id: string) => Promise<unknown>
}

/**
 * Waits for the end of a run, resuming one whose process is gone. Throws the run's own error when it failed, `run_failed`
 * when somebody cancelled it, and `cancelled` when the waiting was.
 */
export async function awaitRun<Run extends RunState>(desk: RunDesk<Run>, id: string, progress: RunProgress): Promise<Run> {
  for (;;) {
    const run = await desk.get(id)
    if (progress.signal.aborted) throw stopped()
    if (run.status === 'completed') return run
    if (run.status === 'failed') throw new AppError(run.errorCode ?? 'run_failed', run.errorMessage ?? 'No reason was recorded.')
    if (run.status === 'cancelled') {
      throw new AppError('run_failed', 'The run of this stage was cancelled. Start another pipeline.', { details: { id } })
    }
    if (run.status === 'interrupted') await desk.resume(id)
    progress.onProgress(run.progress)
    await delay(LOOK_MS)
  }
}

export function stopped(): AppError {
  return new AppError('cancelled', 'The pipeline was stopped.')
}
