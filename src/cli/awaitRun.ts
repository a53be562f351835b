import { setTimeout as delay } from 'node:timers/promises'
import { AppError, type ErrorCode } from '#shared/domain/appError.ts'
import type { RunStatus } from '#shared/domain/backtest.ts'
import { isUnderWay } from '#shared/domain/underWay.ts'
import type { Terminal } from './terminal.ts'

const POLL_MS = 50

interface AwaitedRun {
  readonly id: string
  readonly status: RunStatus
  readonly errorCode: ErrorCode | null
  readonly errorMessage: string | null
}

export interface Awaiting<Run> {
  /** What it is called in messages. */
  readonly noun: string
  readonly get: () => Promise<Run>
  readonly cancel: () => Promise<unknown>
  /** How far it is, in words. */
  readonly describe: (run: Run) => string
  /** Why it did not complete, and what to do; left out: its own error, or to start it again. */
  readonly explain?: (run: Run) => string
}

/**
 * Waits for the end of a run of any kind, showing how far it is; Ctrl-C cancels it.
 * @throws AppError with its own code when it fails, is cancelled or interrupted.
 */
export async function awaitRun<Run extends AwaitedRun>(awaiting: Awaiting<Run>, terminal: Terminal): Promise<Run> {
  const cancel = () => {
    awaiting.cancel().catch(() => {})
  }
  process.once('SIGINT', cancel)
  try {
    for (;;) {
      const run = await awaiting.get()
      if (!isUnderWay(run.status)) return requireCompleted(run, awaiting)
      terminal.showStatus(awaiting.describe(run))
      await delay(POLL_MS)
    }
  } finally {
    terminal.showStatus('')
    process.off('SIGINT', cancel)
  }
}

function requireCompleted<Run extends AwaitedRun>(run: Run, { noun, explain }: Awaiting<Run>): Run {
  const { id, status, errorCode, errorMessage } = run
  if (status === 'completed') return run
  const code = errorCode ?? (status === 'cancelled' ? 'cancelled' : 'run_failed')
  const message = explain?.(run) ?? errorMessage ?? `The ${noun} was ${status} before its end; start it again`
  throw new AppError(code, message, { details: { id, status } })
}

export const percentDone = (progress: number) => `${Math.floor(progress * 100)}%`
