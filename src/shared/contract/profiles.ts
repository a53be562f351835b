import { z } from 'zod'
import { connectionProfileSchema, listedProfileSchema, vaultDescriptionSchema } from '../domain/connectionProfile.ts'
import { idSchema } from '../domain/primitives.ts'
import { procedure } from './base.ts'

export const profileDraftSchema = connectionProfileSchema.extend({
  /** null = a new profile. */
  id: idSchema.nullable().default(null),
  /**
   * null = leave the password as it is, '' = forget it. A kept password serves only the login it was given for: when host,
   * port, user or encryption change and no password comes along, it is forgotten.
   */
  password: z.string().max(1024).nullable().default(null),
})
export type ProfileDraft = z.infer<typeof profileDraftSchema>

export const profilesContract = {
  /** Saved databases by name, and where their passwords stay. Passwords never leave the application. */
  list: procedure
    .route({ method: 'GET', path: '/connections/profiles' })
    .output(z.object({ items: z.array(listedProfileSchema), vault: vaultDescriptionSchema })),
  save: procedure.route({ method: 'POST', path: '/connections/profiles' }).input(profileDraftSchema).output(listedProfileSchema),
  /** Forgets a profile and its password; the database stays as it is. */
  delete: procedure
    .route({ method: 'DELETE', path: '/connections/profiles/{id}' })
    .input(z.object({ id: idSchema }))
    .output(z.object({ id: idSchema })),
}
