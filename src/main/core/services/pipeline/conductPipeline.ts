import { AppError, isAppError } from '#shared/domain/appError.ts'
import { PIPELINE_STAGES, type Pipeline, type PipelineStage, type PipelineStageName } from '#shared/domain/pipeline.ts'
import type { DatabaseHandle } from '../../database/database.ts'
import type { RunProgress } from '../../jobs/runQueue.ts'
import { beginStage, completeStage, getPipeline } from '../../repositories/pipelineRepository.ts'
import { stopped } from './awaitRun.ts'
import { cancelStageRun } from './cancelStageRun.ts'
import { isThere } from './runStages.ts'
import type { StageServices } from './stageServices.ts'
import { STAGE_WORK, type StageContext, type StagePlan } from './stageWork.ts'

export interface ConductorParts {
  readonly db: DatabaseHandle
  readonly services: StageServices
  readonly now: () => number
}

/**
 * Carries a pipeline from the first stage that is not done to its end. Each stage is stored with its input and the id of
 * what it makes before that is made, so whoever comes after a crash finds it by its id instead of making it again.
 * Throws what a stage throws, with the stage's name; `cancelled`.
 */
export async function conductPipeline(parts: ConductorParts, id: string, progress: RunProgress): Promise<void> {
  try {
    for (const [place, name] of PIPELINE_STAGES.entries()) {
      if (progress.signal.aborted) throw stopped()
      const pipeline = await getPipeline(parts.db, id)
      const stages = PIPELINE_STAGES.length
      const onProgress = (fraction: number) => progress.onProgress((place + fraction) / stages)
      const context = { ...parts, pipeline, progress: { signal: progress.signal, onProgress } }
      await carryOut(parts, context, name).catch((error: unknown) => Promise.reject(inStage(name, error)))
      onProgress(1)
    }
  } catch (error) {
    await stopRunOfCancelled(parts, id)
    throw error
  }
}

async function carryOut({ db, now }: ConductorParts, context: StageContext, name: PipelineStageName): Promise<void> {
  const { id: pipelineId } = context.pipeline
  const stage = stageOf(context.pipeline, name)
  if (stage.completedAtMs !== null) return
  const work = STAGE_WORK[name]
  if (stage.input === null) await beginStage(db, { pipelineId, name, ...(await work.plan(context)), nowMs: now() })
  const plan = planOf(stageOf(await getPipeline(db, pipelineId), name))
  const { outputId } = plan
  const output =
    outputId === null ? { skipped: 'The strategy has no parameter to vary.' } : await work.carryOut(context, { ...plan, outputId })
  await completeStage(db, { pipelineId, name, output, nowMs: now() })
}

function stageOf({ id, stages }: Pipeline, name: PipelineStageName): PipelineStage {
  const stage = stages.find((each) => each.name === name)
  if (stage === undefined) throw new AppError('database_corrupt', `Pipeline ${id} has no stage ${name}. Start another one.`)
  return stage
}

function planOf({ input, outputId }: PipelineStage): StagePlan {
  return { input: input ?? {}, outputId }
}

function inStage(name: PipelineStageName, error: unknown): unknown {
  if (!isAppError(error) || error.code === 'cancelled') return error
  return new AppError(error.code, `Stage "${name.replace('_', ' ')}": ${error.message}`, { details: error.details })
}

/** A pipeline that was cancelled takes its run along; one that is interrupted leaves it to be taken over. */
async function stopRunOfCancelled({ db, services }: ConductorParts, id: string): Promise<void> {
  if (!(await isThere(() => getPipeline(db, id)))) return
  const pipeline = await getPipeline(db, id)
  if (pipeline.status === 'cancelled') await cancelStageRun(services, pipeline)
}
