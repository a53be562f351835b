import type { GateType } from '#shared/domain/gate.ts'
import type { DatabaseHandle } from '../../database/database.ts'
import { listApprovals } from '../../repositories/approvalRepository.ts'
import { getBacktest } from '../../repositories/backtestRepository.ts'
import { findDataset } from '../../repositories/datasetRepository.ts'
import { listForeignReplays } from '../../repositories/foreignReplayRepository.ts'
import { findLatestSweepId, findLatestWalkForwardId } from '../../repositories/gateFactRepository.ts'
import { getLatestGateResult } from '../../repositories/gateResultRepository.ts'
import { holdoutStatus } from '../../repositories/holdoutRepository.ts'
import { findReadiness, findTargets } from '../../repositories/readinessRepository.ts'
import { listReviewNotes } from '../../repositories/reviewRepository.ts'
import { countTrials, getTrialFamily } from '../../repositories/trialLedgerRepository.ts'
import { listWaivers } from '../../repositories/waiverRepository.ts'
import { hashDocument } from './hashDocument.ts'

/** What a verdict is about. */
export interface EvidenceScope {
  readonly gateType: GateType
  readonly strategyId: string
  readonly strategyVersion: number
  readonly backtestId: string
}

/**
 * Fingerprints of the evidence that a gate reads beside the run, as it stands now: a result keeps them, and is stale as
 * soon as one of them is another.
 */
export async function currentEvidence(db: DatabaseHandle, scope: EvidenceScope): Promise<Record<string, string>> {
  return { ...(await ownEvidence(db, scope)), 'the waivers': await waiverFingerprint(db, scope) }
}

function ownEvidence(db: DatabaseHandle, scope: EvidenceScope): Promise<Record<string, string>> {
  switch (scope.gateType) {
    case 'dev':
      return devEvidence(db, scope)
    case 'crv':
      return crvEvidence(db, scope)
    case 'product':
      return productEvidence(db, scope)
  }
}

/** Of the gate's own; the product gate counts those of all gates. */
async function waiverFingerprint(db: DatabaseHandle, { strategyId, strategyVersion, gateType }: EvidenceScope): Promise<string> {
  const granted = (await listWaivers(db, strategyId)).filter(
    (waiver) => waiver.strategyVersion === strategyVersion && (gateType === 'product' || waiver.gateType === gateType),
  )
  return fingerprint(granted.map(({ id, revokedAtMs }) => [id, revokedAtMs]))
}

const NONE = 'none'
const fingerprint = (value: unknown) => (value === null ? NONE : hashDocument(value))

async function devEvidence(db: DatabaseHandle, { backtestId }: EvidenceScope): Promise<Record<string, string>> {
  const replays = await listForeignReplays(db, backtestId)
  return { 'replays from other platforms': fingerprint(replays.map(({ platform, ledgerHash }) => [platform, ledgerHash])) }
}

async function crvEvidence(db: DatabaseHandle, scope: EvidenceScope): Promise<Record<string, string>> {
  const { strategyId, backtestId } = scope
  const { datasetId, dataHash } = await getBacktest(db, backtestId)
  const dataset = datasetId === null ? null : await findDataset(db, datasetId)
  const holdout = datasetId === null ? null : await holdoutStatus(db, datasetId, null)
  const { trials } = await countTrials(db, await getTrialFamily(db, 'backtests', backtestId))
  return {
    'the dev gate': (await getLatestGateResult(db, { strategyId, gateType: 'dev' }))?.id ?? NONE,
    'the walk-forward': (dataHash === null ? null : await findLatestWalkForwardId(db, { ...scope, dataHash })) ?? NONE,
    'the sweep': (dataHash === null ? null : await findLatestSweepId(db, { ...scope, dataHash })) ?? NONE,
    'the number of trials': String(trials),
    'what is known of survivorship': dataset?.survivorship ?? NONE,
    'the holdout': fingerprint(holdout),
    "the strategy's own targets": fingerprint(await findTargets(db, strategyId)),
  }
}

async function productEvidence(db: DatabaseHandle, { strategyId, strategyVersion }: EvidenceScope): Promise<Record<string, string>> {
  const approvals = await listApprovals(db, strategyId)
  const notes = (await listReviewNotes(db, strategyId)).filter((note) => note.strategyVersion === strategyVersion)
  return {
    'the dev gate': (await getLatestGateResult(db, { strategyId, gateType: 'dev' }))?.id ?? NONE,
    'the CRV gate': (await getLatestGateResult(db, { strategyId, gateType: 'crv' }))?.id ?? NONE,
    'the approvals': fingerprint(approvals.map(({ id, revokedAtMs }) => [id, revokedAtMs])),
    'the review': fingerprint(notes.map(({ id, resolvedAtMs }) => [id, resolvedAtMs])),
    'what is in place for production': fingerprint((await findReadiness(db, strategyId))?.document ?? null),
  }
}
