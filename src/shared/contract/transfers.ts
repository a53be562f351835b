import { z } from 'zod'
import { idSchema } from '../domain/primitives.ts'
import { backupFolderSchema, backupRuleSchema, transferSchema, transferTaskSchema } from '../domain/transfer.ts'
import { procedure } from './base.ts'

const byId = z.object({ id: idSchema })

export const transfersContract = {
  /** Begins and answers at once; `list` says how far it is. One runs at a time, and goes on when its caller has left. */
  start: procedure.route({ method: 'POST', path: '/transfers' }).input(transferTaskSchema).output(transferSchema),
  /** The latest ones of this launch, newest first. */
  list: procedure.route({ method: 'GET', path: '/transfers' }).output(z.array(transferSchema)),
  /** Stops at the next batch. What was copied stays marked as unfinished, and the same task goes on from there. */
  cancel: procedure.route({ method: 'POST', path: '/transfers/{id}/cancel' }).input(byId).output(transferSchema),
  backups: procedure.route({ method: 'GET', path: '/backups' }).output(backupFolderSchema),
  /** Sets when backups are made by themselves, from now on. Their folder is set in config.json. */
  schedule: procedure.route({ method: 'PUT', path: '/backups/schedule' }).input(backupRuleSchema).output(backupFolderSchema),
  /** Asks for a file in the system's own dialog; null when nothing was chosen. `unavailable` where there is none. */
  chooseFile: procedure
    .input(z.object({ purpose: z.enum(['save', 'open']), suggestedName: z.string().max(120).default('') }))
    .output(z.object({ token: idSchema, name: z.string() }).nullable()),
}
