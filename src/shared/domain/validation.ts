import { z } from 'zod'
import { errorCodeSchema, runStatusSchema } from './backtest.ts'
import { dateSchema, idSchema, instantMsSchema } from './primitives.ts'

/** One walk-forward window: trained on [trainStart, trainEnd], judged on [testStart, testEnd]. Fractions; null = undefined. */
export const validationWindowSchema = z.object({
  windowId: z.int().min(0),
  trainStart: dateSchema,
  trainEnd: dateSchema,
  testStart: dateSchema,
  testEnd: dateSchema,
  trainSharpe: z.number().nullable(),
  testSharpe: z.number().nullable(),
  trainReturn: z.number().nullable(),
  testReturn: z.number().nullable(),
  trainDrawdown: z.number().nullable(),
  testDrawdown: z.number().nullable(),
  degradation: z.number().nullable(),
})
export type ValidationWindow = z.infer<typeof validationWindowSchema>

/** What the windows say together; null = undefined. */
export const validationMetricsSchema = z.object({
  numWindows: z.int().min(0),
  avgTrainSharpe: z.number().nullable(),
  avgTestSharpe: z.number().nullable(),
  avgDegradation: z.number().nullable(),
  stabilityScore: z.number().nullable(),
  passed: z.boolean(),
})
export type ValidationMetrics = z.infer<typeof validationMetricsSchema>

/** A walk-forward validation, without its windows: those load when it is opened. */
export const validationSummarySchema = z.object({
  id: idSchema,
  strategyId: idSchema,
  strategyVersion: z.int().min(1),
  /** null: an adopted validation, whose bars were never kept. */
  datasetId: idSchema.nullable(),
  /** Calendar dates and positive days; an adopted validation keeps what was written, possible or not. */
  startDate: z.string(),
  endDate: z.string(),
  windowSizeDays: z.int(),
  trainSizeDays: z.int(),
  /** null: an adopted validation without a usable number. */
  initialCash: z.number().nullable(),
  status: runStatusSchema,
  progress: z.number().min(0).max(1),
  errorCode: errorCodeSchema.nullable(),
  errorMessage: z.string().nullable(),
  /** null until completed. */
  metrics: validationMetricsSchema.nullable(),
  createdAtMs: instantMsSchema,
  startedAtMs: instantMsSchema.nullable(),
  completedAtMs: instantMsSchema.nullable(),
  durationMs: z.number().nullable(),
})
export type ValidationSummary = z.infer<typeof validationSummarySchema>

export const validationSchema = validationSummarySchema.extend({ windows: z.array(validationWindowSchema).nullable() })
export type Validation = z.infer<typeof validationSchema>
