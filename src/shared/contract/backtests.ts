import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { backtestSchema, backtestSummarySchema, runEventSchema, runStatusSchema } from '../domain/backtest.ts'
import { pageOf, pageRequestShape, sortDirectionSchema } from '../domain/page.ts'
import { hashSchema, idSchema, searchSchema, seriesSchema } from '../domain/primitives.ts'
import { runSettingsSchema } from '../domain/runSpec.ts'
import { tradeColumnShape } from '../domain/tradeColumnShape.ts'
import { procedure } from './base.ts'
import { tagAndDateFilterShape } from './strategies.ts'

const boundSchema = z.number().nullable().default(null)

export const backtestFilterShape = {
  strategyId: idSchema.nullable().default(null),
  datasetId: idSchema.nullable().default(null),
  statuses: z.array(runStatusSchema).max(10).default([]),
  /** Text in the strategy's name. */
  search: searchSchema.default(''),
  ...tagAndDateFilterShape,
  /** Bounds, both inclusive, as fractions; null = open. A run without the metric is within no bounds. */
  minSharpe: boundSchema,
  maxSharpe: boundSchema,
  minReturn: boundSchema,
  maxReturn: boundSchema,
  /** Drawdowns are negative: -0.2 keeps runs that lost at most 20% from a peak. */
  minDrawdown: boundSchema,
  maxDrawdown: boundSchema,
  minTrades: boundSchema,
  maxTrades: boundSchema,
}

export const listBacktestsInputSchema = z
  .object({
    ...backtestFilterShape,
    sort: z
      .enum(['createdAt', 'status', 'strategyName', 'totalReturn', 'cagr', 'sharpeRatio', 'maxDrawdown', 'totalTrades'])
      .default('createdAt'),
    direction: sortDirectionSchema.default('desc'),
    ...pageRequestShape,
  })
  .prefault({})
export type ListBacktestsInput = z.infer<typeof listBacktestsInputSchema>

const byId = z.object({ id: idSchema })

const tradeColumnsSchema = z.object({
  ...tradeColumnShape,
  /** Only of a panel's run. */
  symbol: seriesSchema.exactOptional(),
})

const positionColumnsSchema = z.object({
  time: seriesSchema,
  close: seriesSchema,
  cash: seriesSchema,
  units: seriesSchema,
  equity: seriesSchema,
  /** Only of a run with a borrow rate. */
  borrow: seriesSchema.exactOptional(),
})

export const replayResultSchema = z.object({
  equal: z.boolean(),
  storedLedgerHash: hashSchema,
  replayedLedgerHash: hashSchema,
})

export const backtestsContract = {
  list: procedure.route({ method: 'GET', path: '/backtests' }).input(listBacktestsInputSchema).output(pageOf(backtestSummarySchema)),
  get: procedure.route({ method: 'GET', path: '/backtests/{id}' }).input(byId).output(backtestSchema),
  /** Checks everything that can be checked, stores a pending run and answers at once; news comes from `watch`. */
  run: procedure
    .route({ method: 'POST', path: '/backtests/run' })
    .input(z.object({ strategyId: idSchema, datasetId: idSchema, settings: runSettingsSchema.prefault({}) }))
    .output(backtestSummarySchema),
  /** Queues an interrupted run again. */
  resume: procedure.route({ method: 'POST', path: '/backtests/{id}/resume' }).input(byId).output(backtestSummarySchema),
  cancel: procedure.route({ method: 'POST', path: '/backtests/{id}/cancel' }).input(byId).output(backtestSummarySchema),
  delete: procedure
    .route({ method: 'DELETE', path: '/backtests/{id}' })
    .input(byId)
    .output(z.object({ id: idSchema })),
  /** Runs the stored spec on the stored data again and compares ledger hashes. */
  replay: procedure.route({ method: 'POST', path: '/backtests/{id}/replay' }).input(byId).output(replayResultSchema),
  /** Per-bar time, close, cash, units and equity. */
  positions: procedure.route({ method: 'GET', path: '/backtests/{id}/positions' }).input(byId).output(positionColumnsSchema),
  /** Closed trades in columns; `exitReason` indexes FILL_REASONS, `symbol` the run's instruments. */
  trades: procedure.route({ method: 'GET', path: '/backtests/{id}/trades' }).input(byId).output(tradeColumnsSchema),
  /** Live news of all runs of this application. */
  watch: procedure.output(eventIterator(runEventSchema)),
}
