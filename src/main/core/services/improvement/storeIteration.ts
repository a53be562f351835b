import type { ImprovementIteration, ImprovementRequest } from '#shared/domain/improvement.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { Strategy } from '#shared/domain/strategy.ts'
import { familySymbols } from '#shared/domain/trialLedger.ts'
import type { DatabaseHandle } from '../../database/database.ts'
import { applyChange, type FoundWeakness, type Proposal } from '../../jobs/engineCatalogue.ts'
import type { InSampleTrials } from '../../jobs/inSampleTrials.ts'
import { recordChange } from '../../repositories/auditRepository.ts'
import { recordIteration } from '../../repositories/iterationRepository.ts'
import { setStrategyStatus, updateStrategy } from '../../repositories/strategyRepository.ts'
import { recordTrials } from '../../repositories/trialLedgerRepository.ts'
import { newId } from '../newId.ts'
import type { Evaluation } from './evaluateProposal.ts'
import type { Judged } from './judgeChange.ts'

/** Everything that is known of a change once it was tried. */
export interface TriedChange extends Omit<Evaluation, 'metrics'> {
  /** As it was before. */
  readonly strategy: Strategy
  readonly spec: RunSpec
  readonly found: FoundWeakness
  readonly proposal: Proposal
  readonly judged: Judged
  readonly request: ImprovementRequest
  /** The verdict that is answered. */
  readonly result: { readonly id: string }
  readonly inSample: Pick<InSampleTrials, 'startDate' | 'endDate'>
  readonly dataHash: string
  readonly instruments: readonly string[]
  readonly nowMs: number
}

/** The iteration, its trials in the ledger, the new version when it is kept, and the row in the audit log: all or nothing. */
export function storeIteration(db: DatabaseHandle, tried: TriedChange): Promise<{ iteration: ImprovementIteration; strategy: Strategy }> {
  const { strategy, judged, nowMs } = tried
  return recordChange(
    db,
    async (transaction) => {
      const iteration = await recordIteration(transaction, describe(tried))
      await recordTrials(transaction, trialsOf(tried, iteration.id))
      return { iteration, strategy: judged.kept ? await saveVersion(transaction, tried) : strategy }
    },
    ({ iteration }) => ({ action: 'improvement.try', objectType: 'strategy', objectId: strategy.id, payload: iteration, nowMs }),
  )
}

function describe({ strategy, found, proposal, change, judged, request, result, inSample, trials, nowMs }: TriedChange) {
  const { scoreBefore, scoreAfter, kept, feedback } = judged
  const { check, weakness } = found
  return {
    id: newId(),
    strategyId: strategy.id,
    gateResultId: result.id,
    checkId: check.id,
    weakness,
    reason: `${check.id} ${check.title}: ${check.summary} ${proposal.idea}`,
    change,
    objective: request.objective,
    inSampleStart: inSample.startDate,
    inSampleEnd: inSample.endDate,
    scoreBefore,
    scoreAfter,
    feedback,
    kept,
    trials,
    versionBefore: strategy.version,
    versionAfter: kept ? strategy.version + 1 : null,
    createdAtMs: nowMs,
  }
}

function trialsOf({ strategy, instruments, dataHash, trials, sharpe, nowMs }: TriedChange, sourceId: string) {
  return {
    strategyId: strategy.id,
    strategyType: strategy.type,
    symbols: familySymbols(instruments),
    dataHash,
    source: 'improvement' as const,
    sourceId,
    trials,
    sharpe,
    recordedAtMs: nowMs,
  }
}

/** A stop or a size is a setting of runs: the version says in words that it is to be run with it. */
async function saveVersion(transaction: DatabaseHandle, { strategy, spec, change, nowMs }: TriedChange): Promise<Strategy> {
  const { id, version, intendedUse } = strategy
  const { parameters } = applyChange(spec, change).strategy
  const isSetting = change.stopLoss !== null || change.sizeFraction !== null
  const use = isSetting ? `${intendedUse} Run with ${change.words}.`.trim() : intendedUse
  const draft = { ...strategy, parameters, intendedUse: use }
  await updateStrategy(transaction, { id, expectedVersion: version, draft, nowMs })
  return setStrategyStatus(transaction, { id, status: 'draft', nowMs })
}
