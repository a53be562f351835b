import { sweepRequestSchema } from '#shared/contract/sweeps.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { GateResult, GateType } from '#shared/domain/gate.ts'
import type { Pipeline, PipelineStageName, StageValues } from '#shared/domain/pipeline.ts'
import type { NewStrategy, Strategy } from '#shared/domain/strategy.ts'
import type { SweepAxis } from '#shared/domain/sweep.ts'
import type { ValidationPlan } from '#shared/domain/validationPlan.ts'
import type { DatabaseHandle } from '../../database/database.ts'
import { completeRunSpec } from '../../jobs/engineCatalogue.ts'
import type { RunProgress } from '../../jobs/runQueue.ts'
import { findGateResult } from '../../repositories/gateResultRepository.ts'
import { findStrategy } from '../../repositories/strategyRepository.ts'
import { newId } from '../newId.ts'
import { chooseCandidate } from './chooseCandidate.ts'
import { countBars } from './countBars.ts'
import { planAxes, planWalkForward } from './planStages.ts'
import { carryRun, deskOver, findOrMake } from './runStages.ts'
import type { StageServices } from './stageServices.ts'

export interface StageContext {
  readonly db: DatabaseHandle
  readonly services: StageServices
  /** As it stands now: earlier stages are done. */
  readonly pipeline: Pipeline
  readonly progress: RunProgress
}

/** What a stage is given and the id of what it will make; both are stored before it starts. */
export interface StagePlan {
  readonly input: StageValues
  readonly outputId: string | null
}

interface StageWork {
  readonly plan: (context: StageContext) => Promise<StagePlan>
  /** Makes what is not there yet under the plan's id, and answers what came out. Done twice, it makes nothing twice. */
  readonly carryOut: (context: StageContext, plan: StagePlan & { readonly outputId: string }) => Promise<StageValues>
}

const generate: StageWork = {
  plan: async ({ pipeline: { request, strategyId } }) => {
    const { source } = request
    const input = source.kind === 'strategy' ? { strategyId: source.strategyId } : { ...source, draft: chooseCandidate(source) }
    return { input, outputId: strategyId }
  },
  carryOut: async ({ db, services }, { input, outputId }) => {
    const create = () => services.strategies.create(input['draft'] as NewStrategy, outputId)
    const strategy = await findOrMake(() => findStrategy(db, outputId), create)
    const { name, type, version, parameters } = strategy
    return { name, type, version, parameters }
  },
}

const backtest: StageWork = {
  plan: async (context) => ({ input: await subjectOf(context), outputId: newId() }),
  carryOut: async ({ services: { backtests }, pipeline, progress }, { outputId: id }) => {
    const { strategyId, datasetId, request } = pipeline
    const start = () => backtests.run({ strategyId, datasetId, settings: request.settings, id })
    const { identity, sharpeRatio, totalReturn } = await carryRun({ id, desk: deskOver(backtests), start }, progress)
    return { ledgerHash: identity?.ledger_hash ?? null, sharpeRatio, totalReturn }
  },
}

const sweep: StageWork = {
  plan: async (context) => {
    const axes = await axesOf(context)
    return { input: { ...(await subjectOf(context)), axes }, outputId: axes.length === 0 ? null : newId() }
  },
  carryOut: async ({ services: { sweeps }, pipeline, progress }, { input, outputId: id }) => {
    const { strategyId, datasetId, request } = pipeline
    const asked = sweepRequestSchema.parse({ strategyId, datasetId, settings: request.settings, axes: input['axes'] })
    const done = await carryRun({ id, desk: deskOver(sweeps), start: () => sweeps.run(asked, id) }, progress)
    const { rowsHash, trialCount, best } = done
    return { rowsHash, trialCount, best: best?.parameters ?? null, score: best?.score ?? null }
  },
}

const walkForward: StageWork = {
  plan: async (context) => {
    const bars = await countBars(context.db, { ...context.pipeline, strategy: await strategyOf(context) })
    return { input: { ...(await subjectOf(context)), plan: planWalkForward(bars, await axesOf(context)) }, outputId: newId() }
  },
  carryOut: async ({ services: { validations }, pipeline, progress }, { input, outputId: id }) => {
    const { strategyId, datasetId, request } = pipeline
    const plan = input['plan'] as ValidationPlan
    const start = () => validations.run({ strategyId, datasetId, settings: request.settings, plan }, id)
    const { testSharpe, trialCount, windows } = await carryRun({ id, desk: deskOver(validations), start }, progress)
    return { windows: windows?.length ?? null, trialCount, testSharpe }
  },
}

type Judgement = Pick<GateResult, 'verdict' | 'checks'>

function gate(gateType: Exclude<GateType, 'product'>): StageWork {
  return {
    plan: async (context) => ({
      input: { ...(await subjectOf(context)), backtestId: outputIdOf(context.pipeline, 'backtest') },
      outputId: newId(),
    }),
    carryOut: async ({ db, services: { gates }, pipeline: { strategyId }, progress }, { input, outputId: id }) => {
      const request = { strategyId, gateType, backtestId: input['backtestId'] as string, id }
      const judge = () => gates.run(request, progress.signal)
      const { verdict, checks } = await findOrMake<Judgement>(() => findGateResult(db, id), judge)
      const stateIds = (state: string) => checks.filter((check) => check.blocking && check.state === state).map((check) => check.id)
      return { verdict, failed: stateIds('FAIL'), notRun: stateIds('NOT_RUN') }
    },
  }
}

export const STAGE_WORK: Readonly<Record<PipelineStageName, StageWork>> = {
  generate,
  backtest,
  sweep,
  walk_forward: walkForward,
  dev_gate: gate('dev'),
  crv_gate: gate('crv'),
}

function stageOf({ stages }: Pipeline, name: PipelineStageName) {
  return stages.find((stage) => stage.name === name)
}

function outputIdOf(pipeline: Pipeline, name: PipelineStageName): string | null {
  return stageOf(pipeline, name)?.outputId ?? null
}

/** Throws `conflict` when somebody edited the strategy since the first stage: the evidence would be of two versions. */
async function strategyOf({ services, pipeline }: StageContext): Promise<Strategy> {
  const strategy = await services.strategies.get(pipeline.strategyId)
  const version = stageOf(pipeline, 'generate')?.output?.['version']
  if (strategy.version === version) return strategy
  throw new AppError(
    'conflict',
    `"${strategy.name}" was edited while the pipeline ran: it is at version ${strategy.version}, the pipeline began with ${version}. Start another one.`,
    { details: { id: strategy.id } },
  )
}

async function subjectOf(context: StageContext): Promise<StageValues> {
  const { id, version } = await strategyOf(context)
  return { strategyId: id, strategyVersion: version, datasetId: context.pipeline.datasetId }
}

async function axesOf(context: StageContext): Promise<SweepAxis[]> {
  const { type, parameters } = await strategyOf(context)
  return planAxes(completeRunSpec({ ...context.pipeline.request.settings, strategy: { type, parameters } }))
}
