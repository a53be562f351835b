import { AppError, isAppError } from '#shared/domain/appError.ts'
import type { Connection } from '#shared/domain/connection.ts'
import type { Transfer } from '#shared/domain/transfer.ts'
import type { TransferProgress, TransferWatch } from '../../database/transfer/transferMeter.ts'
import { newId } from '../newId.ts'

/** How many finished ones are remembered. */
const REMEMBERED = 10

export interface TransferPlan {
  readonly kind: Transfer['kind']
  readonly from: string
  readonly to: string | null
  /** The database that can be used once the work is done. */
  readonly fills: Connection | null
  readonly work: (watch: TransferWatch) => Promise<NonNullable<Transfer['result']>>
}

/** Runs one transfer at a time and tells how it is, whichever database is in use meanwhile. */
export interface TransferJobs {
  /** Throws `conflict` while another runs. */
  start(plan: TransferPlan): Transfer
  /** Newest first. */
  list(): Transfer[]
  /** Throws `not_found`, `invalid_transition` for one that has ended. */
  cancel(id: string): Transfer
  /** Stops what runs and waits for it. */
  close(): Promise<void>
}

export interface TransferJobsParts {
  /** Epoch ms UTC. */
  readonly now: () => number
  readonly log: (line: string) => void
}

export function createTransferJobs({ now, log }: TransferJobsParts): TransferJobs {
  let jobs: readonly Transfer[] = []
  let stop = new AbortController()
  let running: Promise<void> = Promise.resolve()
  const runningJob = () => jobs.find(({ state }) => state === 'running')
  const change = (id: string, changes: Partial<Transfer>) => {
    jobs = jobs.map((job) => (job.id === id ? { ...job, ...changes } : job))
  }

  async function follow(id: string, { work, fills }: TransferPlan, signal: AbortSignal): Promise<void> {
    try {
      const result = await work({ signal, onProgress: (progress) => change(id, { progress: shown(progress) }) })
      change(id, { state: 'completed', result, filled: fills })
    } catch (error) {
      const { code, message } = knownError(error, log)
      change(id, { state: code === 'cancelled' ? 'cancelled' : 'failed', error: { code, message } })
    } finally {
      change(id, { endedAtMs: now() })
    }
  }

  return {
    start: (plan) => {
      if (runningJob() !== undefined) {
        throw new AppError('conflict', 'Another transfer is under way. Wait for its end, or cancel it.', {
          details: { id: runningJob()!.id },
        })
      }
      const job = newTransfer(plan, now())
      jobs = [job, ...jobs].slice(0, REMEMBERED)
      stop = new AbortController()
      running = follow(job.id, plan, stop.signal)
      return job
    },
    list: () => [...jobs],
    cancel: (id) => {
      const job = jobs.find((known) => known.id === id)
      if (job === undefined)
        throw new AppError('not_found', 'This transfer is not known: it may belong to an earlier launch.', { details: { id } })
      if (job.state !== 'running') throw new AppError('invalid_transition', 'This transfer has ended already.', { details: { id } })
      stop.abort()
      return job
    },
    close: async () => {
      stop.abort()
      await running
    },
  }
}

function newTransfer({ kind, from, to }: TransferPlan, nowMs: number): Transfer {
  return {
    id: newId(),
    kind,
    from,
    to,
    state: 'running',
    startedAtMs: nowMs,
    endedAtMs: null,
    progress: null,
    result: null,
    filled: null,
    error: null,
  }
}

function shown({ tableRows: _, tableRowsTotal: __, ...progress }: TransferProgress): Transfer['progress'] {
  return progress
}

function knownError(error: unknown, log: (line: string) => void): AppError {
  if (isAppError(error)) return error
  log(`A transfer failed unexpectedly: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  return new AppError('internal', 'The transfer failed unexpectedly. The log has the details.')
}
