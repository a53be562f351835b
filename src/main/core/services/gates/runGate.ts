import { AppError } from '#shared/domain/appError.ts'
import type { GateBinding, GateResult, GateType } from '#shared/domain/gate.ts'
import type { GatePolicy } from '#shared/domain/gatePolicy.ts'
import type { Strategy, StrategyStatus } from '#shared/domain/strategy.ts'
import type { DatabaseHandle } from '../../database/database.ts'
import { tightenPolicy } from '../../jobs/engineCatalogue.ts'
import type { GateWork } from '../../jobs/gateTasks.ts'
import { appendAudit } from '../../repositories/auditRepository.ts'
import { createGateResult, type NewGateResult, type StoredGateResult } from '../../repositories/gateResultRepository.ts'
import { findTargets } from '../../repositories/readinessRepository.ts'
import { getStrategy, setStrategyStatus } from '../../repositories/strategyRepository.ts'
import { listActiveWaivers } from '../../repositories/waiverRepository.ts'
import { newId } from '../newId.ts'
import { currentEvidence } from './currentEvidence.ts'
import type { GateServiceParts, JudgedRun } from './gateParts.ts'
import { loadProductWork } from './loadProductWork.ts'
import { findJudgedRun } from './loadStoredRun.ts'
import { loadCrvWork, loadDevWork } from './loadSubjects.ts'
import { openGateReader, policyInForce } from './readGateResult.ts'

export interface GateRequest {
  readonly strategyId: string
  readonly gateType: GateType
  /** null: the strategy's newest completed run. */
  readonly backtestId: string | null
  /** Left out, the verdict gets an id of its own. */
  readonly id?: string
}

/** Gathers the evidence, judges it and stores the result. Throws `not_found`, `invalid_input`, `invalid_transition`, `unavailable`. */
export async function runGate(parts: GateServiceParts, request: GateRequest, signal: AbortSignal | undefined): Promise<GateResult> {
  const { db, pool, now } = parts
  const { strategyId, gateType, id = newId() } = request
  const strategy = await getStrategy(db, strategyId)
  const judged = { strategy, backtest: await findJudgedRun(db, strategy, request.backtestId) }
  const policy = tightenPolicy(await policyInForce(db), await findTargets(db, strategyId))
  const binding = await bindingOf(db, judged, { gateType, policy })
  const work = await loadWork(parts, judged, { gateType, signal })
  const terms = { policy, waivers: await waiversOf(db, judged, { gateType, nowMs: now() }), nowMs: now() }
  const outcome = await pool.run('gate', { work, terms }, { signal })
  const passed = outcome.verdict === 'passed'
  const result: NewGateResult = { id, strategyId, gateType, binding, passed, timestampMs: now(), ...outcome }
  await store(db, strategy, result)
  const stored: StoredGateResult = { ...withoutEvidence(result), currentStrategyVersion: strategy.version, backtestExists: true }
  return (await openGateReader(db, now())).read(stored)
}

function withoutEvidence({ evidence: _evidence, ...result }: NewGateResult): Omit<NewGateResult, 'evidence'> {
  return result
}

interface Asked {
  readonly gateType: GateType
  readonly signal: AbortSignal | undefined
}

function loadWork(parts: GateServiceParts, judged: JudgedRun, { gateType, signal }: Asked): Promise<GateWork> {
  switch (gateType) {
    case 'dev':
      return loadDevWork(parts, judged, signal)
    case 'crv':
      return loadCrvWork(parts, judged)
    case 'product':
      return loadProductWork(parts, judged, signal)
  }
}

async function waiversOf(db: DatabaseHandle, { strategy, backtest }: JudgedRun, at: { gateType: GateType; nowMs: number }) {
  const { strategyVersion } = backtest
  const standing = await listActiveWaivers(db, { strategyId: strategy.id, strategyVersion, nowMs: at.nowMs })
  return standing
    .filter((waiver) => waiver.gateType === at.gateType)
    .map(({ id, checkId, reason, approver, expiresAtMs }) => ({ id, checkId, reason, approvedBy: approver, expiresAtMs }))
}

/** Everything the result rests on, looked up before the evidence is read: what changes meanwhile makes it stale. */
async function bindingOf(
  db: DatabaseHandle,
  { strategy, backtest }: JudgedRun,
  { gateType, policy }: { gateType: GateType; policy: GatePolicy },
): Promise<GateBinding> {
  const { id: backtestId, strategyVersion, identity } = backtest
  if (identity === null) throw new AppError('data_invalid', `Backtest ${backtestId} has no identity. Run it again.`)
  return {
    strategyVersion,
    backtestId,
    specHash: identity.spec_hash,
    dataHash: identity.data_hash,
    ledgerHash: identity.ledger_hash,
    engineVersion: identity.engine_version,
    metricVersion: identity.metric_version,
    policyVersion: policy.version,
    seed: identity.seed,
    evidence: await currentEvidence(db, { strategyId: strategy.id, gateType, strategyVersion, backtestId }),
  }
}

/** The result and the strategy's step forward are one change. */
async function store(db: DatabaseHandle, strategy: Strategy, result: NewGateResult): Promise<void> {
  const { gateType, verdict, binding, timestampMs } = result
  await db.transaction(async (transaction) => {
    await createGateResult(transaction, result)
    const status = result.passed && binding.strategyVersion === strategy.version ? nextStatus(strategy.status, result) : null
    if (status !== null) await setStrategyStatus(transaction, { id: strategy.id, status, nowMs: timestampMs })
    const payload = { strategyId: strategy.id, gateType, verdict, binding, ...(status === null ? {} : { strategyStatus: status }) }
    appendAudit(transaction, { action: 'gate.judge', objectType: 'gate', objectId: result.id, payload, nowMs: timestampMs })
  })
}

/** A passed gate moves a strategy one step along draft -> dev -> crv -> product, and on to approved when somebody approved it. */
function nextStatus(status: StrategyStatus, { gateType, productionReady }: NewGateResult): StrategyStatus | null {
  if (gateType === 'dev' && status === 'draft') return 'dev'
  if (gateType === 'crv' && status === 'dev') return 'crv'
  if (gateType !== 'product' || (status !== 'crv' && status !== 'product')) return null
  const next = productionReady ? 'approved' : 'product'
  return next === status ? null : next
}
