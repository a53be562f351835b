import { z } from 'zod'
import { errorCodeSchema, runStatusSchema } from './backtest.ts'
import { idSchema, instantMsSchema, nameSchema } from './primitives.ts'
import { runSettingsSchema } from './runSpec.ts'
import { generateRequestSchema } from './strategy.ts'

/** The stages of a pipeline, in their order. */
export const PIPELINE_STAGES = ['generate', 'backtest', 'sweep', 'walk_forward', 'dev_gate', 'crv_gate'] as const
export const pipelineStageNameSchema = z.enum(PIPELINE_STAGES)
export type PipelineStageName = z.infer<typeof pipelineStageNameSchema>

/** Where a pipeline begins: a goal in words, or a strategy that is there already. */
export const pipelineSourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('goal'),
    goal: generateRequestSchema.shape.goal,
    riskPreference: generateRequestSchema.shape.riskPreference,
  }),
  z.strictObject({ kind: z.literal('strategy'), strategyId: idSchema }),
])

/** Everything a pipeline depends on: the same request on the same data gives the same results. */
export const pipelineRequestSchema = z.object({
  source: pipelineSourceSchema,
  datasetId: idSchema,
  /** Costs, execution, dates and seed of every stage. */
  settings: runSettingsSchema.prefault({}),
})
export type PipelineRequest = z.infer<typeof pipelineRequestSchema>

const stageValues = z.record(z.string(), z.unknown())
export type StageValues = z.infer<typeof stageValues>

export const pipelineStageSchema = z.object({
  name: pipelineStageNameSchema,
  status: runStatusSchema,
  /** What it was given; null before it began. */
  input: stageValues.nullable(),
  /** Id of the strategy, run, sweep, validation or verdict that it makes, chosen before it is made; null before it began, and where nothing was to be made. */
  outputId: idSchema.nullable(),
  /** What came out, in short; null until it has. */
  output: stageValues.nullable(),
  startedAtMs: instantMsSchema.nullable(),
  completedAtMs: instantMsSchema.nullable(),
})
export type PipelineStage = z.infer<typeof pipelineStageSchema>

export const pipelineSchema = z.object({
  id: idSchema,
  request: pipelineRequestSchema,
  /** Chosen when the pipeline is stored; of a goal, the strategy exists once the first stage is done. */
  strategyId: idSchema,
  /** null: not generated yet, or deleted since. */
  strategyName: nameSchema.nullable(),
  datasetId: idSchema,
  datasetName: nameSchema,
  status: runStatusSchema,
  /** Share of the stages done, 0..1. */
  progress: z.number().min(0).max(1),
  errorCode: errorCodeSchema.nullable(),
  errorMessage: z.string().nullable(),
  stages: z.array(pipelineStageSchema),
  createdAtMs: instantMsSchema,
  startedAtMs: instantMsSchema.nullable(),
  completedAtMs: instantMsSchema.nullable(),
  durationMs: z.number().nullable(),
})
export type Pipeline = z.infer<typeof pipelineSchema>
