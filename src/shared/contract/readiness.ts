import { z } from 'zod'
import { idSchema } from '../domain/primitives.ts'
import {
  gateTargetsSchema,
  productReadinessDraftSchema,
  productReadinessSchema,
  readinessScorecardSchema,
} from '../domain/productReadiness.ts'
import { procedure } from './base.ts'

const byStrategy = z.object({ strategyId: idSchema })

export const readinessContract = {
  /** What is in place for production. */
  get: procedure.route({ method: 'GET', path: '/readiness/{strategyId}' }).input(byStrategy).output(productReadinessSchema),
  save: procedure
    .route({ method: 'PUT', path: '/readiness/{strategyId}' })
    .input(byStrategy.extend({ draft: productReadinessDraftSchema }))
    .output(productReadinessSchema),
  /** What the strategy's own goal asks for beyond the policy. */
  targets: procedure.route({ method: 'GET', path: '/readiness/{strategyId}/targets' }).input(byStrategy).output(gateTargetsSchema),
  saveTargets: procedure
    .route({ method: 'PUT', path: '/readiness/{strategyId}/targets' })
    .input(byStrategy.extend({ targets: gateTargetsSchema }))
    .output(gateTargetsSchema),
  scorecard: procedure
    .route({ method: 'GET', path: '/readiness/{strategyId}/scorecard' })
    .input(byStrategy)
    .output(readinessScorecardSchema),
}
