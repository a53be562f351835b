import { z } from 'zod'
import { auditHeadSchema } from './audit.ts'
import { hashSchema, idSchema, nameSchema } from './primitives.ts'

export const PACK_FORMAT = 'aurelius-evidence-1'

/** Every pack holds these; the data of the run beside them when they were asked for. */
export const PACK_FILES = [
  'README.txt',
  'strategy.json',
  'run.json',
  'trades.csv',
  'equity_curve.csv',
  'dataset.json',
  'trials.json',
  'validation.json',
  'gates.json',
  'governance.json',
  'audit.json',
] as const
export const PACK_DATA_FILE = 'data.json'
export const PACK_MANIFEST_FILE = 'manifest.json'

export const packManifestSchema = z.object({
  format: z.literal(PACK_FORMAT),
  exported_at: z.iso.datetime(),
  application: z.string(),
  strategy: z.object({ id: idSchema, name: nameSchema, version: z.int().min(1) }),
  backtest_id: idSchema,
  /** The end of the audit log when the pack was made. */
  audit_head: auditHeadSchema,
  files: z.array(z.object({ path: z.string(), bytes: z.int().min(0), sha256: hashSchema })),
  /** SHA-256 of this document's canonical JSON (RFC 8785) without this field. */
  pack_hash: hashSchema,
})
export type PackManifest = z.infer<typeof packManifestSchema>

/** One thing that is not as it was exported, or does not follow from the rest. */
export const packFindingSchema = z.object({ file: z.string(), reason: z.string() })
export type PackFinding = z.infer<typeof packFindingSchema>

export const packVerificationSchema = z.object({
  /** No finding. A replay that could not be made is none: `replay` says why. */
  intact: z.boolean(),
  packHash: hashSchema.nullable(),
  strategy: z.object({ id: idSchema, name: nameSchema, version: z.int() }).nullable(),
  auditHead: auditHeadSchema.nullable(),
  files: z.int(),
  findings: z.array(packFindingSchema),
  replay: z.object({ state: z.enum(['equal', 'different', 'not_run']), reason: z.string() }),
})
export type PackVerification = z.infer<typeof packVerificationSchema>
