import { z } from 'zod'
import { ERROR_CODES, type ErrorCode } from './appError.ts'
import { metricsSchema } from './metric.ts'
import { hashSchema, idSchema, instantMsSchema, nameSchema } from './primitives.ts'
import { runIdentitySchema } from './runIdentity.ts'
import { runSpecSchema } from './runSpec.ts'
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
  strategyId: idSchema,
  strategyName: nameSchema,
  strategyType: strategyTypeSchema,
  strategyVersion: z.int().min(1),
  datasetId: idSchema,
  datasetName: nameSchema,
  status: runStatusSchema,
  /** Share of bars done, 0..1. */
  progress: z.number().min(0).max(1),
  errorCode: errorCodeSchema.nullable(),
  errorMessage: z.string().nullable(),
  startDate: z.string(),
  endDate: z.string(),
  initialCash: z.number(),
  totalReturn: z.number().nullable(),
  cagr: z.number().nullable(),
  sharpeRatio: z.number().nullable(),
  maxDrawdown: z.number().nullable(),
  totalTrades: z.int().nullable(),
  createdAtMs: instantMsSchema,
  startedAtMs: instantMsSchema.nullable(),
  completedAtMs: instantMsSchema.nullable(),
  durationMs: z.number().nullable(),
})
export type BacktestSummary = z.infer<typeof backtestSummarySchema>

export const backtestSchema = backtestSummarySchema.extend({
  spec: runSpecSchema,
  dataHash: hashSchema,
  identity: runIdentitySchema.nullable(),
  metrics: metricsSchema.nullable(),
})
export type Backtest = z.infer<typeof backtestSchema>

/** Live news of runs, as an event stream. */
export const runEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('changed'), backtestId: idSchema, strategyId: idSchema, status: runStatusSchema }),
  z.object({ kind: z.literal('progress'), backtestId: idSchema, progress: z.number(), barsPerSecond: z.number().nullable() }),
])
export type RunEvent = z.infer<typeof runEventSchema>
