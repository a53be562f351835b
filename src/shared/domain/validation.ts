import { z } from 'zod'
import { adoptionFlagSchema, originSchema } from './adoption.ts'
import { AppError } from './appError.ts'
import { errorCodeSchema, runStatusSchema } from './backtest.ts'
import { dateSchema, hashSchema, idSchema, instantMsSchema, nameSchema, seriesSchema } from './primitives.ts'
import { measuredSchema } from './robustness.ts'
import { type RunSpec, runSpecSchema } from './runSpec.ts'
import { parametersSchema, strategyTypeSchema } from './strategyType.ts'
import { tradeColumnShape } from './tradeColumnShape.ts'
import { type ValidationPlan, validationPlanSchema } from './validationPlan.ts'

/** Rows `from` (inclusive) to `end` (exclusive) of the data. */
const barRangeSchema = z.object({ from: z.int().min(0), end: z.int().min(0) })

/** What else is known of a window that was walked here. */
export const validationWindowDetailSchema = z.object({
  train: barRangeSchema,
  test: barRangeSchema,
  /** SHA-256 of the rows trained and tested on: windows that share a hash share their rows. */
  trainHash: hashSchema,
  testHash: hashSchema,
  /** Parameter sets tried in sample. */
  trials: z.int().min(1),
  /** The chosen one, counted in the order of the grid; null when none had a value in sample: then nothing was traded. */
  chosenTrial: z.int().nullable(),
  /** The values chosen for the plan's axes. */
  parameters: parametersSchema.nullable(),
  trainCagr: z.number().nullable(),
  testCagr: z.number().nullable(),
  trainTrades: z.int().nullable(),
  testTrades: z.int().nullable(),
  /** Positions open at the end of the test, marked to its last close. */
  openTrades: z.int(),
})
export type ValidationWindowDetail = z.infer<typeof validationWindowDetailSchema>

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
  /** Absent in validations of older versions, which kept no more. */
  detail: validationWindowDetailSchema.optional(),
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

/** How one parameter moved from window to window. */
const parameterDriftSchema = z.object({
  name: z.string(),
  /** One per window; null where nothing was chosen. */
  values: z.array(z.union([z.number(), z.string(), z.boolean()]).nullable()),
  /** Windows that chose another value than the last window that chose. */
  changes: z.int(),
  /** Mean size of the step from window to window; null for words. */
  meanStep: z.number().nullable(),
})
export type ParameterDrift = z.infer<typeof parameterDriftSchema>

/** What a walk-forward found, beside the older figures. Annual, fractions; null = undefined. */
export const validationOutcomeSchema = z.object({
  engineVersion: z.string(),
  /** SHA-256 over every in-sample score, choice and the stitched equity: the same inputs give the same hash. */
  resultHash: hashSchema,
  /** In-sample trials over all windows; 1 when nothing was chosen. */
  trialCount: z.int().min(1),
  /** Their PER-PERIOD Sharpe ratios in short, for the trial ledger. */
  trialSharpe: z.object({ count: z.int(), mean: z.number().nullable(), m2: z.number().nullable() }),
  /** Bars simulated, all trials together: what an estimate of time goes by. */
  simulatedBars: z.number(),
  /** The out-of-sample windows one after another: the evidence. `periods` counts returns. */
  stitched: z.object({
    sharpe: z.number().nullable(),
    totalReturn: z.number().nullable(),
    cagr: z.number().nullable(),
    maxDrawdown: z.number().nullable(),
    trades: z.int(),
    periods: z.int(),
  }),
  /** Annualised stitched return / mean annualised in-sample return; informative. */
  efficiency: measuredSchema,
  stabilityScore: measuredSchema,
  averageDegradation: measuredSchema,
  undefinedWindows: z.int(),
  /** Windows with a profit out of sample / windows. */
  profitableShare: z.number(),
  /** Largest share of the windows' summed log growth that one window brought. */
  largestProfitShare: measuredSchema,
  /** Longest out-of-sample trade in bars, one still open at the end of its test too; a purge should be at least as long. */
  longestHoldingBars: z.int(),
  drift: z.array(parameterDriftSchema),
  /** What is wrong with the windows, in words; empty when they are sound. */
  problems: z.array(z.string()),
})
export type ValidationOutcome = z.infer<typeof validationOutcomeSchema>

