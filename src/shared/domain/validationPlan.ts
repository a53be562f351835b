import { z } from 'zod'

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

const planShape = {
  /** rolling: training of a constant length; anchored: it grows from the first bar. */
  mode: z.enum(['rolling', 'anchored']),
  /** What the two lengths count: bars, or calendar days (equal days, unequal numbers of bars). */
  unit: z.enum(['bars', 'days']),
  trainLength: length,
  testLength: length,
  /** Bars left out between training and test: at least the longest holding, so that no trade reaches across. */
  purgeBars: gap,
  /** Further bars left out, for dependence that outlives a trade. */
  embargoBars: gap,
  /** What becomes of a last test that the data do not fill; windows of days always drop it. */
  lastTest: z.enum(['drop', 'keep']).default('drop'),
  /** Empty: the strategy keeps its own parameters in every window. */
  axes: z.array(validationAxisSchema).max(8).default([]),
  /** Which combinations are allowed, such as "fast < slow"; null allows all. */
  where: z.string().max(1000).nullable().default(null),
  objective: validationObjectiveSchema.default({ metric: 'sharpe', choice: 'plateau' }),
}

const isLastTestPossible = ({ unit, lastTest }: { unit: 'bars' | 'days'; lastTest: 'drop' | 'keep' }) =>
  unit === 'bars' || lastTest === 'drop'
const lastTestProblem = {
  path: ['lastTest'],
  message: 'a last test that is cut short can only be kept when lengths are counted in bars',
}

/** How a walk-forward validation is laid out and how each window chooses its parameters. */
export const validationPlanSchema = z.strictObject(planShape).refine(isLastTestPossible, lastTestProblem)
export type ValidationPlan = z.infer<typeof validationPlanSchema>

const axisText = z.string().min(1).max(10_000)

/** A plan as it is asked for: an axis may also be written as `fast=5:50:5` or `average=sma,ema`. */
export const validationPlanRequestSchema = z
  .strictObject({
    ...planShape,
    axes: z
      .array(z.union([axisText, validationAxisSchema]))
      .max(8)
      .default([]),
  })
  .refine(isLastTestPossible, lastTestProblem)
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
