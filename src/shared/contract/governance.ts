import { z } from 'zod'
import { gateTypeSchema } from '../domain/gate.ts'
import {
  approvalSchema,
  holdoutOpeningSchema,
  holdoutSchema,
  holdoutStatusSchema,
  MAX_WAIVER_DAYS,
  personSchema,
  reviewNoteSchema,
  roleGrantSchema,
  roleSchema,
  saidSchema,
  waiverSchema,
} from '../domain/governance.ts'
import { dateSchema, idSchema, nameSchema, textSchema } from '../domain/primitives.ts'
import { procedure } from './base.ts'

const byId = z.object({ id: idSchema })
/** null: of all strategies. */
const ofStrategy = z.object({ strategyId: idSchema.nullable().default(null) }).prefault({})
const roleOf = z.object({ actor: personSchema, role: roleSchema.default('approver') })

/** An approval with the name its version had. */
export const namedApprovalSchema = approvalSchema.extend({ strategyName: nameSchema })

/** Every decision is in the name of whoever is logged in to the database; the database refuses an author's own. */
export const approvalsContract = {
  list: procedure.route({ method: 'GET', path: '/approvals' }).input(ofStrategy).output(z.array(approvalSchema)),
  /** What stood approved when that day (UTC) ended. */
  asOf: procedure
    .route({ method: 'GET', path: '/approvals/as-of/{date}' })
    .input(z.object({ date: dateSchema }))
    .output(z.array(namedApprovalSchema)),
  approve: procedure
    .route({ method: 'POST', path: '/approvals' })
    .input(z.object({ strategyId: idSchema, expectedVersion: z.int().min(1), note: textSchema.default('') }))
    .output(approvalSchema),
  revoke: procedure.route({ method: 'POST', path: '/approvals/{id}/revoke' }).input(byId).output(approvalSchema),
  roles: procedure.route({ method: 'GET', path: '/roles' }).output(z.array(roleGrantSchema)),
  /** To somebody else than oneself. */
  grantRole: procedure.route({ method: 'POST', path: '/roles' }).input(roleOf).output(roleGrantSchema),
  revokeRole: procedure.route({ method: 'POST', path: '/roles/revoke' }).input(roleOf).output(roleGrantSchema),
}

export const waiversContract = {
  list: procedure.route({ method: 'GET', path: '/waivers' }).input(ofStrategy).output(z.array(waiverSchema)),
  /** For the current version, for a check that the gate has judged and that can be waived. */
  grant: procedure
    .route({ method: 'POST', path: '/waivers' })
    .input(
      z.object({
        strategyId: idSchema,
        gateType: gateTypeSchema,
        checkId: z.string().min(1).max(16),
        reason: saidSchema,
        days: z.int().min(1).max(MAX_WAIVER_DAYS),
      }),
    )
    .output(waiverSchema),
  revoke: procedure.route({ method: 'POST', path: '/waivers/{id}/revoke' }).input(byId).output(waiverSchema),
}

export const reviewsContract = {
  /** Of all versions, newest first. */
  list: procedure
    .route({ method: 'GET', path: '/reviews/{strategyId}' })
    .input(z.object({ strategyId: idSchema }))
    .output(z.array(reviewNoteSchema)),
  note: procedure
    .route({ method: 'POST', path: '/reviews' })
    .input(z.object({ strategyId: idSchema, text: saidSchema, isObjection: z.boolean().default(false) }))
    .output(reviewNoteSchema),
  resolve: procedure
    .route({ method: 'POST', path: '/reviews/{id}/resolve' })
    .input(z.object({ id: idSchema, resolution: saidSchema }))
    .output(reviewNoteSchema),
}

export const holdoutsContract = {
  get: procedure
    .route({ method: 'GET', path: '/holdouts/{datasetId}' })
    .input(z.object({ datasetId: idSchema }))
    .output(holdoutStatusSchema),
  /** For good. `endDate` null = to the end of the data. */
  lock: procedure
    .route({ method: 'POST', path: '/holdouts' })
    .input(z.object({ datasetId: idSchema, startDate: dateSchema, endDate: dateSchema.nullable().default(null), reason: saidSchema }))
    .output(holdoutSchema),
  /** For the strategy's current version, once for its family of rules. */
  open: procedure
    .route({ method: 'POST', path: '/holdouts/{datasetId}/open' })
    .input(z.object({ datasetId: idSchema, strategyId: idSchema, reason: saidSchema }))
    .output(holdoutOpeningSchema),
}
