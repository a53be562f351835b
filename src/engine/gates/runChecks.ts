import type { CheckResult } from '#shared/domain/gate.ts'
import type { CrvPolicy, DevPolicy, GatePolicy } from '#shared/domain/gatePolicy.ts'
import { checkAccountingIdentity } from './checks/accountingIdentity.ts'
import { checkCostsCharged } from './checks/costsCharged.ts'
import { checkDataQuality } from './checks/dataQuality.ts'
import { checkIdentityComplete } from './checks/identityComplete.ts'
import { checkMetricsRecompute } from './checks/metricsRecompute.ts'
import { checkDrawdownLimit, checkMinimumReturn, checkNetSharpe, checkProbabilisticSharpe } from './checks/outOfSampleLimits.ts'
import { checkPlausibility } from './checks/plausibility.ts'
import { checkRangeHonoured } from './checks/rangeHonoured.ts'
import { checkReplayEquality } from './checks/replayEquality.ts'
import { checkSameBarFills } from './checks/sameBarFills.ts'
import { checkTimeOrder } from './checks/timeOrder.ts'
import { checkTradeCount } from './checks/tradeCount.ts'
import { checkTruncation } from './checks/truncation.ts'
import type { CrvEvidence, DevEvidence, GateEvidence } from './gatherEvidence.ts'

/** Every check of a gate, in the order it is shown. */
export function runChecks(evidence: GateEvidence, policy: GatePolicy): CheckResult[] {
  return evidence.gateType === 'dev' ? runDevChecks(evidence, policy.dev) : runCrvChecks(evidence, policy.crv)
}

function runDevChecks(evidence: DevEvidence, policy: DevPolicy): CheckResult[] {
  return [
    checkReplayEquality(evidence.replay, policy),
    checkIdentityComplete(evidence.identity),
    checkMetricsRecompute(evidence.metrics, policy),
    checkAccountingIdentity(evidence.accounting, policy),
    checkTimeOrder(evidence.order),
    checkTruncation(evidence.truncation),
    checkDataQuality(evidence.data, policy),
    checkCostsCharged(evidence.costs),
    checkRangeHonoured(evidence.range, policy),
  ]
}

function runCrvChecks(evidence: CrvEvidence, policy: CrvPolicy): CheckResult[] {
  return [
    checkTradeCount(evidence.outOfSample, policy),
    checkProbabilisticSharpe(evidence.outOfSample, policy),
    checkNetSharpe(evidence.outOfSample, policy),
    checkDrawdownLimit(evidence.outOfSample, policy),
    checkPlausibility(evidence, policy),
    checkMinimumReturn(evidence.outOfSample, policy),
    checkSameBarFills(evidence.sameBarFills),
  ]
}
