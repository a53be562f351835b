import { z } from 'zod'
import { gateTypeSchema } from './gate.ts'
import { dateSchema, idSchema, instantMsSchema, textSchema } from './primitives.ts'
import { strategyTypeSchema } from './strategyType.ts'

/** Longest life of a waiver, in days. */
export const MAX_WAIVER_DAYS = 90

/** A reason, a note, an answer: something must be said. */
export const saidSchema = textSchema.trim().min(1, 'must not be empty')

export const ROLES = ['approver'] as const
export const roleSchema = z.enum(ROLES)
export type Role = z.infer<typeof roleSchema>

/** A person as the database knows them: its login, or on a local file the operating system's user. */
export const personSchema = z.string().trim().min(1, 'must not be empty').max(255)

const revocationShape = { revokedBy: personSchema.nullable(), revokedAtMs: instantMsSchema.nullable() }
const versionShape = { strategyId: idSchema, strategyVersion: z.int().min(1) }

/** Nobody gives a role to themselves. */
export const roleGrantSchema = z.object({
  actor: personSchema,
  role: roleSchema,
  grantedBy: personSchema,
  grantedAtMs: instantMsSchema,
  ...revocationShape,
})
export type RoleGrant = z.infer<typeof roleGrantSchema>

/** Somebody with the role, who neither wrote nor last edited the version, approves of it. */
export const approvalSchema = z.object({
  id: idSchema,
  ...versionShape,
  approver: personSchema,
  role: roleSchema,
  note: textSchema,
  approvedAtMs: instantMsSchema,
  ...revocationShape,
})
export type Approval = z.infer<typeof approvalSchema>

/** One check of one gate may fail for one version, for a while, because somebody else than its author says why. */
export const waiverSchema = z.object({
  id: idSchema,
  ...versionShape,
  gateType: gateTypeSchema,
  checkId: z.string(),
  reason: textSchema,
  approver: personSchema,
  grantedAtMs: instantMsSchema,
  /** At most `MAX_WAIVER_DAYS` after it was granted; from this instant on the check fails again. */
  expiresAtMs: instantMsSchema,
  ...revocationShape,
})
export type Waiver = z.infer<typeof waiverSchema>

export type WaiverState = 'active' | 'expired' | 'revoked'

export function waiverStateAt({ expiresAtMs, revokedAtMs }: Waiver, instantMs: number): WaiverState {
  if (revokedAtMs !== null && revokedAtMs <= instantMs) return 'revoked'
  return expiresAtMs <= instantMs ? 'expired' : 'active'
}

/** What a reviewer says; an objection stays open until somebody answers it. */
export const reviewNoteSchema = z.object({
  id: idSchema,
  ...versionShape,
  author: personSchema,
  text: textSchema,
  isObjection: z.boolean(),
  createdAtMs: instantMsSchema,
  resolvedBy: personSchema.nullable(),
  resolvedAtMs: instantMsSchema.nullable(),
  resolution: textSchema.nullable(),
})
export type ReviewNote = z.infer<typeof reviewNoteSchema>

/** Dates of a dataset that nothing may read before they are opened, both inclusive. */
export const holdoutSchema = z.object({
  datasetId: idSchema,
  startDate: dateSchema,
  endDate: dateSchema,
  reason: textSchema,
  lockedBy: personSchema,
  lockedAtMs: instantMsSchema,
})
export type Holdout = z.infer<typeof holdoutSchema>

/** One look at a holdout, by one version of one strategy; a family of rules looks once. */
export const holdoutOpeningSchema = z.object({
  id: idSchema,
  datasetId: idSchema,
  ...versionShape,
  strategyType: strategyTypeSchema,
  openedBy: personSchema,
  openedAtMs: instantMsSchema,
  reason: textSchema,
})
export type HoldoutOpening = z.infer<typeof holdoutOpeningSchema>

export const holdoutStatusSchema = z.object({
  /** null: none is locked on this dataset. */
  holdout: holdoutSchema.nullable(),
  openings: z.array(holdoutOpeningSchema),
})
export type HoldoutStatus = z.infer<typeof holdoutStatusSchema>
