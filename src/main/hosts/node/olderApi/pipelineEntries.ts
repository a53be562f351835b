import type { z } from 'zod'
import type { ImprovementIteration } from '#shared/domain/improvement.ts'
import type { Pipeline, PipelineStage, PipelineStageName } from '#shared/domain/pipeline.ts'
import { instantOf } from './olderEntries.ts'
import type { iterationEntrySchema, PipelineEntry, wholePipelineEntrySchema } from './olderSchemas.ts'

/** The older name of each stage, and of what it makes; the older system had no sweep. */
const OLDER_STAGES: Readonly<Record<PipelineStageName, { readonly name: string; readonly output: string }>> = {
  generate: { name: 'generate_strategy', output: 'strategy_id' },
  backtest: { name: 'run_backtest', output: 'backtest_id' },
  sweep: { name: 'sweep', output: 'sweep_id' },
  walk_forward: { name: 'validation', output: 'validation_id' },
  dev_gate: { name: 'dev_gate', output: 'gate_result_id' },
  crv_gate: { name: 'crv_gate', output: 'gate_result_id' },
}

export function pipelineEntry(pipeline: Pipeline): PipelineEntry {
  const { id, strategyId, status, stages, createdAtMs, completedAtMs } = pipeline
  const current = stages.findLast(({ startedAtMs }) => startedAtMs !== null)
  return {
    id,
    run_id: id,
    strategy_id: strategyId,
    status,
    current_stage: current === undefined ? null : OLDER_STAGES[current.name].name,
    stages: { ...Object.fromEntries(stages.map((stage) => [OLDER_STAGES[stage.name].name, stageEntry(stage)])), product_gate: NOT_RUN },
    created_at: instantOf(createdAtMs),
    updated_at: instantOf(lastChangeOf(pipeline)),
    completed_at: completedAtMs === null ? null : instantOf(completedAtMs),
  }
}

/** The product gate asks for approvals of people, which no pipeline can give. */
const NOT_RUN = { status: 'not_run' }

function stageEntry({ name, status, outputId, output }: PipelineStage): PipelineEntry['stages'][string] {
  if (status !== 'completed') return { status }
  const verdict = output?.['verdict']
  return {
    status,
    [OLDER_STAGES[name].output]: outputId,
    ...(typeof verdict === 'string' ? { passed: verdict === 'passed', verdict } : {}),
  }
}

function lastChangeOf({ createdAtMs, startedAtMs, completedAtMs, stages }: Pipeline): number {
  const instants = [startedAtMs, completedAtMs, ...stages.flatMap((stage) => [stage.startedAtMs, stage.completedAtMs])]
  return Math.max(createdAtMs, ...instants.filter((instant) => instant !== null))
}

/** @param instruments of the pipeline's data set */
export function wholePipelineEntry(pipeline: Pipeline, instruments: readonly string[]): z.infer<typeof wholePipelineEntrySchema> {
  const { settings } = pipeline.request
  const made = (name: PipelineStageName) => {
    const stage = pipeline.stages.find((each) => each.name === name)
    return stage?.status === 'completed' ? stage.outputId : null
  }
  return {
    ...pipelineEntry(pipeline),
    inputs: {
      start_date: settings.start_date,
      end_date: settings.end_date,
      initial_capital: settings.initial_cash,
      instruments: [...instruments],
      seed: settings.seed,
      data_source: pipeline.datasetName,
    },
    outputs: {
      strategy_id: pipeline.strategyId,
      backtest_id: made('backtest'),
      validation_id: made('walk_forward'),
      duration_seconds: pipeline.durationMs === null ? null : pipeline.durationMs / 1000,
    },
    error_message: pipeline.errorMessage,
  }
}

export function iterationEntry(iteration: ImprovementIteration): z.infer<typeof iterationEntrySchema> {
  const { id, strategyId, number, scoreBefore, scoreAfter, feedback, change, kept, createdAtMs } = iteration
  return {
    id,
    strategy_id: strategyId,
    iteration_num: number,
    improvement_score: scoreBefore === null || scoreAfter === null ? null : scoreAfter - scoreBefore,
    feedback,
    improvements: [change.words],
    kept,
    created_at: instantOf(createdAtMs),
  }
}
