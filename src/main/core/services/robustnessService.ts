import type { RobustnessJob, RunRobustnessInput } from '#shared/contract/robustness.ts'
import { AppError } from '#shared/domain/appError.ts'
import { requireRepeatable } from '#shared/domain/backtest.ts'
import type { Robustness, RobustnessSubject } from '#shared/domain/robustness.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { StrategyType } from '#shared/domain/strategyType.ts'
import { familySymbols } from '#shared/domain/trialLedger.ts'
import { requireRepeatableValidation } from '#shared/domain/validation.ts'
import type { ValidationPlan } from '#shared/domain/validationPlan.ts'
import type { DatabaseHandle } from '../database/database.ts'
import { ENGINE_VERSION, findTestedRange, type TestedPart } from '../jobs/engineCatalogue.ts'
import { loadTaskData } from '../jobs/loadRunInput.ts'
import type { RunProgress } from '../jobs/runQueue.ts'
import { calendarOfShared } from '../jobs/taskData.ts'
import type { WorkerPool } from '../jobs/workerPool.ts'
import { recordChange } from '../repositories/auditRepository.ts'
import { getBacktest } from '../repositories/backtestRepository.ts'
import { getDataset } from '../repositories/datasetRepository.ts'
import { createRobustness, loadLatestRobustness } from '../repositories/robustnessRepository.ts'
import { getValidation } from '../repositories/validationRepository.ts'
import { newId } from './newId.ts'
import { type BegunTest, createRobustnessJobs, type RobustnessJobsParts } from './robustnessJobs.ts'

export interface RobustnessService {
  /**
   * Begins a test in the background. Throws `not_found`, `invalid_input`, `invalid_transition` (not completed, or of an older
   * version), `conflict` while another test of the subject is under way.
   */
  start(input: RunRobustnessInput): Promise<RobustnessJob>
  /** Begins a test and waits for its result; throws what `start` does, and `cancelled` once the signal fires. */
  run(input: RunRobustnessInput, signal: AbortSignal | undefined): Promise<Robustness>
  job(subject: RobustnessSubject): RobustnessJob | null
  /** Throws `not_found`, `invalid_transition`. */
  cancel(subject: RobustnessSubject): Promise<RobustnessJob>
  latest(subject: RobustnessSubject): Promise<Robustness | null>
}

export interface RobustnessServiceParts extends RobustnessJobsParts {
  readonly db: DatabaseHandle
  readonly pool: WorkerPool
}

/** What is put under stress. */
interface Tested {
  readonly strategyId: string
  readonly strategyVersion: number
  readonly strategyType: StrategyType
  readonly datasetId: string
  readonly dataHash: string
  readonly spec: RunSpec
  /** null: the whole run. */
  readonly parts: readonly TestedPart[] | null
  readonly plan: ValidationPlan | null
}

export function createRobustnessService({ db, pool, ...parts }: RobustnessServiceParts): RobustnessService {
  const jobs = createRobustnessJobs(parts)
  const testing = { db, pool, now: parts.now }

  async function begin(input: RunRobustnessInput): Promise<BegunTest> {
    const { subject } = input
    const tested = await loadTested(db, subject)
    if (input.matrix && tested.plan === null) throw noMatrix()
    const id = newId()
    return jobs.begin({ id, subject }, (progress) => testAndStore(testing, { id, input, tested }, progress))
  }

  return {
    start: async (input) => (await begin(input)).job,
    run: async (input, signal) => {
      const { result } = await begin(input)
      const cancel = () => jobs.cancel(input.subject).catch(() => {})
      signal?.addEventListener('abort', cancel, { once: true })
      if (signal?.aborted) void cancel()
      return result.finally(() => signal?.removeEventListener('abort', cancel))
    },
    job: jobs.find,
    cancel: jobs.cancel,
    latest: (subject) => loadLatestRobustness(db, subject),
  }
}

interface Ordered {
  readonly id: string
  readonly input: RunRobustnessInput
  readonly tested: Tested
}

/** The result and what its matrix tried in one transaction. */
async function testAndStore(
  { db, pool, now }: Pick<RobustnessServiceParts, 'db' | 'pool' | 'now'>,
  { id, input, tested }: Ordered,
  progress: RunProgress,
): Promise<Robustness> {
  const { subject, matrix, ...options } = input
  const { strategyId, strategyVersion, strategyType, dataHash, spec } = tested
  const dataset = await getDataset(db, tested.datasetId)
  const data = await loadTaskData(db, dataset)
  const parts = tested.parts ?? [{ parameters: {}, range: findTestedRange(calendarOfShared(data), spec) }]
  const { result, tried } = await pool.run(
    'robustness',
    { ...data, spec, parts, ...options, matrixPlan: matrix ? tested.plan : null },
    progress,
  )
  const createdAtMs = now()
  const test: Robustness = { id, strategyId, strategyVersion, subject, dataHash, engineVersion: ENGINE_VERSION, result, createdAtMs }
  const family = { strategyId, strategyType, symbols: familySymbols(dataset.symbols), dataHash }
  const source = { source: 'validation', sourceId: id, recordedAtMs: createdAtMs } as const
  const payload = { strategyId, strategyVersion, subject, dataHash, robustnessId: id }
  await recordChange(
    db,
    (transaction) => createRobustness(transaction, test, tried === null ? null : { ...family, ...source, ...tried }),
    () => ({ action: 'robustness.run', objectType: subject.kind, objectId: subject.id, payload, nowMs: createdAtMs }),
  )
  return test
}

function loadTested(db: DatabaseHandle, { kind, id }: RobustnessSubject): Promise<Tested> {
  return kind === 'backtest' ? loadRun(db, id) : loadValidation(db, id)
}

async function loadRun(db: DatabaseHandle, id: string): Promise<Tested> {
  const run = requireRepeatable(await getBacktest(db, id))
  requireCompleted(run.status, id)
  return { ...run, parts: null, plan: null }
}

async function loadValidation(db: DatabaseHandle, id: string): Promise<Tested> {
  const validation = requireRepeatableValidation(await getValidation(db, id))
  requireCompleted(validation.status, id)
  const parts = (validation.windows ?? []).flatMap(({ detail }) =>
    detail === undefined || detail.parameters === null ? [] : [{ parameters: detail.parameters, range: detail.test }],
  )
  if (parts.length > 0) return { ...validation, parts }
  throw new AppError('invalid_transition', 'No window of this validation traded, so there is nothing to put under stress.', {
    details: { id },
  })
}

function requireCompleted(status: string, id: string): void {
  if (status === 'completed') return
  throw new AppError('invalid_transition', `This is ${status}; robustness is tested once it has completed.`, { details: { id, status } })
}

function noMatrix(): AppError {
  return new AppError('invalid_input', 'matrix: lengths can only be varied for a validation, not for a single run', {
    details: { field: 'matrix' },
  })
}
