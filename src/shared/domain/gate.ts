import { z } from 'zod'
import { hashSchema, idSchema, instantMsSchema } from './primitives.ts'

export const GATE_TYPES = ['dev', 'crv', 'product'] as const
export const gateTypeSchema = z.enum(GATE_TYPES)
export type GateType = z.infer<typeof gateTypeSchema>

export const GATE_NAMES: Readonly<Record<GateType, string>> = { dev: 'Dev gate', crv: 'CRV gate', product: 'Product gate' }

/** Missing, errored or stale evidence is NOT_RUN or FAIL, never PASS. */
export const checkStateSchema = z.enum(['PASS', 'FAIL', 'WARN', 'NOT_RUN', 'STALE', 'WAIVED', 'N/A'])
export type CheckState = z.infer<typeof checkStateSchema>

/** Where a check's evidence lies, so that a window can lead there. */
export const checkSourceSchema = z.enum([
  'run',
  'validation',
  'dataset',
  'strategy',
  'trials',
  'gates',
  'governance',
  'readiness',
  'policy',
])
export type CheckSource = z.infer<typeof checkSourceSchema>

/** An approved exception: a failed check lets the gate through until it expires. */
export const appliedWaiverSchema = z.object({
  id: idSchema,
  reason: z.string(),
  approvedBy: z.string(),
  expiresAtMs: instantMsSchema,
})
export type AppliedWaiver = z.infer<typeof appliedWaiverSchema>

/** How a value is held against a bound, in words. */
export const COMPARISON_WORDS = { '>=': 'at least', '<=': 'at most', '=': 'exactly' } as const

/** One check of a gate with the evidence behind its state. */
export const checkResultSchema = z.object({
  id: z.string(),
  title: z.string(),
  state: checkStateSchema,
  blocking: z.boolean(),
  waivable: z.boolean(),
  /** Measured value; null when it could not be measured (`summary` says why). */
  value: z.number().nullable(),
  /** The bound the value is held against, and on which side it must lie. */
  threshold: z.object({ comparison: z.enum(['>=', '<=', '=']), bound: z.number(), warn: z.number().nullable() }).nullable(),
  /** Distance to the bound, positive on the good side; null without a value. */
  margin: z.number().nullable(),
  unit: z.enum(['fraction', 'ratio', 'probability', 'count', 'bars', 'money']),
  /** What was found, in one sentence. */
  summary: z.string(),
  /** One suggested action when the state is not PASS. */
  action: z.string().nullable(),
  /** What was read: artifact names, hashes, first offending rows. */
  evidence: z.array(z.object({ label: z.string(), value: z.string() })),
  /** Absent in results of before it was recorded. */
  source: checkSourceSchema.optional(),
  /** Only on a WAIVED check. */
  waiver: appliedWaiverSchema.optional(),
})
export type CheckResult = z.infer<typeof checkResultSchema>

/** A gate's verdict; it passes only when every blocking check is PASS, WARN, WAIVED or N/A. */
export const gateVerdictSchema = z.enum(['passed', 'failed', 'incomplete'])
export type GateVerdict = z.infer<typeof gateVerdictSchema>

/** Everything a gate result binds; a change of any makes the result stale. */
export const gateBindingSchema = z.object({
  strategyVersion: z.int(),
  backtestId: idSchema,
  specHash: hashSchema,
  dataHash: hashSchema,
  ledgerHash: hashSchema,
  engineVersion: z.string(),
  metricVersion: z.string(),
  policyVersion: z.string(),
  seed: z.int(),
  /** Name and fingerprint of every further piece of evidence that was read: walk-forward, trial count, thresholds of its own. Absent in older results. */
  evidence: z.record(z.string(), z.string()).optional(),
})
export type GateBinding = z.infer<typeof gateBindingSchema>

export const gateResultSchema = z.object({
  id: idSchema,
  strategyId: idSchema,
  gateType: gateTypeSchema,
  verdict: gateVerdictSchema,
  passed: z.boolean(),
  /** true when the strategy, run, engine or policy changed after this result. Worked out when read. */
  stale: z.boolean(),
  /** What changed, in words; empty while it is not stale. */
  staleBecause: z.array(z.string()),
  /** null: an adopted result, which names nothing that it judged. */
  binding: gateBindingSchema.nullable(),
  checks: z.array(checkResultSchema),
  productionReady: z.boolean().nullable(),
  recommendation: z.string(),
  timestampMs: instantMsSchema,
})
export type GateResult = z.infer<typeof gateResultSchema>

/** The same run made on another machine. */
export const foreignReplaySchema = z.object({
  /** Operating system and processor, such as win32-x64. */
  platform: z.string().trim().min(1).max(64),
  ledgerHash: hashSchema,
  suppliedBy: z.string(),
  suppliedAtMs: instantMsSchema,
})
export type ForeignReplay = z.infer<typeof foreignReplaySchema>
