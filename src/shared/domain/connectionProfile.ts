import { z } from 'zod'
import { connectionSchema } from './connection.ts'
import { idSchema, nameSchema } from './primitives.ts'

/** What a profile is marked with, so that a production server is not taken for another. */
export const PROFILE_COLOURS = ['grey', 'blue', 'teal', 'amber', 'red', 'violet'] as const
export const profileColourSchema = z.enum(PROFILE_COLOURS)
export type ProfileColour = z.infer<typeof profileColourSchema>

/** A database under a name. Holds no password. */
export const connectionProfileSchema = z.object({
  id: idSchema,
  name: nameSchema.max(60),
  /** A word shown beside the name, such as "production"; '' = none. */
  label: z.string().trim().max(24).default(''),
  colour: profileColourSchema.default('grey'),
  connection: connectionSchema,
})
export type ConnectionProfile = z.infer<typeof connectionProfileSchema>

/** How a profile shows while its database is in use. */
export const profileMarkSchema = connectionProfileSchema.omit({ connection: true })
export type ProfileMark = z.infer<typeof profileMarkSchema>

/** `kept`: in the system's vault; `session`: until the application ends; `unreadable`: kept, but the vault does not open it. */
export const secretStateSchema = z.enum(['none', 'kept', 'session', 'unreadable'])
export type SecretState = z.infer<typeof secretStateSchema>

/** A profile as a list shows it. */
export const listedProfileSchema = connectionProfileSchema.extend({
  password: secretStateSchema,
  /** The address without its password, to copy. */
  url: z.string(),
  /** Why the password is unreadable; null otherwise. */
  problem: z.string().nullable(),
})
export type ListedProfile = z.infer<typeof listedProfileSchema>

/** Where passwords stay here, for people. */
export const vaultDescriptionSchema = z.object({ keeps: z.enum(['system', 'session']), note: z.string() })
export type VaultDescription = z.infer<typeof vaultDescriptionSchema>
