import { z } from 'zod'
import { dateSchema } from './primitives.ts'
import { MAX_LISTED_WINDOWS, type WindowDates } from './windowDates.ts'

const parameterValue = z.union([z.number(), z.string().max(10_000), z.boolean()])

/** One parameter that every window chooses anew, and the values it chooses from. */
export const validationAxisSchema = z.strictObject({
  name: z.string().min(1).max(64),
  values: z.array(parameterValue).min(1).max(10_000),
})

/** What a window chooses by. Peak takes the best score, plateau the best average over a point and its neighbours. */
export const validationObjectiveSchema = z.strictObject({
  metric: z.enum(['sharpe', 'total_return', 'calmar']),
  choice: z.enum(['plateau', 'peak']),
})
export type ValidationObjective = z.infer<typeof validationObjectiveSchema>

const length = z.int().min(1).max(10_000_000)
const gap = z.int().min(0).max(1_000_000)

/** What every plan says, however its windows are laid out. */
const searchShape = {
  /** Bars left out between training and test: at least the longest holding, so that no trade reaches across. */
  purgeBars: gap,
  /** Further bars left out, for dependence that outlives a trade. */
  embargoBars: gap,
  /** Empty: the strategy keeps its own parameters in every window. */
  axes: z.array(validationAxisSchema).max(8).default([]),
  /** Which combinations are allowed, such as "fast < slow"; null allows all. */
  where: z.string().max(1000).nullable().default(null),
  objective: validationObjectiveSchema.default({ metric: 'sharpe', choice: 'plateau' }),
}

const equalShape = {
  /** rolling: training of a constant length; anchored: it grows from the first bar. */
  mode: z.enum(['rolling', 'anchored']),
  /** What the two lengths count: bars, or calendar days (equal days, unequal numbers of bars). */
  unit: z.enum(['bars', 'days']),
  trainLength: length,
  testLength: length,
  /** What becomes of a last test that the data do not fill; windows of days always drop it. */
  lastTest: z.enum(['drop', 'keep']).default('drop'),
  ...searchShape,
}

const windowDatesSchema: z.ZodType<WindowDates, WindowDates> = z.strictObject({
  trainStart: dateSchema,
  trainEnd: dateSchema,
  testStart: dateSchema,
  testEnd: dateSchema,
})

const listedShape = {
  /** Windows given one by one, each as long as it is said to be. Purge and embargo are taken off the end of a training. */
  mode: z.literal('listed'),
  /** In order of time; no two tests share a day. */
  windows: z
    .array(windowDatesSchema)
    .min(1, 'give at least one window')
    .max(MAX_LISTED_WINDOWS, `at most ${MAX_LISTED_WINDOWS} windows can be given one by one`),
  ...searchShape,
}

const isLastTestPossible = ({ unit, lastTest }: { unit: 'bars' | 'days'; lastTest: 'drop' | 'keep' }) =>
  unit === 'bars' || lastTest === 'drop'
const lastTestProblem = {
  path: ['lastTest'],
  message: 'a last test that is cut short can only be kept when lengths are counted in bars',
}

const listedPlanSchema = z.strictObject(listedShape)
export type ListedWindowsPlan = z.infer<typeof listedPlanSchema>

export const equalPlanSchema = z.strictObject(equalShape).refine(isLastTestPossible, lastTestProblem)
export type EqualWindowsPlan = z.infer<typeof equalPlanSchema>

/** How a walk-forward validation is laid out and how each window chooses its parameters. */
export const validationPlanSchema = z.discriminatedUnion('mode', [equalPlanSchema, listedPlanSchema])
export type ValidationPlan = z.infer<typeof validationPlanSchema>

const axisText = z.string().min(1).max(10_000)
const askedAxes = z
  .array(z.union([axisText, validationAxisSchema]))
  .max(8)
  .default([])

/** A plan as it is asked for: an axis may also be written as `fast=5:50:5` or `average=sma,ema`. */
export const validationPlanRequestSchema = z.discriminatedUnion('mode', [
  z.strictObject({ ...equalShape, axes: askedAxes }).refine(isLastTestPossible, lastTestProblem),
  z.strictObject({ ...listedShape, axes: askedAxes }),
])
export type ValidationPlanRequest = z.infer<typeof validationPlanRequestSchema>

/** One window before anything has run. Dates of the first and last bar of each part. */
export const plannedWindowSchema = z.object({
  windowId: z.int().min(0),
  trainStart: z.string(),
  trainEnd: z.string(),
  testStart: z.string(),
  testEnd: z.string(),
  trainBars: z.int(),
  testBars: z.int(),
})
export type PlannedWindow = z.infer<typeof plannedWindowSchema>

export const validationPreviewSchema = z.object({
  windows: z.array(plannedWindowSchema),
  /** Parameter sets that every window tries; 1 without axes. */
  trialsPerWindow: z.int().min(1),
  /** What the trial ledger will count. */
  trialCount: z.int().min(1),
  /** Left out by the constraint, and refused by the strategy. */
  excluded: z.int().min(0),
  refused: z.int().min(0),
  /** First and last date of the bars that are used, and how many they are. */
  startDate: z.string(),
  endDate: z.string(),
  bars: z.int().min(0),
  /** From the newest validation of the same strategy type here; null before there is one. */
  estimatedMs: z.number().nullable(),
})
export type ValidationPreview = z.infer<typeof validationPreviewSchema>
