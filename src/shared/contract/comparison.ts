import { z } from 'zod'
import { backtestSchema } from '../domain/backtest.ts'
import { MOST_COMPARED } from '../domain/comparison.ts'
import { idSchema, seriesSchema } from '../domain/primitives.ts'
import { procedure } from './base.ts'

const curveSchema = z.object({
  /** Equity as a multiple of where the run began: 1.2 is 20% up. NaN outside the run. */
  growth: seriesSchema,
  /** Fall from the running peak, a fraction from -1 to 0. NaN outside the run. */
  drawdown: seriesSchema,
})

const comparedRunSchema = z.object({
  run: backtestSchema,
  /** What the run traded. */
  instruments: z.array(z.string()),
  /** null for a run without equity: it has not completed, or was adopted without a curve. */
  curve: curveSchema.nullable(),
})
export type ComparedRun = z.infer<typeof comparedRunSchema>

export const comparisonSchema = z.object({
  /** Epoch ms, increasing: the one axis of all curves. */
  time: seriesSchema,
  /** In the order they were asked for. */
  runs: z.array(comparedRunSchema),
  /** Ids asked for that no longer exist. */
  missing: z.array(idSchema),
})
export type Comparison = z.infer<typeof comparisonSchema>

export const comparisonContract = {
  /** Several runs side by side: settings, metrics, and curves thinned to one axis that keeps every peak and trough. */
  get: procedure
    .route({ method: 'GET', path: '/comparison' })
    .input(
      z.object({
        runs: z.array(idSchema).min(1).max(MOST_COMPARED),
        /** Longest axis; shorter curves arrive whole. */
        points: z.int().min(100).max(5_000).default(1_000),
      }),
    )
    .output(comparisonSchema),
}
