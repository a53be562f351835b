import { AppError } from '#shared/domain/appError.ts'
import type { RepeatableBacktest } from '#shared/domain/backtest.ts'
import type { ImprovementIteration, ImprovementReport, ImprovementRequest } from '#shared/domain/improvement.ts'
import type { Metrics } from '#shared/domain/metric.ts'
import type { RunSettings, RunSpec } from '#shared/domain/runSpec.ts'
import type { Strategy } from '#shared/domain/strategy.ts'
import type { DatabaseHandle } from '../../database/database.ts'
import { applyChange, countIdeas, type FoundWeakness, findWeaknesses, type Proposal, proposeChange } from '../../jobs/engineCatalogue.ts'
import { InSampleTrials } from '../../jobs/inSampleTrials.ts'
import { loadTaskData } from '../../jobs/loadRunInput.ts'
import type { WorkerPool } from '../../jobs/workerPool.ts'
import { getDataset } from '../../repositories/datasetRepository.ts'
import { getLatestGateResult, type StoredGateResult } from '../../repositories/gateResultRepository.ts'
import { listIterations } from '../../repositories/iterationRepository.ts'
import { getStrategy } from '../../repositories/strategyRepository.ts'
import { findJudgedRun } from '../gates/loadStoredRun.ts'
import { refuseArchived } from '../refuseArchived.ts'
import { respectHoldout } from '../respectHoldout.ts'
import { evaluateProposal } from './evaluateProposal.ts'
import { judgeChange } from './judgeChange.ts'
import { storeIteration } from './storeIteration.ts'

export interface ImprovementServiceParts {
  readonly db: DatabaseHandle
  readonly pool: WorkerPool
  readonly now: () => number
}

export interface ImprovementService {
  /**
   * Tries what answers the failed checks of the newest verdicts, one change after the other, each upon those that were
   * kept. Throws `not_found`, `invalid_transition` (archived; no failed verdict of this version), `forbidden` (holdout),
   * `invalid_input` (a panel), `data_out_of_range`, `cancelled`.
   */
  run(request: ImprovementRequest, signal: AbortSignal | undefined): Promise<ImprovementReport>
  list(query: { strategyId: string; limit: number }): Promise<ImprovementIteration[]>
}

export function createImprovementService(parts: ImprovementServiceParts): ImprovementService {
  return {
    run: (request, signal) => improve(parts, request, signal),
    list: async (query) => {
      await getStrategy(parts.db, query.strategyId)
      return listIterations(parts.db, query)
    },
  }
}

/** What is being improved, as far as it has come. */
interface Standing {
  readonly strategy: Strategy
  readonly spec: RunSpec
  /** On in-sample bars. */
  readonly metrics: Metrics
}

async function improve(
  { db, pool, now }: ImprovementServiceParts,
  request: ImprovementRequest,
  signal: AbortSignal | undefined,
): Promise<ImprovementReport> {
  const strategy = await getStrategy(db, request.strategyId)
  refuseArchived(strategy)
  const { result, backtest } = await findFailure(db, strategy)
  const { weaknesses, unanswered } = findWeaknesses(result.checks)
  const trials = await openTrials({ db, pool }, { strategy, backtest }, signal)
  let standing: Standing = { strategy, spec: backtest.spec, metrics: await trials.run(backtest.spec) }
  const iterations: ImprovementIteration[] = []
  for (const { found, index } of weaknesses.flatMap(ideasOf)) {
    if (iterations.length === request.maxIterations) break
    if (signal?.aborted) throw new AppError('cancelled', 'The search for improvements was stopped; what was tried is recorded.')
    const proposal = proposeChange(found.weakness, index, standing.spec)
    if (proposal === null || (await wasTried(db, { ...standing, ...request }, proposal))) continue
    const evaluation = await evaluateProposal(trials, { spec: standing.spec, objective: request.objective }, proposal)
    const judged = judgeChange(standing.metrics, evaluation.metrics, request)
    const tried = { ...evaluation, judged, found, proposal, request, result, trials: evaluation.trials, inSample: trials }
    const stored = await storeIteration(db, {
      ...standing,
      ...tried,
      dataHash: backtest.dataHash,
      instruments: backtest.instruments,
      nowMs: now(),
    })
    iterations.push(stored.iteration)
    if (judged.kept) {
      standing = { strategy: stored.strategy, spec: applyChange(standing.spec, evaluation.change), metrics: evaluation.metrics }
    }
  }
  return {
    iterations,
    unanswered: [...unanswered],
    strategyVersion: standing.strategy.version,
    settings: settingsOf(standing.spec),
  }
}

const ideasOf = (found: FoundWeakness) => Array.from({ length: countIdeas(found.weakness) }, (_, index) => ({ found, index }))

function settingsOf({ strategy: _strategy, ...settings }: RunSpec): RunSettings {
  return settings
}

/** The newest CRV verdict of this version, else the dev verdict, with the run it judged. Throws `invalid_transition`. */
async function findFailure(db: DatabaseHandle, strategy: Strategy): Promise<{ result: StoredGateResult; backtest: RepeatableBacktest }> {
  for (const gateType of ['crv', 'dev'] as const) {
    const result = await getLatestGateResult(db, { strategyId: strategy.id, gateType })
    const isOfVersion = result?.binding?.strategyVersion === strategy.version
    if (result === null || result.binding === null || !isOfVersion || result.verdict === 'passed') continue
    return { result, backtest: await findJudgedRun(db, strategy, result.binding.backtestId) }
  }
  throw new AppError(
    'invalid_transition',
    `No gate has failed version ${strategy.version} of "${strategy.name}". Run the gates first; what they find is what is answered.`,
    { details: { id: strategy.id } },
  )
}

interface Subject {
  readonly strategy: Strategy
  readonly backtest: RepeatableBacktest
}

/** The first half of the run's period. No version may read a locked holdout here, opened or not. */
async function openTrials(
  { db, pool }: Pick<ImprovementServiceParts, 'db' | 'pool'>,
  { strategy, backtest }: Subject,
  signal: AbortSignal | undefined,
): Promise<InSampleTrials> {
  const { datasetId, dataHash, spec, startDate, endDate } = backtest
  const dataset = await getDataset(db, datasetId)
  const data = await loadTaskData(db, dataset)
  const trials = new InSampleTrials({ pool, signal, data, dataHash }, { startDate, endDate })
  const read = { ...spec, start_date: trials.startDate, end_date: trials.endDate }
  await respectHoldout(db, { strategy: { id: strategy.id, version: NO_VERSION }, dataset, spec: read })
  return trials
}

/** Versions count from 1, so no holdout was ever opened for this one. */
const NO_VERSION = 0
const ALL = 10_000

/** The same idea on the same version would give the same answer and only be counted again. */
async function wasTried(db: DatabaseHandle, { strategy, objective }: Standing & ImprovementRequest, { idea }: Proposal): Promise<boolean> {
  const before = await listIterations(db, { strategyId: strategy.id, limit: ALL })
  const same = before.filter((each) => each.versionBefore === strategy.version && each.objective === objective)
  return same.some(({ reason }) => reason.endsWith(idea))
}
