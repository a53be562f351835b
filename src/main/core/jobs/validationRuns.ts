import type { ValidationResult } from '#engine/validation/describeValidation.ts'
import { familySymbols } from '#shared/domain/trialLedger.ts'
import { type RepeatableValidation, requireRepeatableValidation, type Validation } from '#shared/domain/validation.ts'
import type { DatabaseHandle } from '../database/database.ts'
import { recordChange } from '../repositories/auditRepository.ts'
import { getDataset } from '../repositories/datasetRepository.ts'
import { completeValidation } from '../repositories/validationCompletion.ts'
import { getValidation, listValidations } from '../repositories/validationRepository.ts'
import { loadTaskData } from './loadRunInput.ts'
import type { RunEnd, RunKind } from './runQueue.ts'
import { runValidation } from './validationJob.ts'
import type { WorkerPool } from './workerPool.ts'

interface Outcome {
  readonly result: ValidationResult
  readonly symbols: string
}

/** Validations as the queue carries them out. */
export function validationRuns(db: DatabaseHandle, pool: WorkerPool): RunKind<Validation, Outcome> {
  return {
    table: 'validations',
    noun: 'validation',
    get: (id) => getValidation(db, id),
    listPending: async (limit) => {
      const page = await listValidations(db, { statuses: ['pending'], direction: 'asc', limit, cursor: null, withTotal: false })
      return page.items.map(({ id }) => id)
    },
    compute: async (validation, progress) => {
      const { datasetId, spec, plan } = requireRepeatableValidation(validation)
      const dataset = await getDataset(db, datasetId)
      const data = await loadTaskData(db, dataset)
      return { result: await runValidation(pool, { ...data, spec, plan }, progress), symbols: familySymbols(dataset.symbols) }
    },
    complete: (validation, outcome, end) => complete(db, { validation: requireRepeatableValidation(validation), outcome, end }),
    describeChange: ({ id, strategyId }, status) => ({ kind: 'validationChanged', validationId: id, strategyId, status }),
    describeProgress: ({ id }, progress) => ({ kind: 'validationProgress', validationId: id, progress }),
  }
}

interface Completion {
  readonly validation: RepeatableValidation
  readonly outcome: Outcome
  readonly end: RunEnd
}

function complete(db: DatabaseHandle, { validation, outcome, end }: Completion): Promise<void> {
  const { id, strategyId, strategyType, dataHash } = validation
  const { equity, trades, trials, ...result } = outcome.result
  const completion = {
    id,
    ...result,
    artifacts: { equity, trades, trials },
    family: { strategyId, strategyType, symbols: outcome.symbols, dataHash },
    ...end,
  }
  const payload = { strategyId, strategyVersion: validation.strategyVersion, dataHash }
  return recordChange(
    db,
    (transaction) => completeValidation(transaction, completion),
    () => ({ action: 'validation.complete', objectType: 'validation', objectId: id, payload, nowMs: end.nowMs }),
  )
}
