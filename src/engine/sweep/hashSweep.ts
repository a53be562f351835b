import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import canonicalize from 'canonicalize'
import { AppError } from '#shared/domain/appError.ts'
import type { Ranking } from '#shared/domain/sweep.ts'
import { canonicalSpec } from '../identity/hashSpec.ts'
import type { SweepRequest } from './planSweep.ts'

/** SHA-256 over everything that a sweep is asked, lower-case hexadecimal; `spec` is complete. */
export function hashSweep(request: SweepRequest & { readonly rankMetric: string; readonly ranking: Ranking }): string {
  const json = canonicalize({ ...request, spec: canonicalSpec(request.spec) })
  if (json === undefined) throw new AppError('internal', 'A sweep has no JSON form')
  return bytesToHex(sha256(utf8ToBytes(json)))
}
