import { AppError } from '#shared/domain/appError.ts'
import { requireRepeatable } from '#shared/domain/backtest.ts'
import type { RobustnessSubject } from '#shared/domain/robustness.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { StrategyType } from '#shared/domain/strategyType.ts'
import { requireRepeatableValidation } from '#shared/domain/validation.ts'
import type { EqualWindowsPlan } from '#shared/domain/validationPlan.ts'
import type { DatabaseHandle } from '../database/database.ts'
import { getBacktest } from '../repositories/backtestRepository.ts'
import { getValidation } from '../repositories/validationRepository.ts'
import type { TestedPart } from './engineCatalogue.ts'

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
  /** null: there are no lengths to vary, of a run and of windows given one by one. */
  readonly plan: EqualWindowsPlan | null
}

/** Throws `not_found`, and `invalid_transition` for what has not completed, traded nothing or is of an older version. */
export function loadTested(db: DatabaseHandle, { kind, id }: RobustnessSubject): Promise<Tested> {
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
  const { plan } = validation
  if (parts.length > 0) return { ...validation, parts, plan: plan.mode === 'listed' ? null : plan }
  throw new AppError('invalid_transition', 'No window of this validation traded, so there is nothing to put under stress.', {
    details: { id },
  })
}

function requireCompleted(status: string, id: string): void {
  if (status === 'completed') return
  throw new AppError('invalid_transition', `This is ${status}; robustness is tested once it has completed.`, { details: { id, status } })
}
