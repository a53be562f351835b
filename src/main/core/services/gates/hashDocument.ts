import { createHash } from 'node:crypto'
import { canonicalJson } from '../../repositories/auditChain.ts'

/** SHA-256 of a JSON value in canonical form (RFC 8785): equal values, equal hash. */
export function hashDocument(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex')
}
