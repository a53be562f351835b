import { AppError } from '#shared/domain/appError.ts'
import { type Backtest, requireRepeatable } from '#shared/domain/backtest.ts'
import type { DatabaseHandle } from '../../database/database.ts'
import type { WorkerPool } from '../../jobs/workerPool.ts'
import { appendAudit } from '../../repositories/auditRepository.ts'
import { findLatestCompletedBacktest, getBacktest } from '../../repositories/backtestRepository.ts'
import { getLatestGateResult } from '../../repositories/gateResultRepository.ts'
import { getStrategy } from '../../repositories/strategyRepository.ts'
import { buildPack } from './buildPack.ts'
import type { PackTexts } from './packText.ts'
import { verifyPack } from './verifyPack.ts'

export interface PackPiece {
  /** Path within the pack's folder. */
  readonly path: string
  readonly text: string
}

export interface EvidenceRequest {
  readonly strategyId: string
  /** null: the run that the gates judged last, or the newest completed one. */
  readonly backtestId: string | null
  readonly withData: boolean
}

export interface EvidenceService {
  /**
   * Builds a pack, verifies it with a replay, records hash and outcome in the audit log and answers its files in pieces.
   * Throws `not_found`, `invalid_transition` without a completed run, `data_invalid` for a pack that does not verify.
   */
  export(request: EvidenceRequest, signal: AbortSignal | undefined): AsyncGenerator<PackPiece>
}

export interface EvidenceServiceParts {
  readonly db: DatabaseHandle
  readonly pool: WorkerPool
  readonly now: () => number
  readonly appVersion: string
}

export function createEvidenceService({ db, pool, now, appVersion }: EvidenceServiceParts): EvidenceService {
  return {
    export: async function* (request, signal) {
      const run = requireRepeatable(await findRun(db, request))
      const built = await buildPack(db, { run, withData: true, exportedAtMs: now(), appVersion })
      const recheck = (input: Parameters<typeof pool.run<'recheckRun'>>[1]) => pool.run('recheckRun', input, { signal })
      const { findings, replay } = await verifyPack({ files: built.files, data: null, recheck })
      const pack = request.withData ? built : await buildPack(db, { run, withData: false, exportedAtMs: now(), appVersion })
      const { pack_hash, audit_head } = pack.manifest
      const payload = {
        ...{ backtestId: run.id, strategyVersion: run.strategyVersion, packHash: pack_hash, auditHead: audit_head },
        ...{ replay: replay.state, mismatches: findings.map(({ file, reason }) => `${file}: ${reason}`) },
      }
      await db.transaction(async (transaction) => {
        appendAudit(transaction, { action: 'evidence.export', objectType: 'strategy', objectId: run.strategyId, payload, nowMs: now() })
      })
      if (findings.length > 0) throw doesNotVerify(findings)
      yield* pieces(pack.files)
    },
  }
}

/** So long that few are needed, and short enough for every transport. */
const PIECE_LENGTH = 1 << 20

function* pieces(files: PackTexts): Generator<PackPiece> {
  for (const [path, text] of files) {
    for (let start = 0; start === 0 || start < text.length; start += PIECE_LENGTH) {
      yield { path, text: text.slice(start, start + PIECE_LENGTH) }
    }
  }
}

async function findRun(db: DatabaseHandle, { strategyId, backtestId }: EvidenceRequest): Promise<Backtest> {
  const strategy = await getStrategy(db, strategyId)
  const run = backtestId === null ? await findJudgedRun(db, strategyId) : await getBacktest(db, backtestId)
  if (run?.strategyId !== strategyId || run.status !== 'completed') {
    throw new AppError('invalid_transition', `"${strategy.name}" has no such completed run. Run a backtest, then export its evidence.`, {
      details: { id: strategyId },
    })
  }
  return run
}

async function findJudgedRun(db: DatabaseHandle, strategyId: string): Promise<Backtest | null> {
  for (const gateType of ['crv', 'dev'] as const) {
    const result = await getLatestGateResult(db, { strategyId, gateType })
    if (result?.binding && result.backtestExists) return getBacktest(db, result.binding.backtestId)
  }
  return findLatestCompletedBacktest(db, strategyId)
}

function doesNotVerify(findings: readonly { file: string; reason: string }[]): AppError {
  const [first] = findings
  return new AppError(
    'data_invalid',
    `What the database holds does not verify (${findings.length} finding(s)): ${first?.file}: ${first?.reason}. Run the backtest again, then export its evidence.`,
    { details: { file: first?.file ?? null } },
  )
}
