import type { AppliedWaiver, GateBinding, GateResult } from '#shared/domain/gate.ts'
import type { GatePolicy } from '#shared/domain/gatePolicy.ts'
import type { DatabaseHandle } from '../../database/database.ts'
import { concludeGate, DEFAULT_POLICY, ENGINE_VERSION, METRIC_VERSION, revertWaivers } from '../../jobs/engineCatalogue.ts'
import { findCurrentPolicy } from '../../repositories/gatePolicyRepository.ts'
import type { StoredGateResult } from '../../repositories/gateResultRepository.ts'
import { listActiveWaivers } from '../../repositories/waiverRepository.ts'
import { currentEvidence } from './currentEvidence.ts'

/** The policy that judges now: the newest that somebody wrote, or the built-in one. */
export async function policyInForce(db: DatabaseHandle): Promise<GatePolicy> {
  return (await findCurrentPolicy(db))?.policy ?? DEFAULT_POLICY
}

/** Turns stored results into what they are worth at this moment. */
export interface GateReader {
  read(stored: StoredGateResult): Promise<GateResult>
}

/** One reader serves one answer: it looks the policy up once. */
export async function openGateReader(db: DatabaseHandle, nowMs: number): Promise<GateReader> {
  const policy = await policyInForce(db)
  return { read: (stored) => readResult(db, stored, { policyVersion: policy.version, nowMs }) }
}

interface Moment {
  readonly policyVersion: string
  readonly nowMs: number
}

async function readResult(db: DatabaseHandle, stored: StoredGateResult, moment: Moment): Promise<GateResult> {
  const { currentStrategyVersion: _version, backtestExists: _exists, ...result } = stored
  const staleBecause = await changesSince(db, stored, moment.policyVersion)
  return { ...(await withoutEndedWaivers(db, result, moment)), stale: staleBecause.length > 0, staleBecause }
}

/** What the result binds and is no longer what would be judged now, in words. */
async function changesSince(db: DatabaseHandle, stored: StoredGateResult, policyVersion: string): Promise<string[]> {
  const { binding } = stored
  if (binding === null) return ['it names nothing that it judged']
  const changed = [
    ...(binding.strategyVersion === stored.currentStrategyVersion ? [] : ['the strategy was edited']),
    ...(stored.backtestExists ? [] : ['its run was deleted']),
    ...(binding.engineVersion === ENGINE_VERSION ? [] : ['the engine changed']),
    ...(binding.metricVersion === METRIC_VERSION ? [] : ['the metrics are defined anew']),
    ...(binding.policyVersion === policyVersion ? [] : ['another policy is in force']),
  ]
  // Whatever else was read belongs to the version and the run that are gone.
  return changed.length > 0 ? changed : evidenceChanges(db, stored, binding)
}

async function evidenceChanges(db: DatabaseHandle, { strategyId, gateType }: StoredGateResult, binding: GateBinding): Promise<string[]> {
  const { evidence } = binding
  if (evidence === undefined) return ['it does not say which further evidence it read']
  const now = await currentEvidence(db, { strategyId, gateType, strategyVersion: binding.strategyVersion, backtestId: binding.backtestId })
  return Object.entries(now).flatMap(([name, value]) => (evidence[name] === value ? [] : [`${name} changed`]))
}

type Unread = Omit<GateResult, 'stale' | 'staleBecause'>

/** A waiver that expired or was taken back excuses nothing any more: its check fails, and the verdict with it. */
async function withoutEndedWaivers(db: DatabaseHandle, result: Unread, { nowMs }: Moment): Promise<Unread> {
  if (result.binding === null || !result.checks.some(({ waiver }) => waiver !== undefined)) return result
  const { strategyVersion } = result.binding
  const standing = await listActiveWaivers(db, { strategyId: result.strategyId, strategyVersion, nowMs })
  const ids = new Set(standing.map(({ id }) => id))
  const isInForce = ({ id, expiresAtMs }: AppliedWaiver) => ids.has(id) && expiresAtMs > nowMs
  const checks = revertWaivers(result.checks, isInForce)
  const { verdict, productionReady, recommendation } = concludeGate(result.gateType, checks)
  return { ...result, checks, verdict, passed: verdict === 'passed', productionReady, recommendation }
}
