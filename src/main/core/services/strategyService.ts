import type { ListStrategiesInput } from '#shared/contract/strategies.ts'
import { AppError, isAppError } from '#shared/domain/appError.ts'
import type { AuditAction } from '#shared/domain/audit.ts'
import type { Page } from '#shared/domain/page.ts'
import { targetsOfGoal } from '#shared/domain/productReadiness.ts'
import type {
  GenerateRequest,
  NewStrategy,
  Strategy,
  StrategyCandidate,
  StrategyDraft,
  StrategyStatus,
  StrategyVersion,
} from '#shared/domain/strategy.ts'
import type { StrategyDescriptor } from '#shared/domain/strategyType.ts'
import type { DatabaseHandle } from '../database/database.ts'
import { describeStrategies, generateCandidates, resolveParameters } from '../jobs/engineCatalogue.ts'
import { type AuditFact, recordChange } from '../repositories/auditRepository.ts'
import { saveTargets } from '../repositories/readinessRepository.ts'
import {
  countStrategyDependents,
  createStrategy,
  deleteStrategy,
  getStrategy,
  listStrategies,
  listStrategyVersions,
  type StrategyDependents,
  setStrategyStatus,
  updateStrategy,
} from '../repositories/strategyRepository.ts'
import { newId } from './newId.ts'

export interface StrategyService {
  describeTypes(): StrategyDescriptor[]
  list(input: ListStrategiesInput): Promise<Page<Strategy>>
  get(id: string): Promise<Strategy>
  versions(id: string): Promise<StrategyVersion[]>
  generate(request: GenerateRequest): StrategyCandidate[]
  /** Stores what its goal asks as targets of the gates, too. */
  create(strategy: NewStrategy, id?: string): Promise<Strategy>
  /** A new version, back in `draft`: evidence about the version before does not carry over. */
  update(edit: { id: string; expectedVersion: number; draft: StrategyDraft }): Promise<Strategy>
  archive(id: string): Promise<Strategy>
  /** Back from the archive, as a draft. */
  restore(id: string): Promise<Strategy>
  /** Why the engine refuses the stored parameters, in words; empty when it takes them. Throws `not_found`. */
  findProblems(id: string): Promise<string[]>
  countDependents(id: string): Promise<StrategyDependents>
  delete(id: string): Promise<{ id: string }>
}

export function createStrategyService(db: DatabaseHandle, now: () => number): StrategyService {
  function setStatus(id: string, status: StrategyStatus, action: AuditAction): Promise<Strategy> {
    const nowMs = now()
    return recordChange(db, (transaction) => setStrategyStatus(transaction, { id, status, nowMs }), tell(action, nowMs))
  }

  return {
    describeTypes: describeStrategies,
    list: (input) => listStrategies(db, input),
    get: (id) => getStrategy(db, id),
    versions: (id) => listStrategyVersions(db, id),
    generate: generateCandidates,
    create: async ({ thresholds = [], ...draft }, id = newId()) => {
      const nowMs = now()
      const strategy: Strategy = { ...complete(draft), id, version: 1, status: 'draft', createdAtMs: nowMs, updatedAtMs: nowMs }
      return recordChange(
        db,
        async (transaction) => {
          await createStrategy(transaction, strategy)
          const targets = targetsOfGoal(thresholds)
          if (targets !== null) await saveTargets(transaction, { strategyId: id, document: targets, nowMs })
          return strategy
        },
        tell('strategy.create', nowMs),
      )
    },
    update: async ({ id, expectedVersion, draft }) => {
      const current = await getStrategy(db, id)
      if (current.status === 'archived') throw isArchived(current)
      const nowMs = now()
      return recordChange(
        db,
        async (transaction) => {
          await updateStrategy(transaction, { id, expectedVersion, draft: complete(draft), nowMs })
          return setStrategyStatus(transaction, { id, status: 'draft', nowMs })
        },
        tell('strategy.update', nowMs),
      )
    },
    archive: (id) => setStatus(id, 'archived', 'strategy.archive'),
    restore: async (id) => {
      const current = await getStrategy(db, id)
      if (current.status !== 'archived')
        throw new AppError('invalid_transition', `"${current.name}" is not archived; there is nothing to restore.`)
      return setStatus(id, 'draft', 'strategy.restore')
    },
    findProblems: async (id) => {
      const { type, parameters } = await getStrategy(db, id)
      try {
        resolveParameters({ type, parameters })
        return []
      } catch (error) {
        if (isAppError(error)) return [error.message]
        throw error
      }
    },
    countDependents: (id) => countStrategyDependents(db, id),
    delete: async (id) => {
      const nowMs = now()
      await recordChange(
        db,
        async (transaction) => {
          const { name, type, version } = await getStrategy(transaction, id)
          return { name, type, version, ...(await deleteStrategy(transaction, id)) }
        },
        (payload) => ({ action: 'strategy.delete', objectType: 'strategy', objectId: id, payload, nowMs }),
      )
      return { id }
    },
  }
}

const tell =
  (action: AuditAction, nowMs: number) =>
  ({ id, name, type, version, parameters }: Strategy): AuditFact => ({
    action,
    objectType: 'strategy',
    objectId: id,
    payload: { name, type, version, parameters },
    nowMs,
  })

/** Checks the parameters against the family and writes every default down. */
function complete(draft: StrategyDraft): Required<StrategyDraft> {
  return { ...draft, parameters: resolveParameters({ type: draft.type, parameters: draft.parameters }) }
}

function isArchived(strategy: Strategy): AppError {
  return new AppError('invalid_transition', `"${strategy.name}" is archived. Restore it before you edit or run it.`, {
    details: { id: strategy.id },
  })
}
