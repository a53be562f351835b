import { z } from 'zod'
import { hashSchema, instantMsSchema } from './primitives.ts'

/** Every kind of change that is recorded. */
export const AUDIT_ACTIONS = [
  'strategy.create',
  'strategy.update',
  'strategy.archive',
  'strategy.restore',
  'strategy.delete',
  'dataset.import',
  'dataset.update',
  'dataset.delete',
  'backtest.request',
  'backtest.resume',
  'backtest.interrupt',
  'backtest.complete',
  'backtest.fail',
  'backtest.cancel',
  'backtest.delete',
  'sweep.request',
  'sweep.pause',
  'sweep.resume',
  'sweep.interrupt',
  'sweep.complete',
  'sweep.fail',
  'sweep.cancel',
  'sweep.delete',
  'validation.request',
  'validation.resume',
  'validation.interrupt',
  'validation.complete',
  'validation.fail',
  'validation.cancel',
  'validation.delete',
  'pipeline.request',
  'pipeline.resume',
  'pipeline.interrupt',
  'pipeline.complete',
  'pipeline.fail',
  'pipeline.cancel',
  'pipeline.delete',
  'improvement.try',
  'robustness.request',
  'robustness.resume',
  'robustness.interrupt',
  'robustness.complete',
  'robustness.fail',
  'robustness.cancel',
  'trials.declare',
  'gate.judge',
  'policy.save',
  'readiness.save',
  'targets.save',
  'replay.supply',
  'role.grant',
  'role.revoke',
  'approval.give',
  'approval.revoke',
  'waiver.grant',
  'waiver.revoke',
  'review.note',
  'review.resolve',
  'holdout.lock',
  'holdout.open',
  'evidence.export',
  'database.adopt',
  'database.unadopt',
  'database.backup',
  'database.copy',
  'database.restore',
] as const
export const auditActionSchema = z.enum(AUDIT_ACTIONS)
export type AuditAction = z.infer<typeof auditActionSchema>

export const AUDIT_OBJECT_TYPES = [
  'strategy',
  'dataset',
  'backtest',
  'sweep',
  'validation',
  'pipeline',
  'robustness',
  'gate',
  'policy',
  'person',
  'database',
] as const
export const auditObjectTypeSchema = z.enum(AUDIT_OBJECT_TYPES)
export type AuditObjectType = z.infer<typeof auditObjectTypeSchema>

/** One row of the log. Its texts are those of whichever version wrote it, so that a later version's actions can be read. */
export const auditEntrySchema = z.object({
  /** 1, 2, 3 and so on, without a gap. */
  seq: z.int().min(1),
  recordedAtMs: instantMsSchema,
  /** The database's login on a server, the operating system's user on a local file. */
  actor: z.string(),
  /** Operating system's user, kind and version of the program. */
  client: z.string(),
  action: z.string(),
  objectType: z.string(),
  objectId: z.string(),
  /** Canonical JSON (RFC 8785). */
  payload: z.string(),
  prevHash: hashSchema,
  rowHash: hashSchema,
})
export type AuditEntry = z.infer<typeof auditEntrySchema>

/** The end of the chain; whoever keeps it can show later that nothing before it was changed. */
export const auditHeadSchema = z.object({ seq: z.int().min(0), rowHash: hashSchema })
export type AuditHead = z.infer<typeof auditHeadSchema>

/** What is wrong with the first row that does not fit. */
export const auditBreakSchema = z.object({
  /** The row itself; for rows that are missing, the first that is. */
  seq: z.int().min(1),
  kind: z.enum(['missing', 'not_linked', 'changed', 'unknown_head']),
  message: z.string(),
})
export type AuditBreak = z.infer<typeof auditBreakSchema>

export const auditVerificationSchema = z.object({
  intact: z.boolean(),
  /** Rows found whole, up to the first break. */
  rows: z.int().min(0),
  head: auditHeadSchema,
  firstBreak: auditBreakSchema.nullable(),
})
export type AuditVerification = z.infer<typeof auditVerificationSchema>
