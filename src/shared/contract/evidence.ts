import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { idSchema } from '../domain/primitives.ts'
import { procedure } from './base.ts'

export const evidenceContract = {
  /** The files of an evidence pack in pieces, one file after the other, once the pack has verified. */
  export: procedure
    .input(
      z.object({
        strategyId: idSchema,
        /** null: the run that the gates judged last, or the newest completed one. */
        backtestId: idSchema.nullable().default(null),
        withData: z.boolean().default(true),
      }),
    )
    .output(eventIterator(z.object({ path: z.string(), text: z.string() }))),
}
