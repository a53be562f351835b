import { z } from 'zod'
import { gatePolicyDraftSchema, policyDryRunSchema, storedPolicySchema } from '../domain/gatePolicy.ts'
import { textSchema } from '../domain/primitives.ts'
import { procedure } from './base.ts'

export const policiesContract = {
  /** The one in force first, the built-in one last. */
  list: procedure.route({ method: 'GET', path: '/policies' }).output(z.array(storedPolicySchema)),
  /** What it would change; nothing is stored. */
  dryRun: procedure
    .route({ method: 'POST', path: '/policies/dry-run' })
    .input(z.object({ draft: gatePolicyDraftSchema }))
    .output(policyDryRunSchema),
  /** A new version, in force at once; versions never change afterwards. */
  save: procedure
    .route({ method: 'POST', path: '/policies' })
    .input(
      z.object({
        draft: gatePolicyDraftSchema,
        reason: textSchema.trim().min(1, 'say why it changes'),
        /** The version that was in force when the change was made. */
        expectedVersion: z.string().max(64),
      }),
    )
    .output(storedPolicySchema),
}
