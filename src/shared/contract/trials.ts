import { z } from 'zod'
import { idSchema } from '../domain/primitives.ts'
import { trialCountSchema } from '../domain/trialLedger.ts'
import { procedure } from './base.ts'

export const trialsContract = {
  /** What was tried in each family the strategy's own trials belong to, other strategies of the family included. */
  count: procedure
    .route({ method: 'GET', path: '/trials/{strategyId}' })
    .input(z.object({ strategyId: idSchema }))
    .output(z.array(trialCountSchema)),
  /** Raises a family's count to at least `trials`: what was tried elsewhere counts too. Nothing lowers it again. */
  declare: procedure
    .route({ method: 'POST', path: '/trials/{strategyId}/declare' })
    .input(z.object({ strategyId: idSchema, datasetId: idSchema, trials: z.int().min(1).max(1_000_000_000) }))
    .output(trialCountSchema),
}
