import { z } from 'zod'
import { adoptionFlagSchema, originSchema } from './adoption.ts'
import { AppError, ERROR_CODES, type ErrorCode } from './appError.ts'
import { metricsSchema } from './metric.ts'
import { hashSchema, idSchema, instantMsSchema, nameSchema } from './primitives.ts'
import { robustnessSubjectSchema } from './robustness.ts'
import { runIdentitySchema } from './runIdentity.ts'
import { type RunSpec, runSpecSchema } from './runSpec.ts'
import { strategyTypeSchema } from './strategyType.ts'

/** One state machine for backtests and validations. */
export const RUN_STATUSES = ['pending', 'running', 'completed', 'failed', 'cancelled', 'interrupted'] as const
export const runStatusSchema = z.enum(RUN_STATUSES)
export type RunStatus = z.infer<typeof runStatusSchema>

/** Allowed next states; anything else is an `invalid_transition`. */
export const RUN_TRANSITIONS: Readonly<Record<RunStatus, readonly RunStatus[]>> = {
  pending: ['running', 'cancelled', 'failed', 'interrupted'],
  running: ['completed', 'failed', 'cancelled', 'interrupted'],
  completed: [],
  failed: [],
  cancelled: [],
  interrupted: ['pending'],
}

export const errorCodeSchema = z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]])

/** A small row for lists: denormalised metrics, no artifacts. Fractions, not percent; null = not known. */
export const backtestSummarySchema = z.object({
  id: idSchema,
  origin: originSchema,
  strategyId: idSchema,
  strategyName: nameSchema,
  strategyType: strategyTypeSchema,
  strategyVersion: z.int().min(1),
  /** null: an adopted run, whose bars were never kept. */
  datasetId: idSchema.nullable(),
  /** Of an adopted run the older system's word for its source of data; null when it has none. */
  datasetName: nameSchema.nullable(),
  status: runStatusSchema,
  /** Share of bars done, 0..1. */
  progress: z.number().min(0).max(1),
  errorCode: errorCodeSchema.nullable(),
  errorMessage: z.string().nullable(),
  /** Calendar dates; an adopted run keeps what was written, possible or not. */
  startDate: z.string(),
  endDate: z.string(),
  /** null: an adopted run without a usable number. */
  initialCash: z.number().nullable(),
  totalReturn: z.number().nullable(),
  cagr: z.number().nullable(),
  sharpeRatio: z.number().nullable(),
  /** 95% confidence interval of the Sharpe ratio; null also for runs made before it was measured. */
  sharpeLow: z.number().nullable(),
  sharpeHigh: z.number().nullable(),
  maxDrawdown: z.number().nullable(),
  totalTrades: z.int().nullable(),
  createdAtMs: instantMsSchema,
  startedAtMs: instantMsSchema.nullable(),
  completedAtMs: instantMsSchema.nullable(),
  durationMs: z.number().nullable(),
})
export type BacktestSummary = z.infer<typeof backtestSummarySchema>

export const backtestSchema = backtestSummarySchema.extend({
  /** null, like the hash: an adopted run, which nobody can run again. */
  spec: runSpecSchema.nullable(),
  dataHash: hashSchema.nullable(),
  identity: runIdentitySchema.nullable(),
  metrics: metricsSchema.nullable(),
  /** What it traded, or could have; the `symbol` columns of its fills and trades are indices into this list. */
  instruments: z.array(z.string()),
  /** What was odd about an adopted run. */
  flags: z.array(adoptionFlagSchema),
})
export type Backtest = z.infer<typeof backtestSchema>

/** A run that can be run again: everything it was made of is here. */
export interface RepeatableBacktest extends Backtest {
  readonly datasetId: string
  readonly spec: RunSpec
  readonly dataHash: string
}

/** Throws `invalid_transition` for an adopted run. */
export function requireRepeatable(run: Backtest): RepeatableBacktest {
  const { datasetId, spec, dataHash } = run
  if (datasetId !== null && spec !== null && dataHash !== null) return { ...run, datasetId, spec, dataHash }
  throw new AppError(
    'invalid_transition',
    'This run was adopted from an older AURELIUS database, which kept neither its bars nor its full settings. It can be viewed, exported and deleted; to resume, replay or judge it, run its strategy again.',
    { details: { id: run.id, origin: run.origin } },
  )
}

/** Live news of runs, as an event stream. */
export const runEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('changed'), backtestId: idSchema, strategyId: idSchema, status: runStatusSchema }),
  z.object({ kind: z.literal('progress'), backtestId: idSchema, progress: z.number(), barsPerSecond: z.number().nullable() }),
  z.object({ kind: z.literal('validationChanged'), validationId: idSchema, strategyId: idSchema, status: runStatusSchema }),
  z.object({ kind: z.literal('validationProgress'), validationId: idSchema, progress: z.number() }),
  z.object({ kind: z.literal('sweepChanged'), sweepId: idSchema, strategyId: idSchema, status: runStatusSchema }),
  z.object({
    kind: z.literal('sweepProgress'),
    sweepId: idSchema,
    progress: z.number(),
    trialsPerSecond: z.number().nullable(),
    secondsLeft: z.number().nullable(),
  }),
  z.object({ kind: z.literal('pipelineChanged'), pipelineId: idSchema, strategyId: idSchema, status: runStatusSchema }),
  z.object({ kind: z.literal('pipelineProgress'), pipelineId: idSchema, progress: z.number() }),
  z.object({ kind: z.literal('robustnessChanged'), subject: robustnessSubjectSchema, status: runStatusSchema }),
  z.object({ kind: z.literal('robustnessProgress'), subject: robustnessSubjectSchema, progress: z.number() }),
])
export type RunEvent = z.infer<typeof runEventSchema>
