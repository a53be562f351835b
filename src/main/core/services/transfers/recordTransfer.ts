import { isAppError } from '#shared/domain/appError.ts'
import type { AuditAction } from '#shared/domain/audit.ts'
import type { Database } from '../../database/database.ts'
import { recordChange } from '../../repositories/auditRepository.ts'

/** What became of a whole database. */
export interface TransferFact {
  readonly action: Extract<AuditAction, `database.${string}`>
  /** Holds no secret: where it came from or went to, and how many rows. */
  readonly payload: Readonly<Record<string, string | number>>
  readonly nowMs: number
}

/** Leaves a row in the audit log of a database about what was done with all of it. */
export function recordTransfer(db: Database, { action, payload, nowMs }: TransferFact): Promise<void> {
  const nothing = async () => undefined
  return recordChange(db, nothing, () => ({ action, objectType: 'database', objectId: db.label, payload, nowMs }))
}

/** The same where the database may be one that nobody can write to: reading it leaves no trace then. */
export async function recordReading(db: Database, fact: TransferFact): Promise<void> {
  if (db.writeRefusal !== null) return
  try {
    await recordTransfer(db, fact)
  } catch (error) {
    if (!isAppError(error) || error.code !== 'database_read_only') throw error
  }
}
