import { z } from 'zod'
import { auditEntrySchema } from '#shared/domain/audit.ts'
import type { PackFinding } from '#shared/domain/evidencePack.ts'
import type { RunIdentity } from '#shared/domain/runIdentity.ts'
import { auditText, canonicalJson, hashAuditRow } from '../../repositories/auditChain.ts'

const rowsSchema = z.array(auditEntrySchema)

interface PackedRunFacts {
  readonly id: string
  readonly identity: RunIdentity
}

/**
 * The rows are an excerpt: each is checked for itself, and the row that recorded the run's completion against the run.
 * Runs completed before there was an audit log have no such row.
 */
export function checkPackedAudit(text: string, run: PackedRunFacts | null): PackFinding[] {
  const parsed = rowsSchema.safeParse(parseJson(text))
  if (!parsed.success) return [{ file: FILE, reason: 'is not an excerpt of an audit log' }]
  const changed = parsed.data
    .filter((row) => row.rowHash !== hashAuditRow(row.prevHash, auditText(row)))
    .map(({ seq }) => ({ file: FILE, reason: `row ${seq} does not have the hash of its content` }))
  const completion = parsed.data.find(({ action, objectId }) => action === 'backtest.complete' && objectId === run?.id)
  if (run === null || completion === undefined) return changed
  const recorded = (parseJson(completion.payload) as { identity?: unknown } | null)?.identity ?? null
  if (canonicalJson(recorded) === canonicalJson(run.identity)) return changed
  return [...changed, { file: 'run.json', reason: `row ${completion.seq} of the audit log recorded another identity of the run` }]
}

const FILE = 'audit.json'

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
