import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import canonicalize from 'canonicalize'
import { AppError } from '#shared/domain/appError.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import { resolveParameters } from '../strategies/resolveParameters.ts'

/**
 * Canonical JSON (RFC 8785) of a specification with every default parameter filled in, so that leaving a default out
 * and writing it down are the same run.
 * @throws AppError `invalid_input` when the parameters are not valid.
 */
export function canonicalSpec(spec: RunSpec): string {
  const strategy = { type: spec.strategy.type, parameters: resolveParameters(spec.strategy) }
  const json = canonicalize({ ...spec, strategy })
  if (json === undefined) throw new AppError('internal', 'A run specification has no JSON form')
  return json
}

/** SHA-256 of the canonical specification, lower-case hexadecimal. */
export function hashSpec(spec: RunSpec): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalSpec(spec))))
}
