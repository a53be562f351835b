import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import canonicalize from 'canonicalize'
import { AppError } from '#shared/domain/appError.ts'
import type { Execution, RunSpec } from '#shared/domain/runSpec.ts'
import { resolveParameters } from '../strategies/resolveParameters.ts'

/** Settings of the execution that are absent in nearly every spec; null and 0 say what absence says. */
const RARE_SETTINGS = [
  'trailing_stop',
  'time_stop',
  'max_participation',
  'borrow_rate',
  'maintenance_margin',
  'delist_after',
  'delisting_loss',
] as const

/**
 * Canonical JSON (RFC 8785) of a specification with every default parameter filled in and every idle rare setting left
 * out, so that leaving a default out and writing it down are the same run.
 * @throws AppError `invalid_input` when the parameters are not valid.
 */
export function canonicalSpec(spec: RunSpec): string {
  const strategy = { type: spec.strategy.type, parameters: resolveParameters(spec.strategy) }
  const json = canonicalize({ ...spec, strategy, execution: withoutIdle(spec.execution) })
  if (json === undefined) throw new AppError('internal', 'A run specification has no JSON form')
  return json
}

function withoutIdle(execution: Execution): Partial<Execution> {
  const set = { ...execution }
  for (const name of RARE_SETTINGS) if (!set[name]) delete set[name]
  return set
}

/** SHA-256 of the canonical specification, lower-case hexadecimal. */
export function hashSpec(spec: RunSpec): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalSpec(spec))))
}
