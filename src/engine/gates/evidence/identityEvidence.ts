import { hashSchema } from '#shared/domain/primitives.ts'
import type { RunIdentity } from '#shared/domain/runIdentity.ts'

/** What an identity ought to say, worked out from the specification, the data and the engine at hand. */
export type ExpectedIdentity = Omit<RunIdentity, 'ledger_hash'>

export interface IdentityEvidence {
  readonly identity: Partial<RunIdentity>
  /** One sentence per part that is absent, malformed or names another specification, data set or seed. */
  readonly flaws: readonly string[]
  /** Versions the run was made with that are no longer the present ones. */
  readonly outdated: readonly string[]
}

const HASHES = ['spec_hash', 'data_hash', 'ledger_hash'] as const
const VERSIONS = ['engine_version', 'metric_version'] as const
const BOUND = ['spec_hash', 'data_hash', 'seed'] as const

/** Whether an identity is complete and names the very specification, data and seed at hand. */
export function inspectIdentity(stored: Partial<RunIdentity> | null, expected: ExpectedIdentity): IdentityEvidence {
  const identity = stored ?? {}
  const gaps = [
    ...HASHES.filter((name) => !hashSchema.safeParse(identity[name]).success).map((name) => `${name} is not a SHA-256`),
    ...VERSIONS.filter((name) => !identity[name]).map((name) => `${name} is missing`),
    ...(identity.seed === undefined ? ['seed is missing'] : []),
  ]
  if (gaps.length > 0) return { identity, flaws: gaps, outdated: [] }
  return {
    identity,
    flaws: BOUND.filter((name) => identity[name] !== expected[name]).map(
      (name) => `${name} is not that of the ${name.replace('_hash', '')} at hand`,
    ),
    outdated: VERSIONS.filter((name) => identity[name] !== expected[name]).map(
      (name) => `${name} ${identity[name]} is now ${expected[name]}`,
    ),
  }
}
