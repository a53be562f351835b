import type { DatabaseHandle } from '../database/database.ts'
import { recordChange } from '../repositories/auditRepository.ts'

interface RunFact {
  readonly noun: 'backtest' | 'validation' | 'sweep'
  readonly event: 'request' | 'resume' | 'delete'
  readonly run: { readonly id: string; readonly strategyId: string; readonly strategyVersion: number; readonly datasetId: string | null }
  readonly nowMs: number
}

/** A change to a run and its row in the audit log, both or neither. */
export function recordRun(
  db: DatabaseHandle,
  { noun, event, run, nowMs }: RunFact,
  change: (transaction: DatabaseHandle) => Promise<void>,
): Promise<void> {
  const { id, strategyId, strategyVersion, datasetId } = run
  const payload = { strategyId, strategyVersion, datasetId }
  return recordChange(db, change, () => ({ action: `${noun}.${event}`, objectType: noun, objectId: id, payload, nowMs }))
}
