import type { Robustness } from '#shared/domain/robustness.ts'
import type { RobustnessJob } from '#shared/domain/robustnessJob.ts'
import { familySymbols, type TrialFamily } from '#shared/domain/trialLedger.ts'
import type { DatabaseHandle } from '../database/database.ts'
import { recordChange } from '../repositories/auditRepository.ts'
import { getDataset } from '../repositories/datasetRepository.ts'
import { completeRobustness, getRobustnessJob, listPendingRobustnessJobs } from '../repositories/robustnessJobRepository.ts'
import { ENGINE_VERSION, findTestedRange } from './engineCatalogue.ts'
import { loadTaskData } from './loadRunInput.ts'
import { loadTested } from './loadTested.ts'
import type { RobustnessOutcome } from './robustnessTask.ts'
import type { RunEnd, RunKind, RunProgress } from './runQueue.ts'
import { calendarOfShared } from './taskData.ts'
import type { WorkerPool } from './workerPool.ts'

interface Outcome extends RobustnessOutcome {
  readonly dataHash: string
  /** Where the trials of the matrix are counted. */
  readonly family: TrialFamily
}

/** Robustness tests as the queue carries them out. */
export function robustnessRuns(db: DatabaseHandle, pool: WorkerPool): RunKind<RobustnessJob, Outcome> {
  return {
    table: 'robustness_jobs',
    noun: 'robustness',
    get: (id) => getRobustnessJob(db, id),
    listPending: (limit) => listPendingRobustnessJobs(db, limit),
    compute: (job, progress) => compute({ db, pool }, job, progress),
    complete: (job, outcome, end) => complete(db, job, { outcome, end }),
    describeChange: ({ subject }, status) => ({ kind: 'robustnessChanged', subject, status }),
    describeProgress: ({ subject }, progress) => ({ kind: 'robustnessProgress', subject, progress }),
  }
}

interface Workshop {
  readonly db: DatabaseHandle
  readonly pool: WorkerPool
}

async function compute({ db, pool }: Workshop, { subject, options }: RobustnessJob, progress: RunProgress): Promise<Outcome> {
  const { datasetId, dataHash, strategyType, spec, parts: windows, plan } = await loadTested(db, subject)
  const dataset = await getDataset(db, datasetId)
  const data = await loadTaskData(db, dataset)
  const parts = windows ?? [{ parameters: {}, range: findTestedRange(calendarOfShared(data), spec) }]
  const { matrix, ...counts } = options
  const outcome = await pool.run('robustness', { ...data, spec, parts, ...counts, matrixPlan: matrix ? plan : null }, progress)
  return { ...outcome, dataHash, family: { strategyType, symbols: familySymbols(dataset.symbols) } }
}

function complete(db: DatabaseHandle, job: RobustnessJob, { outcome, end }: { outcome: Outcome; end: RunEnd }): Promise<void> {
  const { id, strategyId, strategyVersion, subject } = job
  const { result, tried, dataHash, family } = outcome
  const { nowMs } = end
  const test: Robustness = {
    ...{ id, strategyId, strategyVersion, subject, dataHash, result },
    engineVersion: ENGINE_VERSION,
    createdAtMs: nowMs,
  }
  const source = { source: 'validation', sourceId: id, recordedAtMs: nowMs } as const
  const trials = tried === null ? null : { ...family, strategyId, dataHash, ...source, ...tried }
  const payload = { strategyId, strategyVersion, subject, dataHash }
  return recordChange(
    db,
    (transaction) => completeRobustness(transaction, { test, trials, ...end }),
    () => ({ action: 'robustness.complete', objectType: 'robustness', objectId: id, payload, nowMs }),
  )
}
