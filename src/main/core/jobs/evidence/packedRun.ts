import { z } from 'zod'
import type { RunLedger } from '#shared/domain/ledger.ts'
import { type Metrics, metricsSchema } from '#shared/domain/metric.ts'
import { idSchema } from '#shared/domain/primitives.ts'
import { type RunIdentity, runIdentitySchema } from '#shared/domain/runIdentity.ts'
import { type RunSpec, runSpecSchema } from '#shared/domain/runSpec.ts'
import { assembleLedger } from '../assembleLedger.ts'
import { documentColumnSchema } from './documentColumns.ts'

const columnsSchema = z.record(z.string(), documentColumnSchema)

const runSchema = z.object({
  format: z.literal('aurelius-run-1'),
  instruments: z.array(z.string()).min(1),
  run: z.object({
    id: idSchema,
    strategyId: idSchema,
    strategyVersion: z.int(),
    status: z.literal('completed'),
    spec: runSpecSchema,
    identity: runIdentitySchema,
    metrics: metricsSchema,
  }),
  positions: columnsSchema,
  trades: columnsSchema,
  fills: columnsSchema,
})

/** A run as a pack holds it. */
export interface PackedRun {
  readonly id: string
  readonly strategyId: string
  readonly strategyVersion: number
  readonly instruments: readonly string[]
  readonly spec: RunSpec
  readonly identity: RunIdentity
  readonly metrics: Metrics
  readonly ledger: RunLedger
}

/** null for anything that is not the export of a completed run. */
export function readPackedRun(text: string): PackedRun | null {
  const parsed = runSchema.safeParse(parseJson(text))
  if (!parsed.success) return null
  const { run, instruments, positions, trades, fills } = parsed.data
  const metrics = run.metrics as Metrics
  const ledger = assembleLedger({ positions, trades, fills, metrics, instruments })
  return { ...run, instruments, metrics, ledger }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
