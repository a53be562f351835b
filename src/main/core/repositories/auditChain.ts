import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { AppError } from '#shared/domain/appError.ts'
import type { AuditBreak, AuditEntry, AuditHead, AuditVerification } from '#shared/domain/audit.ts'

/** What the first row follows. */
export const EMPTY_HEAD: AuditHead = { seq: 0, rowHash: '0'.repeat(64) }

/** What a row's hash covers, beside the hash of the row before. */
export type AuditContent = Omit<AuditEntry, 'seq' | 'prevHash' | 'rowHash'>

/** Canonical JSON (RFC 8785); the same value has the same text wherever it is written. Throws `internal` for what JSON cannot say. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new AppError('internal', 'A value to be recorded has no JSON form.')
  return text
}

/** The text of a row that is hashed: canonical JSON of its columns by their names, the instant in ISO 8601. */
export function auditText({ recordedAtMs, actor, client, action, objectType, objectId, payload }: AuditContent): string {
  return canonicalJson({
    recorded_at: new Date(recordedAtMs).toISOString(),
    actor,
    client,
    action,
    object_type: objectType,
    object_id: objectId,
    payload,
  })
}

/** SHA-256 of the hash before (as 64 hexadecimal digits) followed by the row's text in UTF-8; lower-case hexadecimal. */
export function hashAuditRow(prevHash: string, text: string): string {
  return createHash('sha256').update(prevHash).update(text).digest('hex')
}

/** A log that is read from its first row on, wherever it is kept. */
export class AuditChain {
  #head = EMPTY_HEAD
  readonly #known: AuditHead | null
  /** Hash of the row that has the number of the known head. */
  #knownRow: string | null

  /** `known` is a head that somebody kept. */
  constructor(known: AuditHead | null) {
    this.#known = known
    this.#knownRow = known?.seq === 0 ? EMPTY_HEAD.rowHash : null
  }

  /** The last row that fitted. */
  get head(): AuditHead {
    return this.#head
  }

  /** The kept head where it is not among the rows read so far; null where it is, or none was kept. */
  get missedHead(): AuditHead | null {
    return this.#known?.rowHash === this.#knownRow ? null : this.#known
  }

  /** Takes the next row; answers what is wrong with it, null when it fits. */
  follow(row: AuditEntry): AuditBreak | null {
    const broken = checkAuditRow(this.#head, row)
    if (broken !== null) return broken
    this.#head = { seq: row.seq, rowHash: row.rowHash }
    if (row.seq === this.#known?.seq) this.#knownRow = row.rowHash
    return null
  }

  verdict(firstBreak: AuditBreak | null): AuditVerification {
    return { intact: firstBreak === null, rows: this.#head.seq, head: this.#head, firstBreak }
  }
}

/** What is wrong with a row that should follow `before`; null when it does. */
export function checkAuditRow(before: AuditHead, row: AuditEntry): AuditBreak | null {
  const expected = before.seq + 1
  if (row.seq !== expected) {
    return { seq: expected, kind: 'missing', message: `Row ${expected} is missing: after row ${before.seq} comes row ${row.seq}.` }
  }
  if (row.prevHash !== before.rowHash) {
    const message = `Row ${row.seq} does not follow row ${before.seq}: it names another predecessor. A row was exchanged, moved or removed.`
    return { seq: row.seq, kind: 'not_linked', message }
  }
  if (row.rowHash !== hashAuditRow(row.prevHash, auditText(row))) {
    return {
      seq: row.seq,
      kind: 'changed',
      message: `Row ${row.seq} was changed after it was written: its hash is not that of its content.`,
    }
  }
  return null
}
