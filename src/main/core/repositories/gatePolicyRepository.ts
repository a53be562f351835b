import type { DatabaseHandle } from '#core/database/database.ts'
import { bindInstant } from '#core/database/dialect.ts'
import type { GatePolicyDraft, StoredPolicy } from '#shared/domain/gatePolicy.ts'

interface PolicyRow {
  number: number
  document: string
  document_hash: string
  author: string
  reason: string
  created_at: number
}

/** What a stored policy is called in every result that it judged. */
export const policyVersion = (number: number) => `workspace-${number}`

function toPolicy(row: PolicyRow): StoredPolicy {
  const draft: GatePolicyDraft = JSON.parse(row.document)
  return {
    policy: { version: policyVersion(row.number), ...draft },
    documentHash: row.document_hash,
    author: row.author,
    reason: row.reason,
    createdAtMs: row.created_at,
  }
}

export interface NewPolicy {
  readonly draft: GatePolicyDraft
  readonly documentHash: string
  readonly author: string
  readonly reason: string
  readonly createdAtMs: number
}

/** Stores the next version, for good; it is in force from now on. Throws `conflict` when somebody else stored one meanwhile. */
export async function createPolicy(
  db: DatabaseHandle,
  { draft, documentHash, author, reason, createdAtMs }: NewPolicy,
): Promise<StoredPolicy> {
  const newest = await findNewestRow(db)
  const row: PolicyRow = {
    number: (newest?.number ?? 0) + 1,
    document: JSON.stringify(draft),
    document_hash: documentHash,
    author,
    reason,
    created_at: createdAtMs,
  }
  await db.run((knex) => knex('gate_policies').insert({ ...row, created_at: bindInstant(db.dialect, createdAtMs) }))
  return toPolicy(row)
}

async function findNewestRow(db: DatabaseHandle): Promise<PolicyRow | undefined> {
  return db.run((knex) => knex('gate_policies').orderBy('number', 'desc').first())
}

/** The policy in force; null where nobody has written one. */
export async function findCurrentPolicy(db: DatabaseHandle): Promise<StoredPolicy | null> {
  const row = await findNewestRow(db)
  return row === undefined ? null : toPolicy(row)
}

/** Every version, newest first. */
export async function listPolicies(db: DatabaseHandle): Promise<StoredPolicy[]> {
  const rows: PolicyRow[] = await db.run((knex) => knex('gate_policies').orderBy('number', 'desc'))
  return rows.map(toPolicy)
}
