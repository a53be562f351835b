import type { DatabaseHandle } from '#core/database/database.ts'
import { createRobustnessJob, type NewRobustnessJob, type RobustnessCompletion } from '#core/repositories/robustnessJobRepository.ts'
import type { RobustnessSubject } from '#shared/domain/robustness.ts'
import type { RobustnessJob } from '#shared/domain/robustnessJob.ts'
import { makeId, NEW_YEAR_2024_MS } from './ids.ts'
import { makeRobustness } from './validations.ts'

/** A pending test; the caller names what it tests. */
export function makeNewRobustnessJob(
  tested: { strategyId: string; subject: RobustnessSubject },
  changes: Partial<NewRobustnessJob> = {},
): NewRobustnessJob {
  const options = { paths: 2000, draws: 100, seed: 42, matrix: false }
  return { id: makeId(), strategyVersion: 1, ...tested, options, createdAtMs: NEW_YEAR_2024_MS, ...changes }
}

/** Stores a pending test and answers its id. */
export async function storeRobustnessJob(
  db: DatabaseHandle,
  tested: { strategyId: string; subject: RobustnessSubject },
  changes: Partial<NewRobustnessJob> = {},
): Promise<string> {
  const job = makeNewRobustnessJob(tested, changes)
  await createRobustnessJob(db, job)
  return job.id
}

/** What a worker hands over when a test is done. */
export function makeRobustnessCompletion(id: string, tested: { strategyId: string; subject: RobustnessSubject }): RobustnessCompletion {
  const nowMs = NEW_YEAR_2024_MS + 5000
  return { test: makeRobustness({ id, ...tested, createdAtMs: nowMs }), trials: null, owner: 'worker-1', nowMs, durationMs: 17 }
}

/** A test as a page sees it. */
export function makeRobustnessJob(subject: RobustnessSubject, changes: Partial<RobustnessJob> = {}): RobustnessJob {
  return {
    ...makeNewRobustnessJob(
      { strategyId: '01890000-0000-7000-8000-000000000001', subject },
      { id: '01890000-0000-7000-8000-000000000401' },
    ),
    status: 'running',
    progress: 0,
    errorCode: null,
    errorMessage: null,
    startedAtMs: NEW_YEAR_2024_MS,
    completedAtMs: null,
    durationMs: null,
    ...changes,
  }
}
