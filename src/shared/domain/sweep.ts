import { z } from 'zod'
import { errorCodeSchema, runStatusSchema } from './backtest.ts'
import { METRIC_NAMES, type MetricName } from './metricRegistry.ts'
import { hashSchema, idSchema, instantMsSchema, nameSchema } from './primitives.ts'
import { runSpecSchema } from './runSpec.ts'
import { strategyTypeSchema, sweepRangeSchema } from './strategyType.ts'

/** More is for the command line on files: a stored sweep is opened whole. */
export const MAX_STORED_TRIALS = 100_000
/** Combinations looked at while a stored sweep is laid out. */
export const MAX_STORED_CELLS = 500_000

const axisNameSchema = z.string().min(1).max(64)
const axisValueSchema = z.union([z.number(), z.string().max(200), z.boolean()])

/** One parameter or setting that a sweep varies, and the values it takes, in this order. */
export const sweepAxisSchema = z.object({ name: axisNameSchema, values: z.array(axisValueSchema).min(1).max(10_000) })
export interface SweepAxis {
  readonly name: string
  readonly values: readonly z.infer<typeof axisValueSchema>[]
}

/** An axis as it is asked for: a range, or the values one by one. */
export const axisRequestSchema = z.union([
  z.strictObject({ name: axisNameSchema, ...sweepRangeSchema.shape }),
  z.strictObject({ name: axisNameSchema, values: z.array(axisValueSchema).min(1).max(10_000) }),
])
export type AxisRequest = z.infer<typeof axisRequestSchema>

/**
 * plateau: the median over a trial and its neighbours on the grid, so that a lucky spike ranks below broad high ground.
 * peak: the trial's own value.
 */
export const rankingSchema = z.enum(['plateau', 'peak'])
export type Ranking = z.infer<typeof rankingSchema>

export const metricNameSchema = z.enum(METRIC_NAMES as readonly [MetricName, ...MetricName[]])

const trialParametersSchema = z.record(z.string(), axisValueSchema)

/** One trial of a sweep: its place on the axes and what was measured; null = undefined. */
export const sweepRowSchema = z.object({
  /** Place in the sweep's own order, from 0. */
  trial: z.int().min(0),
  /** Values of the axes. */
  parameters: trialParametersSchema,
  /** What it is ranked by, in the metric's unit; null when it has none. */
  score: z.number().nullable(),
  metrics: z.record(z.string(), z.number().nullable()),
})
export type SweepRow = z.infer<typeof sweepRowSchema>

/** A small row for lists. The best trial is the first by the sweep's ranking, picked with hindsight: no forecast. */
export const sweepSummarySchema = z.object({
  id: idSchema,
  strategyId: idSchema,
  strategyName: nameSchema,
  strategyType: strategyTypeSchema,
  strategyVersion: z.int().min(1),
  datasetId: idSchema,
  datasetName: nameSchema,
  startDate: z.string(),
  endDate: z.string(),
  axes: z.array(sweepAxisSchema),
  /** Condition on the combinations; null = all. */
  where: z.string().nullable(),
  rankMetric: metricNameSchema,
  ranking: rankingSchema,
  /** Combinations of the axes' values = trials + excluded by the constraint + refused by the strategy. */
  gridCells: z.int(),
  trialCount: z.int().min(1),
  excluded: z.int(),
  refused: z.int(),
  status: runStatusSchema,
  /** A running sweep that stands still until it is resumed. */
  paused: z.boolean(),
  /** Share of trials done, 0..1. */
  progress: z.number().min(0).max(1),
  errorCode: errorCodeSchema.nullable(),
  errorMessage: z.string().nullable(),
  /** null until the sweep has completed. */
  best: sweepRowSchema.nullable(),
  createdAtMs: instantMsSchema,
  startedAtMs: instantMsSchema.nullable(),
  completedAtMs: instantMsSchema.nullable(),
  durationMs: z.number().nullable(),
})
export type SweepSummary = z.infer<typeof sweepSummarySchema>

export const sweepSchema = sweepSummarySchema.extend({
  /** What every trial has in common. */
  spec: runSpecSchema,
  /** SHA-256 over specification, axes, constraint and ranking. */
  sweepHash: hashSchema,
  dataHash: hashSchema,
  engineVersion: z.string().nullable(),
  metricVersion: z.string().nullable(),
  /** SHA-256 over every value of every trial: the same sweep gives the same hash, on any number of threads. */
  rowsHash: hashSchema.nullable(),
})
export type Sweep = z.infer<typeof sweepSchema>
