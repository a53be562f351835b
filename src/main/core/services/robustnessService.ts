import { setTimeout as delay } from 'node:timers/promises'
import type { RunRobustnessInput } from '#shared/contract/robustness.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { Robustness, RobustnessSubject } from '#shared/domain/robustness.ts'
import type { RobustnessJob } from '#shared/domain/robustnessJob.ts'
import { isUnderWay } from '#shared/domain/underWay.ts'
import type { DatabaseHandle } from '../database/database.ts'
import { loadTested } from '../jobs/loadTested.ts'
import type { RunEvents } from '../jobs/runEvents.ts'
import type { AnyRunQueue } from '../jobs/runQueue.ts'
import { recordChange } from '../repositories/auditRepository.ts'
import {
  createRobustnessJob,
  findRobustnessJob,
  getRobustnessJob,
  type NewRobustnessJob,
  requeueRobustnessJob,
} from '../repositories/robustnessJobRepository.ts'
import { loadLatestRobustness, loadRobustness } from '../repositories/robustnessRepository.ts'
import { newId } from './newId.ts'

/** Another process may take a test up, so the database is asked, not this process's events. */
const LOOK_MS = 50

export interface RobustnessServiceParts {
  readonly db: DatabaseHandle
  readonly queue: AnyRunQueue
  readonly events: RunEvents
  readonly now: () => number
}

/** Robustness tests of runs and validations: asked for, run in the background, steered, read. */
export class RobustnessService {
  readonly #parts: RobustnessServiceParts

  constructor(parts: RobustnessServiceParts) {
    this.#parts = parts
  }

  /**
   * Answers once the test is stored as pending. Throws `not_found`, `invalid_input`, `invalid_transition` (not completed, or of an
   * older version), `conflict` while another test of the subject is under way.
   */
  async start({ subject, ...options }: RunRobustnessInput): Promise<RobustnessJob> {
    const { db, now } = this.#parts
    const { strategyId, strategyVersion, plan } = await loadTested(db, subject)
    if (options.matrix && plan === null) throw noMatrix()
    const job = { id: newId(), strategyId, strategyVersion, subject, options, createdAtMs: now() }
    await this.#record(job, 'request', (transaction) => createRobustnessJob(transaction, job))
    return this.#enqueue(job.id)
  }

  /** Starts a test and waits for its result; throws what `start` does, the test's own error, and `cancelled` once the signal fires. */
  async run(input: RunRobustnessInput, signal: AbortSignal | undefined): Promise<Robustness> {
    const { db, queue } = this.#parts
    const { id } = await this.start(input)
    const cancel = () => queue.cancel(id).catch(() => {})
    signal?.addEventListener('abort', cancel, { once: true })
    if (signal?.aborted) await cancel()
    try {
      await this.#end(id)
      return await loadRobustness(db, id)
    } finally {
      signal?.removeEventListener('abort', cancel)
    }
  }

  /** The test of the subject that is under way, or else the newest. */
  job(subject: RobustnessSubject): Promise<RobustnessJob | null> {
    return findRobustnessJob(this.#parts.db, subject)
  }

  /** Queues an interrupted test again. Throws `not_found`, `invalid_transition`. */
  async resume(subject: RobustnessSubject): Promise<RobustnessJob> {
    const job = await this.#require(subject)
    await this.#record(job, 'resume', (transaction) => requeueRobustnessJob(transaction, job))
    return this.#enqueue(job.id)
  }

  /** Throws `not_found`, `invalid_transition`. */
  async cancel(subject: RobustnessSubject): Promise<RobustnessJob> {
    const { db, queue } = this.#parts
    const { id, status } = await this.#require(subject)
    if (!isUnderWay(status)) throw new AppError('invalid_transition', `This test is ${status} already.`, { details: { id, status } })
    await queue.cancel(id)
    return getRobustnessJob(db, id)
  }

  latest(subject: RobustnessSubject): Promise<Robustness | null> {
    return loadLatestRobustness(this.#parts.db, subject)
  }

  async #require(subject: RobustnessSubject): Promise<RobustnessJob> {
    const job = await this.job(subject)
    if (job !== null) return job
    throw new AppError('not_found', 'No robustness test of this was ever started. Start one first.', { details: { id: subject.id } })
  }

  #record(job: NewRobustnessJob, event: 'request' | 'resume', change: (transaction: DatabaseHandle) => Promise<void>): Promise<void> {
    const { db, now } = this.#parts
    const { id, strategyId, strategyVersion, subject, options } = job
    const payload = { strategyId, strategyVersion, subject, ...(event === 'request' ? { options } : {}) }
    return recordChange(db, change, () => ({
      action: `robustness.${event}`,
      objectType: 'robustness',
      objectId: id,
      payload,
      nowMs: now(),
    }))
  }

  async #enqueue(id: string): Promise<RobustnessJob> {
    const { db, queue, events } = this.#parts
    const job = await getRobustnessJob(db, id)
    events.publish({ kind: 'robustnessChanged', subject: job.subject, status: job.status })
    queue.enqueue(id)
    return job
  }

  async #end(id: string): Promise<void> {
    for (;;) {
      const job = await getRobustnessJob(this.#parts.db, id)
      if (job.status === 'completed') return
      if (!isUnderWay(job.status)) throw endedEarly(job)
      await delay(LOOK_MS)
    }
  }
}

function endedEarly({ id, status, errorCode, errorMessage }: RobustnessJob): AppError {
  const code = errorCode ?? (status === 'cancelled' ? 'cancelled' : 'run_failed')
  return new AppError(code, errorMessage ?? `The robustness test was ${status} before its end.`, { details: { id, status } })
}

function noMatrix(): AppError {
  return new AppError(
    'invalid_input',
    'matrix: lengths can only be varied for a validation whose windows have a common one: not for a single run, nor for windows given one by one',
    {
      details: { field: 'matrix' },
    },
  )
}
