import { z } from 'zod'
import { backtestSummarySchema, runStatusSchema } from '../domain/backtest.ts'
import { pageOf, pageRequestShape, sortDirectionSchema } from '../domain/page.ts'
import { idSchema, searchSchema, seriesSchema } from '../domain/primitives.ts'
import { runSettingsSchema } from '../domain/runSpec.ts'
import { parameterDescriptorSchema } from '../domain/strategyType.ts'
import {
  axisRequestSchema,
  metricNameSchema,
  rankingSchema,
  sweepAxisSchema,
  sweepRowSchema,
  sweepSchema,
  sweepSummarySchema,
} from '../domain/sweep.ts'
import { procedure } from './base.ts'
import { tagAndDateFilterShape } from './strategies.ts'

export const sweepFilterShape = {
  strategyId: idSchema.nullable().default(null),
  datasetId: idSchema.nullable().default(null),
  statuses: z.array(runStatusSchema).max(10).default([]),
  /** Text in the strategy's name. */
  search: searchSchema.default(''),
  ...tagAndDateFilterShape,
}

export const listSweepsInputSchema = z
  .object({
    ...sweepFilterShape,
    /** The metrics are those of the best trial. */
    sort: z.enum(['createdAt', 'status', 'trialCount', 'totalReturn', 'sharpeRatio', 'maxDrawdown']).default('createdAt'),
    direction: sortDirectionSchema.default('desc'),
    ...pageRequestShape,
  })
  .prefault({})
export type ListSweepsInput = z.infer<typeof listSweepsInputSchema>

export const sweepRequestSchema = z.object({
  strategyId: idSchema,
  datasetId: idSchema,
  /** Costs, execution, dates and seed, as of a run; an axis replaces what it names. */
  settings: runSettingsSchema.prefault({}),
  axes: z.array(axisRequestSchema).min(1).max(10),
  /** Condition on numeric axes and parameters, such as `fast < slow`; null = every combination. */
  where: z.string().max(1000).nullable().default(null),
  rankMetric: metricNameSchema.default('sharpe_ratio'),
  ranking: rankingSchema.default('plateau'),
})
export type SweepRequestInput = z.infer<typeof sweepRequestSchema>

export const sweepPreviewSchema = z.object({
  axes: z.array(sweepAxisSchema),
  gridCells: z.int(),
  trialCount: z.int(),
  excluded: z.int(),
  refused: z.int(),
  /** From a sample of trials that was run; null when even the sample took too long. */
  estimatedMs: z.number().nullable(),
})
export type SweepPreview = z.infer<typeof sweepPreviewSchema>

const byId = z.object({ id: idSchema })

/** A column of a sweep's rows: a metric, `parameter.<axis>`, or `score`, what the ranking goes by. */
const columnNameSchema = z.string().max(80)

export const sweepRowsInputSchema = z.object({
  id: idSchema,
  /** `trial` keeps the sweep's own order; `score` is the ranking, best first whatever the direction. */
  sort: columnNameSchema.default('score'),
  direction: sortDirectionSchema.default('desc'),
  /** Replaces the sweep's own ranking for the scores. */
  rankMetric: metricNameSchema.nullable().default(null),
  ranking: rankingSchema.nullable().default(null),
  /** Bounds on columns, both inclusive; null = open. A row without the value is within no bounds. */
  filters: z
    .array(z.object({ column: columnNameSchema, min: z.number().nullable().default(null), max: z.number().nullable().default(null) }))
    .max(20)
    .default([]),
  /** Rows never change once a sweep has completed, so a page is simply a place in them. */
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(500).default(50),
})
export type SweepRowsInput = z.infer<typeof sweepRowsInputSchema>

export const sweepsContract = {
  list: procedure.route({ method: 'GET', path: '/sweeps' }).input(listSweepsInputSchema).output(pageOf(sweepSummarySchema)),
  get: procedure.route({ method: 'GET', path: '/sweeps/{id}' }).input(byId).output(sweepSchema),
  /** Settings of a run that may be axes beside the strategy's parameters. */
  describeSettings: procedure.route({ method: 'GET', path: '/sweep-settings' }).output(z.array(parameterDescriptorSchema)),
  /** How many trials a sweep would have and how long it would take; nothing is stored or counted. */
  plan: procedure.route({ method: 'POST', path: '/sweeps/plan' }).input(sweepRequestSchema).output(sweepPreviewSchema),
  /** Checks everything that can be checked, stores a pending sweep and answers at once; news comes from `backtests.watch`. */
  run: procedure.route({ method: 'POST', path: '/sweeps/run' }).input(sweepRequestSchema).output(sweepSummarySchema),
  /** A running sweep stands still; its threads are free for other work. */
  pause: procedure.route({ method: 'POST', path: '/sweeps/{id}/pause' }).input(byId).output(sweepSummarySchema),
  /** A paused sweep goes on where it was; an interrupted one is computed again from the start, with the same result. */
  resume: procedure.route({ method: 'POST', path: '/sweeps/{id}/resume' }).input(byId).output(sweepSummarySchema),
  cancel: procedure.route({ method: 'POST', path: '/sweeps/{id}/cancel' }).input(byId).output(sweepSummarySchema),
  /** What it tried stays counted. */
  delete: procedure.route({ method: 'DELETE', path: '/sweeps/{id}' }).input(byId).output(byId),
  /** A page of the trials of a completed sweep. */
  rows: procedure
    .route({ method: 'POST', path: '/sweeps/{id}/rows' })
    .input(sweepRowsInputSchema)
    .output(z.object({ items: z.array(sweepRowSchema), total: z.int() })),
  /** Whole columns of a completed sweep, one entry a trial in the sweep's own order; NaN = undefined. */
  columns: procedure
    .route({ method: 'POST', path: '/sweeps/{id}/columns' })
    .input(z.object({ id: idSchema, names: z.array(columnNameSchema).min(1).max(40) }))
    .output(z.record(z.string(), seriesSchema)),
  /** The run of one trial: the one there is, or a new one. */
  runTrial: procedure
    .route({ method: 'POST', path: '/sweeps/{id}/trials/{trial}/run' })
    .input(z.object({ id: idSchema, trial: z.int().min(0) }))
    .output(backtestSummarySchema),
}
