import { z } from 'zod'
import { hashSchema } from './primitives.ts'

/** What makes a run the same run: equal inputs give an equal ledger_hash in any process, thread count or OS. */
export const runIdentitySchema = z.object({
  spec_hash: hashSchema,
  data_hash: hashSchema,
  engine_version: z.string(),
  metric_version: z.string(),
  seed: z.int(),
  ledger_hash: hashSchema,
})
export type RunIdentity = z.infer<typeof runIdentitySchema>
