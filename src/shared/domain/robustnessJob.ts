import { z } from 'zod'
import { errorCodeSchema, runStatusSchema } from './backtest.ts'
import { idSchema, instantMsSchema } from './primitives.ts'
import { robustnessSubjectSchema } from './robustness.ts'

/** What a test is asked to do; the same options give the same figures. */
export const robustnessOptionsSchema = z.object({
  /** Paths of every Monte Carlo method. */
  paths: z.int().min(1000).max(20_000).default(2000),
  /** Runs with positions left out at random. */
  draws: z.int().min(10).max(1000).default(100),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .default(42),
  /** Also walks forward over other lengths: only of a validation. Its trials count. */
  matrix: z.boolean().default(false),
})

/** A test from request to end; what it found is a `Robustness` of the same id, once it has completed. */
export const robustnessJobSchema = z.object({
  id: idSchema,
  strategyId: idSchema,
  strategyVersion: z.int().min(1),
  subject: robustnessSubjectSchema,
  options: robustnessOptionsSchema,
  status: runStatusSchema,
  /** Share of the work done, 0..1. */
  progress: z.number().min(0).max(1),
  errorCode: errorCodeSchema.nullable(),
  errorMessage: z.string().nullable(),
  createdAtMs: instantMsSchema,
  startedAtMs: instantMsSchema.nullable(),
  completedAtMs: instantMsSchema.nullable(),
  durationMs: z.number().nullable(),
})
export type RobustnessJob = z.infer<typeof robustnessJobSchema>
