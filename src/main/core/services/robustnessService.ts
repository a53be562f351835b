import type { RunRobustnessInput } from '#shared/contract/robustness.ts'
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
import { loadSingleInstrument } from '../jobs/loadRunInput.ts'
import type { WorkerPool } from '../jobs/workerPool.ts'
import { recordChange } from '../repositories/auditRepository.ts'
import { getBacktest } from '../repositories/backtestRepository.ts'
import { createRobustness, loadLatestRobustness } from '../repositories/robustnessRepository.ts'
import { getValidation } from '../repositories/validationRepository.ts'
import { newId } from './newId.ts'

export interface RobustnessService {
  /** Throws `not_found`, `invalid_input`, `invalid_transition` (not completed, or of an older version), `cancelled`. */
  run(input: RunRobustnessInput, signal: AbortSignal | undefined): Promise<Robustness>
  latest(subject: RobustnessSubject): Promise<Robustness | null>
}

export interface RobustnessServiceParts {
  readonly db: DatabaseHandle
  readonly pool: WorkerPool
  readonly now: () => number
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

export function createRobustnessService({ db, pool, now }: RobustnessServiceParts): RobustnessService {
  async function run({ subject, matrix, ...options }: RunRobustnessInput, signal: AbortSignal | undefined): Promise<Robustness> {
    const tested = await loadTested(db, subject)
    if (matrix && tested.plan === null) throw noMatrix()
    const { bars, symbol } = await loadSingleInstrument(db, tested.datasetId)
    const parts = tested.parts ?? [{ parameters: {}, range: findTestedRange(bars.time, tested.spec) }]
    const input = { bars, spec: tested.spec, parts, ...options, matrixPlan: matrix ? tested.plan : null }
    const { result, tried } = await pool.run('robustness', input, { signal })
    const { strategyId, strategyVersion, strategyType, dataHash } = tested
    const test: Robustness = {
      id: newId(),
      strategyId,
      strategyVersion,
      subject,
      dataHash,
      engineVersion: ENGINE_VERSION,
      result,
      createdAtMs: now(),
    }
    const family = { strategyId, strategyType, symbols: familySymbols([symbol]), dataHash }
    const source = { source: 'validation', sourceId: test.id, recordedAtMs: test.createdAtMs } as const
    const payload = { strategyId, strategyVersion, subject, dataHash, robustnessId: test.id }
    await recordChange(
      db,
      (transaction) => createRobustness(transaction, test, tried === null ? null : { ...family, ...source, ...tried }),
      () => ({ action: 'robustness.run', objectType: subject.kind, objectId: subject.id, payload, nowMs: test.createdAtMs }),
    )
    return test
  }

  return { run, latest: (subject) => loadLatestRobustness(db, subject) }
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
