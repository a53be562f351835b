import type { ListAuditInput } from '#shared/contract/audit.ts'
import type { AuditEntry, AuditHead, AuditVerification } from '#shared/domain/audit.ts'
import type { Page } from '#shared/domain/page.ts'
import type { DatabaseHandle } from '../database/database.ts'
import { getAuditHead, listAudit, listAuditActors, verifyAudit } from '../repositories/auditRepository.ts'

export interface AuditService {
  list(input: ListAuditInput): Promise<Page<AuditEntry>>
  actors(): Promise<string[]>
  head(): Promise<AuditHead>
  /** Throws `cancelled`. */
  verify(known: AuditHead | null, signal: AbortSignal | undefined): Promise<AuditVerification>
}

export function createAuditService(db: DatabaseHandle): AuditService {
  return {
    list: (input) => listAudit(db, input),
    actors: () => listAuditActors(db),
    head: () => getAuditHead(db),
    verify: (known, signal) => verifyAudit(db, { known, signal }),
  }
}