/** The stitched out-of-sample curve, one entry per bar of the tests. */
export const validationEquitySchema = z.object({
  /** Epoch ms UTC. */
  time: seriesSchema,
  bar: seriesSchema,
  window: seriesSchema,
  close: seriesSchema,
  /** Growth of 1 over all tests. */
  equity: seriesSchema,
})
export type ValidationEquity = z.infer<typeof validationEquitySchema>

/** Out-of-sample trades of all windows; every window starts flat with the initial cash. Columns as in a run's trades. */
export const validationTradesSchema = z.object({
  window: seriesSchema,
  ...tradeColumnShape,
  /** Index into the data's symbols; only of a panel. */
  symbol: seriesSchema.exactOptional(),
})
export type ValidationTrades = z.infer<typeof validationTradesSchema>

/** Every in-sample trial: its window, its place in the grid, its scores (NaN = undefined), 1 when it was chosen. */
export const validationTrialsSchema = z.object({
  window: seriesSchema,
  trial: seriesSchema,
  chosen: seriesSchema,
  sharpe: seriesSchema,
  totalReturn: seriesSchema,
  cagr: seriesSchema,
  maxDrawdown: seriesSchema,
  trades: seriesSchema,
})
export type ValidationTrials = z.infer<typeof validationTrialsSchema>

/** A walk-forward validation, without its windows: those load when it is opened. */
export const validationSummarySchema = z.object({
  id: idSchema,
  origin: originSchema,
  strategyId: idSchema,
  strategyName: nameSchema,
  strategyType: strategyTypeSchema,
  strategyVersion: z.int().min(1),
  /** null: an adopted validation, whose bars were never kept. */
  datasetId: idSchema.nullable(),
  datasetName: nameSchema.nullable(),
  /** Of the stitched out-of-sample curve; null until completed, and in validations of older versions. */
  testSharpe: z.number().nullable(),
  testReturn: z.number().nullable(),
  testDrawdown: z.number().nullable(),
  /** In-sample trials; null until completed, and in validations of older versions. */
  trialCount: z.int().nullable(),
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

export const validationSchema = validationSummarySchema.extend({
  windows: z.array(validationWindowSchema).nullable(),
  /** null, like the spec, data hash and outcome: a validation of an older version, which cannot be repeated. */
  plan: validationPlanSchema.nullable(),
  spec: runSpecSchema.nullable(),
  dataHash: hashSchema.nullable(),
  outcome: validationOutcomeSchema.nullable(),
  /** What was odd about an adopted validation. */
  flags: z.array(adoptionFlagSchema),
})
export type Validation = z.infer<typeof validationSchema>

/** A validation that can be run again: everything it was made of is here. */
export interface RepeatableValidation extends Validation {
  readonly datasetId: string
  readonly plan: ValidationPlan
  readonly spec: RunSpec
  readonly dataHash: string
}

/** Throws `invalid_transition` for a validation of an older version. */
export function requireRepeatableValidation(validation: Validation): RepeatableValidation {
  const { datasetId, plan, spec, dataHash } = validation
  if (datasetId !== null && plan !== null && spec !== null && dataHash !== null) return { ...validation, datasetId, plan, spec, dataHash }
  throw new AppError(
    'invalid_transition',
    'This validation comes from an older version, which kept neither its plan nor its settings. It can be viewed, exported and deleted; run a new validation of the strategy instead.',
    { details: { id: validation.id, origin: validation.origin } },
  )
}
