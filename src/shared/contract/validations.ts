import { z } from 'zod'
import { runStatusSchema } from '../domain/backtest.ts'
import { pageOf, pageRequestShape, sortDirectionSchema } from '../domain/page.ts'
import { idSchema, searchSchema } from '../domain/primitives.ts'
import { runSettingsSchema } from '../domain/runSpec.ts'
import {
  validationEquitySchema,
  validationSchema,
  validationSummarySchema,
  validationTradesSchema,
  validationTrialsSchema,
} from '../domain/validation.ts'
import { validationPlanRequestSchema, validationPreviewSchema } from '../domain/validationPlan.ts'
import { procedure } from './base.ts'
import { tagAndDateFilterShape } from './strategies.ts'

export const validationFilterShape = {
  strategyId: idSchema.nullable().default(null),
  datasetId: idSchema.nullable().default(null),
  statuses: z.array(runStatusSchema).max(10).default([]),
  /** Text in the strategy's name. */
  search: searchSchema.default(''),
  ...tagAndDateFilterShape,
  /** Stable or not, by the older mark; null = either. */
  passed: z.boolean().nullable().default(null),
}

export const listValidationsInputSchema = z
  .object({
    ...validationFilterShape,
    sort: z
      .enum(['createdAt', 'status', 'strategyName', 'testSharpe', 'avgTestSharpe', 'avgDegradation', 'stabilityScore'])
      .default('createdAt'),
    direction: sortDirectionSchema.default('desc'),
    ...pageRequestShape,
  })
  .prefault({})
export type ListValidationsInput = z.infer<typeof listValidationsInputSchema>

export const validationRequestSchema = z.object({
  strategyId: idSchema,
  datasetId: idSchema,
  /** Costs, execution, dates and seed, as of a run. The dates bound the windows. */
  settings: runSettingsSchema.prefault({}),
  plan: validationPlanRequestSchema,
})
export type ValidationRequest = z.infer<typeof validationRequestSchema>

const byId = z.object({ id: idSchema })

export const validationsContract = {
  list: procedure.route({ method: 'GET', path: '/validations' }).input(listValidationsInputSchema).output(pageOf(validationSummarySchema)),
  get: procedure.route({ method: 'GET', path: '/validations/{id}' }).input(byId).output(validationSchema),
  /** The windows and the number of trials a validation would have; nothing is run or stored. */
  preview: procedure.route({ method: 'POST', path: '/validations/preview' }).input(validationRequestSchema).output(validationPreviewSchema),
  /** Checks everything that can be checked, stores a pending validation and answers at once; news comes from `backtests.watch`. */
  run: procedure.route({ method: 'POST', path: '/validations/run' }).input(validationRequestSchema).output(validationSummarySchema),
  /** Queues an interrupted validation again. */
  resume: procedure.route({ method: 'POST', path: '/validations/{id}/resume' }).input(byId).output(validationSummarySchema),
  cancel: procedure.route({ method: 'POST', path: '/validations/{id}/cancel' }).input(byId).output(validationSummarySchema),
  /** What it tried stays counted in the trial ledger. */
  delete: procedure
    .route({ method: 'DELETE', path: '/validations/{id}' })
    .input(byId)
    .output(z.object({ id: idSchema })),
  /** The stitched out-of-sample curve. */
  equity: procedure.route({ method: 'GET', path: '/validations/{id}/equity' }).input(byId).output(validationEquitySchema),
  /** Out-of-sample trades in columns; `exitReason` indexes FILL_REASONS. */
  trades: procedure.route({ method: 'GET', path: '/validations/{id}/trades' }).input(byId).output(validationTradesSchema),
  /** Every in-sample trial in columns. */
  trials: procedure.route({ method: 'GET', path: '/validations/{id}/trials' }).input(byId).output(validationTrialsSchema),
}
