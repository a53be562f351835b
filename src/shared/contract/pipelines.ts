import { z } from 'zod'
import { runStatusSchema } from '../domain/backtest.ts'
import { improvementIterationSchema, improvementReportSchema, improvementRequestSchema } from '../domain/improvement.ts'
import { pageOf, pageRequestShape } from '../domain/page.ts'
import { pipelineRequestSchema, pipelineSchema } from '../domain/pipeline.ts'
import { idSchema } from '../domain/primitives.ts'
import { procedure } from './base.ts'

export const listPipelinesInputSchema = z
  .object({
    strategyId: idSchema.nullable().default(null),
    statuses: z.array(runStatusSchema).max(10).default([]),
    ...pageRequestShape,
  })
  .prefault({})
export type ListPipelinesInput = z.infer<typeof listPipelinesInputSchema>

const byId = z.object({ id: idSchema })

export const pipelinesContract = {
  /** Newest first. */
  list: procedure.route({ method: 'GET', path: '/pipelines' }).input(listPipelinesInputSchema).output(pageOf(pipelineSchema)),
  get: procedure.route({ method: 'GET', path: '/pipelines/{id}' }).input(byId).output(pipelineSchema),
  /** From a goal or a strategy through every stage to the verdict of the CRV gate; answers at once, news comes from `backtests.watch`. */
  run: procedure.route({ method: 'POST', path: '/pipelines/run' }).input(pipelineRequestSchema).output(pipelineSchema),
  /** Goes on where an interrupted pipeline was; what is done is not done again. */
  resume: procedure.route({ method: 'POST', path: '/pipelines/{id}/resume' }).input(byId).output(pipelineSchema),
  /** Stops the run of the stage under way as well. */
  cancel: procedure.route({ method: 'POST', path: '/pipelines/{id}/cancel' }).input(byId).output(pipelineSchema),
  /** What its stages made stays. */
  delete: procedure.route({ method: 'DELETE', path: '/pipelines/{id}' }).input(byId).output(byId),
}

export const improvementsContract = {
  /** Tries changes that answer the failed checks of the newest verdicts, on in-sample bars; what improves the objective becomes a new version. */
  run: procedure.route({ method: 'POST', path: '/improvements/run' }).input(improvementRequestSchema).output(improvementReportSchema),
  /** Every iteration of a strategy, newest first. */
  list: procedure
    .route({ method: 'GET', path: '/improvements/{strategyId}' })
    .input(z.object({ strategyId: idSchema, limit: z.int().min(1).max(500).default(100) }))
    .output(z.array(improvementIterationSchema)),
}
