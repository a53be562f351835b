import type { DatabaseHandle } from '#core/database/database.ts'
import { bindInstant } from '#core/database/dialect.ts'
import { prepared } from '#core/database/preparedStatements.ts'
import { AppError, isAppError } from '#shared/domain/appError.ts'
import type { Robustness, RobustnessSubject } from '#shared/domain/robustness.ts'
import type { RobustnessJob } from '#shared/domain/robustnessJob.ts'
import { createRobustness, fromSubject, type SubjectColumns, toSubject } from './robustnessRepository.ts'
import { completedState, moveRun, type RunStateRow, requeueRun, runNotFound, toRunState } from './runState.ts'
import type { TrialRecord } from './trialLedgerRepository.ts'

interface RobustnessJobRow extends RunStateRow, SubjectColumns {
  id: string
  strategy_id: string
  strategy_version: number
  options: string
}

const COLUMNS = [
  ...['id', 'strategy_id', 'strategy_version', 'backtest_id', 'validation_id', 'options', 'status', 'progress'],
  ...['error_code', 'error_message', 'created_at', 'started_at', 'completed_at', 'duration_seconds'],
]

function toJob(row: RobustnessJobRow): RobustnessJob {
  return {
    ...toRunState(row),
    id: row.id,
    strategyId: row.strategy_id,
    strategyVersion: row.strategy_version,
    subject: toSubject(row),
    options: JSON.parse(row.options),
  }
}

/** A test that has not begun. */
export type NewRobustnessJob = Pick<RobustnessJob, 'id' | 'strategyId' | 'strategyVersion' | 'subject' | 'options' | 'createdAtMs'>

/** Stores a pending test. Throws `conflict` while another of the subject is under way, `not_found` when the subject has gone. */
export async function createRobustnessJob(db: DatabaseHandle, job: NewRobustnessJob): Promise<void> {
  const row = {
    id: job.id,
    strategy_id: job.strategyId,
    strategy_version: job.strategyVersion,
    ...fromSubject(job.subject),
    options: JSON.stringify(job.options),
    status: 'pending',
    progress: 0,
    created_at: bindInstant(db.dialect, job.createdAtMs),
  }
  await oneAtATime(job.subject, () => db.run((knex) => prepared(knex('robustness_jobs').insert(row))))
}

/** interrupted -> pending. Throws what `requeueRun` throws, and `conflict` while another of the subject is under way. */
export async function requeueRobustnessJob(db: DatabaseHandle, { id, subject }: Pick<RobustnessJob, 'id' | 'subject'>): Promise<void> {
  await oneAtATime(subject, () => requeueRun(db, 'robustness_jobs', id))
}

async function oneAtATime(subject: RobustnessSubject, write: () => Promise<unknown>): Promise<void> {
  try {
    await write()
  } catch (error) {
    throw isAppError(error) && error.code === 'conflict' ? underWay(subject, error) : error
  }
}

function underWay({ id }: RobustnessSubject, cause: AppError): AppError {
  const message = 'A robustness test of this is under way. Wait for its end, or cancel it.'
  return new AppError('conflict', message, { details: { id }, cause })
}

/** Throws `not_found`. */
export async function getRobustnessJob(db: DatabaseHandle, id: string): Promise<RobustnessJob> {
  const row: RobustnessJobRow | undefined = await db.run((knex) =>
    prepared(
      knex('robustness_jobs')
        .where({ id })
        .first(...COLUMNS),
    ),
  )
  if (!row) throw runNotFound('robustness_jobs', id)
  return toJob(row)
}

/** The test of the subject that is under way, or else the newest; null when there never was one. */
export async function findRobustnessJob(db: DatabaseHandle, { kind, id }: RobustnessSubject): Promise<RobustnessJob | null> {
  const row: RobustnessJobRow | undefined = await db.run((knex) =>
    knex('robustness_jobs')
      .where({ [`${kind}_id`]: id })
      // Clocks of several machines wrote these instants, so the one under way need not be the newest.
      .orderByRaw("status IN ('pending', 'running') DESC, created_at DESC, id DESC")
      .first(...COLUMNS),
  )
  return row ? toJob(row) : null
}

/** Ids of every test of these runs and validations. */
export async function listRobustnessJobIds(db: DatabaseHandle, subjectIds: readonly string[]): Promise<string[]> {
  return db.run((knex) =>
    knex('robustness_jobs')
      .whereIn('backtest_id', [...subjectIds])
      .orWhereIn('validation_id', [...subjectIds])
      .orderBy('id')
      .pluck('id'),
  )
}

/** Ids of tests that nobody has begun, oldest first. */
export async function listPendingRobustnessJobs(db: DatabaseHandle, limit: number): Promise<string[]> {
  return db.run((knex) => knex('robustness_jobs').where({ status: 'pending' }).orderBy(['created_at', 'id']).limit(limit).pluck('id'))
}

export interface RobustnessCompletion {
  readonly test: Robustness
  /** What the test tried in the trial ledger's terms; null when nothing was tried anew. */
  readonly trials: TrialRecord | null
  readonly owner: string
  readonly nowMs: number
  readonly durationMs: number
}

/** running -> completed, with what was found and tried in one transaction. Throws what `moveRun` throws. */
export async function completeRobustness(db: DatabaseHandle, completion: RobustnessCompletion): Promise<void> {
  const { test, trials, owner } = completion
  const changes = completedState(db, completion)
  await db.transaction(async (transaction) => {
    await moveRun(transaction, 'robustness_jobs', { id: test.id, owner, to: 'completed', changes })
    await createRobustness(transaction, test, trials)
  })
}
