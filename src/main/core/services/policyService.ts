import { AppError } from '#shared/domain/appError.ts'
import type { GateResult } from '#shared/domain/gate.ts'
import type { GatePolicy, GatePolicyDraft, PolicyDryRun, PolicyEffect, StoredPolicy } from '#shared/domain/gatePolicy.ts'
import type { Database } from '../database/database.ts'
import { DEFAULT_POLICY, tightenPolicy } from '../jobs/engineCatalogue.ts'
import type { WorkerPool } from '../jobs/workerPool.ts'
import { recordChange } from '../repositories/auditRepository.ts'
import { findEvidence } from '../repositories/gateFactRepository.ts'
import { createPolicy, findCurrentPolicy, listPolicies } from '../repositories/gatePolicyRepository.ts'
import { listGateBoard, type StoredGateResult } from '../repositories/gateResultRepository.ts'
import { findTargets } from '../repositories/readinessRepository.ts'
import { hashDocument } from './gates/hashDocument.ts'

export interface PolicyService {
  /** The policy in force and every version before it, newest first; the built-in one is the last. */
  list(): Promise<StoredPolicy[]>
  /**
   * What a policy would make of the newest verdict of every strategy and gate, judged from the evidence stored with it.
   * Throws `unavailable` when it lets a known-bad run pass.
   */
  dryRun(draft: GatePolicyDraft, signal: AbortSignal | undefined): Promise<PolicyDryRun>
  /** A new version, in force at once. Throws as `dryRun`, and `conflict` when another came first. */
  save(change: { draft: GatePolicyDraft; reason: string; expectedVersion: string }, signal: AbortSignal | undefined): Promise<StoredPolicy>
}

interface PolicyServiceParts {
  readonly db: Database
  readonly pool: WorkerPool
  readonly now: () => number
}

interface Judged {
  readonly strategyName: string
  readonly result: StoredGateResult
  readonly evidence: string
}

export function createPolicyService({ db, pool, now }: PolicyServiceParts): PolicyService {
  const builtIn = (): StoredPolicy => {
    const { version: _version, ...draft } = DEFAULT_POLICY
    return {
      policy: DEFAULT_POLICY,
      documentHash: hashDocument(draft),
      author: 'Aurelius',
      reason: 'The thresholds of the program where nobody has written others.',
      createdAtMs: 0,
    }
  }
  const current = async () => (await findCurrentPolicy(db)) ?? builtIn()

  async function dryRun(draft: GatePolicyDraft, signal: AbortSignal | undefined): Promise<PolicyDryRun> {
    const policy: GatePolicy = { version: 'dry run', ...draft }
    const { items, withoutEvidence } = await collect()
    const judgeBy = async (by: GatePolicy) => {
      const inputs = []
      for (const { result, evidence } of items) inputs.push({ evidence, terms: await termsOf(result, by) })
      return pool.run('judge', { items: inputs, policy: by }, { signal })
    }
    const after = await judgeBy(policy)
    const before = await judgeBy((await current()).policy)
    const effects = items.flatMap((item, i) => effectOf(item, { before: before[i]!, after: after[i]! }))
    return { judged: items.length, withoutEvidence, effects }
  }

  /** The waivers of then, so that only the thresholds differ. */
  async function termsOf({ strategyId, checks, timestampMs }: StoredGateResult, policy: GatePolicy) {
    const waivers = checks.flatMap(({ id: checkId, waiver }) => (waiver === undefined ? [] : [{ checkId, ...waiver }]))
    return { policy: tightenPolicy(policy, await findTargets(db, strategyId)), waivers, nowMs: timestampMs }
  }

  async function collect(): Promise<{ items: Judged[]; withoutEvidence: number }> {
    const items: Judged[] = []
    let [withoutEvidence, cursor] = [0, null as string | null]
    do {
      const page = await listGateBoard(db, { search: '', limit: 100, cursor, withTotal: false })
      for (const { strategyName, dev, crv, product } of page.items) {
        for (const result of [dev, crv, product]) {
          if (result === null) continue
          const evidence = await findEvidence(db, result.id)
          if (evidence === null) withoutEvidence++
          else items.push({ strategyName, result, evidence })
        }
      }
      cursor = page.nextCursor
    } while (cursor !== null)
    return { items, withoutEvidence }
  }

  return {
    list: async () => [...(await listPolicies(db)), builtIn()],
    dryRun,
    save: async ({ draft, reason, expectedVersion }, signal) => {
      await pool.run('judge', { items: [], policy: { version: 'to be saved', ...draft } }, { signal })
      const nowMs = now()
      const policy = { draft, documentHash: hashDocument(draft), author: db.actor.name, reason, createdAtMs: nowMs }
      return recordChange(
        db,
        async (transaction) => {
          requireExpected((await findCurrentPolicy(transaction))?.policy.version ?? DEFAULT_POLICY.version, expectedVersion)
          return createPolicy(transaction, policy)
        },
        (stored) => ({
          action: 'policy.save',
          objectType: 'policy',
          objectId: stored.policy.version,
          payload: { version: stored.policy.version, documentHash: stored.documentHash, reason },
          nowMs,
        }),
      )
    },
  }
}

function requireExpected(actualVersion: string, expectedVersion: string): void {
  if (actualVersion === expectedVersion) return
  throw new AppError('conflict', `Policy ${actualVersion} came into force meanwhile. Look at it and make your change again.`, {
    details: { expectedVersion, actualVersion },
  })
}

type Evaluated = Pick<GateResult, 'verdict' | 'checks'>

/** Nothing when neither the verdict nor any check changes. */
function effectOf({ strategyName, result }: Judged, { before, after }: { before: Evaluated; after: Evaluated }): PolicyEffect[] {
  const { strategyId, gateType } = result
  const checks = after.checks.flatMap(({ id, title, state }) => {
    const was = before.checks.find((check) => check.id === id)?.state ?? 'NOT_RUN'
    return was === state ? [] : [{ id, title, before: was, after: state }]
  })
  if (checks.length === 0 && before.verdict === after.verdict) return []
  return [{ strategyId, strategyName, gateType, before: before.verdict, after: after.verdict, checks }]
}
