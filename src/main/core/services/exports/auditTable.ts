import type { AuditEntry } from '#shared/domain/audit.ts'
import { type CsvTable, csvInstant } from './csvTable.ts'
import { tableOf } from './entityTables.ts'

/** With all that a row's hash covers, so that anybody can recompute the chain; the instant has its milliseconds. */
export function auditTable(items: AsyncIterable<AuditEntry>): CsvTable {
  return tableOf(items, {
    seq: (entry) => entry.seq,
    recorded_at: (entry) => csvInstant(entry.recordedAtMs),
    actor: (entry) => entry.actor,
    client: (entry) => entry.client,
    action: (entry) => entry.action,
    object_type: (entry) => entry.objectType,
    object_id: (entry) => entry.objectId,
    payload: (entry) => entry.payload,
    prev_hash: (entry) => entry.prevHash,
    row_hash: (entry) => entry.rowHash,
  })
}
