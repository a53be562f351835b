import { z } from 'zod'
import { auditEntrySchema, auditHeadSchema, auditVerificationSchema } from '../domain/audit.ts'
import { pageOf, pageRequestShape, sortDirectionSchema } from '../domain/page.ts'
import { dateSchema, searchSchema } from '../domain/primitives.ts'
import { procedure } from './base.ts'

/** What is null filters nothing. */
export const auditFilterShape = {
  actor: searchSchema.nullable().default(null),
  /** A whole action such as `strategy.update`, or its noun alone. */
  action: searchSchema.nullable().default(null),
  objectType: searchSchema.nullable().default(null),
  objectId: searchSchema.nullable().default(null),
  /** First and last day, UTC, both inclusive. */
  from: dateSchema.nullable().default(null),
  to: dateSchema.nullable().default(null),
}

export const listAuditInputSchema = z
  .object({
    ...auditFilterShape,
    /** One row, by its number in the log. */
    seq: z.int().min(1).nullable().default(null),
    direction: sortDirectionSchema.default('desc'),
    ...pageRequestShape,
  })
  .prefault({})
export type ListAuditInput = z.infer<typeof listAuditInputSchema>

export const auditContract = {
  /** The newest first unless asked otherwise. */
  list: procedure.route({ method: 'GET', path: '/audit' }).input(listAuditInputSchema).output(pageOf(auditEntrySchema)),
  /** Everybody who ever changed anything. */
  actors: procedure.route({ method: 'GET', path: '/audit/actors' }).output(z.array(z.string())),
  /** The end of the chain: keep it, and nobody can rewrite what came before unnoticed. */
  head: procedure.route({ method: 'GET', path: '/audit/head' }).output(auditHeadSchema),
  /** Recomputes the chain and names the first row that does not fit; `known` is a head that somebody kept. */
  verify: procedure
    .route({ method: 'POST', path: '/audit/verify' })
    .input(z.object({ known: auditHeadSchema.nullable().default(null) }).prefault({}))
    .output(auditVerificationSchema),
}
