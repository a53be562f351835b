import { isAppError } from '#shared/domain/appError.ts'
import type { GateType } from '#shared/domain/gate.ts'
import type { Strategy } from '#shared/domain/strategy.ts'
import type { DatabaseHandle } from '../../database/database.ts'
import type { EarlierGate, GateWork, Gathered, ProductEvidence } from '../../jobs/gateTasks.ts'
import { findStandingApproval, holdsRole, listApprovals } from '../../repositories/approvalRepository.ts'
import { verifyAudit } from '../../repositories/auditRepository.ts'
import { findSavedVersion } from '../../repositories/gateFactRepository.ts'
import { getLatestGateResult } from '../../repositories/gateResultRepository.ts'
import { findReadiness } from '../../repositories/readinessRepository.ts'
import { listReviewNotes } from '../../repositories/reviewRepository.ts'
import { listActiveWaivers } from '../../repositories/waiverRepository.ts'
import { buildPack } from '../evidence/buildPack.ts'
import { verifyPack } from '../evidence/verifyPack.ts'
import type { GateServiceParts, JudgedRun } from './gateParts.ts'
import { openGateReader } from './readGateResult.ts'

const known = <Value>(value: Value) => ({ value, missing: null })
const missing = (reason: string) => ({ value: null, missing: reason })

/** Everything the product gate judges: facts of the database about one version. */
export async function loadProductWork(
  parts: GateServiceParts,
  { strategy, backtest }: JudgedRun,
  signal: AbortSignal | undefined,
): Promise<GateWork> {
  const { db, now } = parts
  const version = { strategyId: strategy.id, strategyVersion: backtest.strategyVersion }
  const nowMs = now()
  const readiness = await findReadiness(db, strategy.id)
  const waivers = await listActiveWaivers(db, { ...version, nowMs })
  const evidence: ProductEvidence = {
    gateType: 'product',
    nowMs,
    strategyVersion: version.strategyVersion,
    dev: await loadEarlier(parts, strategy.id, 'dev'),
    crv: await loadEarlier(parts, strategy.id, 'crv'),
    approval: await loadApproval(db, strategy, version),
    review: await loadReview(db, version),
    audit: await loadAudit(db, signal),
    pack: await verifyEvidence(parts, backtest, signal),
    readiness: readiness === null ? missing('nothing is written down about production') : known(readiness.document),
    approvedVersions: known(await loadApprovedBefore(db, version)),
    openWaivers: known(waivers.map(({ gateType, checkId }) => `${checkId} of the ${gateType} gate`)),
    database: { isAuthoritative: !parts.isFallback() && !db.readOnly, description: db.label },
  }
  return { gateType: 'product', evidence }
}

/** The evidence of the run as it would be exported now, verified as a stranger would: every hash, the metrics, a replay. */
async function verifyEvidence(
  { db, pool, now, appVersion }: GateServiceParts,
  run: JudgedRun['backtest'],
  signal: AbortSignal | undefined,
): Promise<ProductEvidence['pack']> {
  const verifiedAtMs = now()
  try {
    const { files } = await buildPack(db, { run, withData: true, exportedAtMs: verifiedAtMs, appVersion })
    const { findings } = await verifyPack({ files, data: null, recheck: (input) => pool.run('recheckRun', input, { signal }) })
    return known({ verifiedAtMs, mismatches: findings.map(({ file, reason }) => `${file} ${reason}`) })
  } catch (error) {
    if (!isAppError(error) || error.code === 'cancelled') throw error
    return missing(error.message)
  }
}

interface Version {
  readonly strategyId: string
  readonly strategyVersion: number
}

async function loadEarlier({ db, now }: GateServiceParts, strategyId: string, gateType: GateType): Promise<Gathered<EarlierGate>> {
  const stored = await getLatestGateResult(db, { strategyId, gateType })
  if (stored === null || stored.binding === null) return missing('it was not run')
  const { verdict, staleBecause, timestampMs } = await (await openGateReader(db, now())).read(stored)
  return known({ verdict, staleBecause, strategyVersion: stored.binding.strategyVersion, judgedAtMs: timestampMs })
}

async function loadApproval(db: DatabaseHandle, { author }: Strategy, version: Version): Promise<ProductEvidence['approval']> {
  const saved = await findSavedVersion(db, version.strategyId, version.strategyVersion)
  const standing = await findStandingApproval(db, version)
  const approval =
    standing === null
      ? null
      : {
          approver: standing.approver,
          hasRole: await holdsRole(db, { actor: standing.approver, role: standing.role }),
          strategyVersion: standing.strategyVersion,
          approvedAtMs: standing.approvedAtMs,
        }
  return known({ isShared: db.dialect === 'postgres', approval, author, lastEditor: saved?.editor ?? null })
}

async function loadReview(db: DatabaseHandle, { strategyId, strategyVersion }: Version): Promise<ProductEvidence['review']> {
  const notes = (await listReviewNotes(db, strategyId)).filter((note) => note.strategyVersion === strategyVersion)
  const objections = notes.filter(({ isObjection }) => isObjection)
  const resolved = objections.filter(({ resolvedAtMs }) => resolvedAtMs !== null).length
  return known({ notes: notes.length, resolvedObjections: resolved, openObjections: objections.length - resolved })
}

async function loadAudit(db: DatabaseHandle, signal: AbortSignal | undefined): Promise<ProductEvidence['audit']> {
  const { rows, firstBreak } = await verifyAudit(db, { known: null, signal })
  return known({ rows, firstBreak: firstBreak?.message ?? null })
}

async function loadApprovedBefore(db: DatabaseHandle, { strategyId, strategyVersion }: Version): Promise<number[]> {
  const standing = (await listApprovals(db, strategyId)).filter((one) => one.revokedAtMs === null && one.strategyVersion < strategyVersion)
  return [...new Set(standing.map((one) => one.strategyVersion))].sort((a, b) => a - b)
}
