import { z } from 'zod'
import { adoptionPreviewSchema } from '../domain/adoption.ts'
import { errorCodeSchema } from '../domain/backtest.ts'
import { connectionSchema, connectionTestSchema, databaseStatusSchema } from '../domain/connection.ts'
import { profileMarkSchema } from '../domain/connectionProfile.ts'
import { connectionInputSchema } from '../domain/transfer.ts'
import { procedure } from './base.ts'

export const connectionsContract = {
  /** The connection in use, without its secret. */
  current: procedure.route({ method: 'GET', path: '/connections/current' }).output(
    z.object({
      connection: connectionSchema,
      /** The profile under which this database is saved; null = under none. */
      profile: profileMarkSchema.nullable(),
      status: databaseStatusSchema,
      readOnly: z.boolean(),
      /** Why the configured connection is not the one in use; null when it is. */
      problem: z.object({ connection: connectionSchema, code: errorCodeSchema, message: z.string() }).nullable(),
      /** What a person should know about the database in use; each a whole sentence. */
      warnings: z.array(z.string()),
    }),
  ),
  test: procedure.route({ method: 'POST', path: '/connections/test' }).input(connectionInputSchema).output(connectionTestSchema),
  /** Reads a pasted URL; the password, if any, is not echoed in the connection. */
  parseUrl: procedure
    .route({ method: 'POST', path: '/connections/parse-url' })
    .input(z.object({ url: z.string().max(4096) }))
    .output(z.object({ connection: connectionSchema, hasPassword: z.boolean() })),
  /** The address of a connection, to copy; it never holds a password. */
  formatUrl: procedure
    .route({ method: 'POST', path: '/connections/format-url' })
    .input(z.object({ connection: connectionSchema }))
    .output(z.object({ url: z.string() })),
  /** Tries the configured connection again and, when it opens, switches to it; without a `problem` it changes nothing. */
  retry: procedure.route({ method: 'POST', path: '/connections/retry' }).output(databaseStatusSchema),
  /**
   * Opens the new database before letting go of the old one. With pending migrations on a server it answers
   * `migration_required` unless `migrate` is true: nobody's schema changes without consent.
   */
  switchTo: procedure
    .route({ method: 'POST', path: '/connections/switch' })
    .input(connectionInputSchema.extend({ migrate: z.boolean().default(false) }))
    .output(databaseStatusSchema),
  /** What taking over an older AURELIUS database would change; null when this is not one. Changes nothing. */
  previewAdoption: procedure
    .route({ method: 'POST', path: '/connections/adoption/preview' })
    .input(connectionInputSchema)
    .output(adoptionPreviewSchema.nullable()),
  /** Takes an older AURELIUS database over, all or nothing, and switches to it. */
  adopt: procedure.route({ method: 'POST', path: '/connections/adoption' }).input(connectionInputSchema).output(databaseStatusSchema),
}
