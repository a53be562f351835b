import type { RobustnessJob } from '#shared/contract/robustness.ts'
import { AppError, isAppError } from '#shared/domain/appError.ts'
import type { Robustness, RobustnessSubject } from '#shared/domain/robustness.ts'
import type { RunEvents } from '../jobs/runEvents.ts'
import type { RunProgress } from '../jobs/runQueue.ts'

export interface RobustnessJobsParts {
  readonly events: RunEvents
  /** Epoch ms UTC. */
  readonly now: () => number
  readonly log: (line: string) => void
}

/** A test that has begun. */
export interface BegunTest {
  readonly job: RobustnessJob
  /** Rejects with what stopped it. */
  readonly result: Promise<Robustness>
}

/** Tests under way, one of a subject at a time. They take seconds, so a restart loses them; only results are stored. */
export interface RobustnessJobs {
  /** Throws `conflict` while another test of the subject is under way. */
  begin(started: { id: string; subject: RobustnessSubject }, work: (progress: RunProgress) => Promise<Robustness>): BegunTest
  find(subject: RobustnessSubject): RobustnessJob | null
  /** Answers when the test has stopped. Throws `not_found`, `invalid_transition`. */
  cancel(subject: RobustnessSubject): Promise<RobustnessJob>
}

/** Progress is told in steps of a hundredth: a test reports hundreds of draws. */
const LEAST_NEWS = 0.01

interface Entry {
  readonly job: RobustnessJob
  readonly abort: AbortController
  readonly result: Promise<Robustness>
}

const keyOf = ({ kind, id }: RobustnessSubject) => `${kind} ${id}`

export function createRobustnessJobs({ events, now, log }: RobustnessJobsParts): RobustnessJobs {
  const entries = new Map<string, Entry>()
  const find = (subject: RobustnessSubject) => entries.get(keyOf(subject))?.job ?? null

  function change(subject: RobustnessSubject, changes: Partial<RobustnessJob>): void {
    const entry = entries.get(keyOf(subject))
    if (entry !== undefined) entries.set(keyOf(subject), { ...entry, job: { ...entry.job, ...changes } })
  }

  function settle(subject: RobustnessSubject, changes: Partial<RobustnessJob> & Pick<RobustnessJob, 'status'>): void {
    change(subject, changes)
    events.publish({ kind: 'robustnessChanged', subject, status: changes.status })
  }

  async function follow(subject: RobustnessSubject, work: () => Promise<Robustness>): Promise<Robustness> {
    try {
      const test = await work()
      settle(subject, { status: 'completed', progress: 1 })
      return test
    } catch (error) {
      const { code, message } = knownError(error, log)
      settle(subject, { status: code === 'cancelled' ? 'cancelled' : 'failed', errorCode: code, errorMessage: message })
      throw error
    }
  }

  return {
    find,
    begin: ({ id, subject }, work) => {
      if (find(subject)?.status === 'running') throw underWay(subject)
      const abort = new AbortController()
      const onProgress = (progress: number) => {
        if (progress - (find(subject)?.progress ?? 0) < LEAST_NEWS) return
        change(subject, { progress })
        events.publish({ kind: 'robustnessProgress', subject, progress })
      }
      const job: RobustnessJob = { id, subject, status: 'running', progress: 0, errorCode: null, errorMessage: null, startedAtMs: now() }
      const result = follow(subject, () => work({ signal: abort.signal, onProgress }))
      // Whoever only started the test reads its end from the job.
      result.catch(() => {})
      entries.set(keyOf(subject), { job, abort, result })
      events.publish({ kind: 'robustnessChanged', subject, status: 'running' })
      return { job, result }
    },
    cancel: async (subject) => {
      const entry = entries.get(keyOf(subject))
      if (entry === undefined) throw new AppError('not_found', 'No robustness test of this was started since the application was.')
      if (entry.job.status !== 'running') throw new AppError('invalid_transition', `This test is ${entry.job.status} already.`)
      entry.abort.abort()
      await entry.result.catch(() => {})
      return find(subject) ?? entry.job
    },
  }
}

function underWay({ id }: RobustnessSubject): AppError {
  return new AppError('conflict', 'A robustness test of this is under way. Wait for its end, or cancel it.', { details: { id } })
}

function knownError(error: unknown, log: (line: string) => void): AppError {
  if (isAppError(error)) return error
  log(`A robustness test failed unexpectedly: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  return new AppError('internal', 'The robustness test failed unexpectedly. The log has the details.')
}
