import { assertNever } from '#shared/domain/appError.ts'
import type { CheckResult } from '#shared/domain/gate.ts'
import type { CrvPolicy, DevPolicy, GatePolicy, ProductPolicy } from '#shared/domain/gatePolicy.ts'
import { checkAccountingIdentity } from './checks/accountingIdentity.ts'
import { checkCostsCharged } from './checks/costsCharged.ts'
import { checkDevGate, checkHoldout, checkIndependentMetrics, checkSurvivorship } from './checks/crvProvenance.ts'
import { checkDataQuality } from './checks/dataQuality.ts'
import { checkPerturbation, checkTruncation } from './checks/foresight.ts'
import { checkIdentityComplete } from './checks/identityComplete.ts'
import { checkMetricsRecompute } from './checks/metricsRecompute.ts'
import { checkFreshReplay, checkPlatforms } from './checks/otherReplays.ts'
import {
  checkDailyShortfall,
  checkDrawdownLimit,
  checkMinimumReturn,
  checkNetSharpe,
  checkProbabilisticSharpe,
} from './checks/outOfSampleLimits.ts'
import { checkDeflatedSharpe, checkOverfitting, checkSuperiority } from './checks/overfitting.ts'
import { checkPlausibility } from './checks/plausibility.ts'
import { checkApproval, checkAudit, checkEarlierGates, checkPack, checkReview } from './checks/product/approvals.ts'
import {
  checkDatabase,
  checkOpenWaivers,
  checkRevalidation,
  checkRiskLimits,
  checkRollback,
  checkWrittenPlans,
} from './checks/product/operations.ts'
import { checkRangeHonoured } from './checks/rangeHonoured.ts'
import { checkReplayEquality } from './checks/replayEquality.ts'
import { checkBootstrapDrawdown, checkCostStress, checkExecutionStress, checkPlateau, checkRuin } from './checks/robustness.ts'
import { checkStrategyWords } from './checks/strategyWords.ts'
import { checkTimeOrder } from './checks/timeOrder.ts'
import { checkHistoryLength, checkTrackRecord, checkTrialCount } from './checks/trialStatistics.ts'
import { checkWarmUp } from './checks/warmUp.ts'
import { checkConcentration, checkEfficiency, checkProfitableWindows, checkTradeCount, checkWindows } from './checks/windows.ts'
import type { CrvEvidence } from './gatherCrvEvidence.ts'
import type { DevEvidence } from './gatherDevEvidence.ts'
import type { ProductEvidence } from './productEvidence.ts'

export type GateEvidence = DevEvidence | CrvEvidence | ProductEvidence

/** Every check of a gate but its self-test, in the order it is shown. */
export function runChecks(evidence: GateEvidence, policy: GatePolicy): CheckResult[] {
  switch (evidence.gateType) {
    case 'dev':
      return runDevChecks(evidence, policy.dev)
    case 'crv':
      return runCrvChecks(evidence, policy.crv)
    case 'product':
      return runProductChecks(evidence, policy.product)
    default:
      return assertNever(evidence)
  }
}

function runDevChecks(evidence: DevEvidence, policy: DevPolicy): CheckResult[] {
  return [
    checkReplayEquality(evidence.replay, policy),
    checkFreshReplay(evidence.freshReplay),
    checkPlatforms(evidence.platforms),
    checkIdentityComplete(evidence.identity),
    checkMetricsRecompute(evidence.metrics, policy),
    checkAccountingIdentity(evidence.accounting, policy),
    checkTimeOrder(evidence.order),
    checkTruncation(evidence.truncation, policy.truncations),
    checkPerturbation(evidence.perturbation, policy.perturbations),
    checkWarmUp(evidence.warmUp, policy),
    checkDataQuality(evidence.data, policy),
    checkCostsCharged(evidence.costs),
    checkStrategyWords(evidence.words),
    checkRangeHonoured(evidence.range, policy),
  ]
}

function runCrvChecks(evidence: CrvEvidence, policy: CrvPolicy): CheckResult[] {
  const { outOfSample, windows, trials, drawdowns } = evidence
  return [
    checkDevGate(evidence.devGate),
    checkTrackRecord(evidence.estimate, policy),
    checkHistoryLength(trials, evidence.historyYears, policy),
    checkTradeCount(windows, policy),
    checkTrialCount(trials),
    checkProbabilisticSharpe(outOfSample, policy),
    checkDeflatedSharpe(evidence.deflated, policy),
    checkOverfitting(evidence.overfitting, trials, policy),
    checkSuperiority(evidence.superior, trials, policy),
    checkWindows(windows),
    checkNetSharpe(outOfSample, policy),
    checkProfitableWindows(windows, policy),
    checkConcentration(windows, policy),
    checkEfficiency(windows, policy),
    checkDrawdownLimit(outOfSample, policy),
    checkBootstrapDrawdown(drawdowns, policy),
    checkRuin(drawdowns, policy),
    checkDailyShortfall(outOfSample, policy),
    checkCostStress(evidence.costs, policy),
    checkExecutionStress(evidence.execution, policy),
    checkPlateau(evidence.plateau, policy),
    checkPlausibility(evidence, policy),
    checkSurvivorship(evidence.survivorship),
    checkMinimumReturn(outOfSample, policy),
    checkHoldout(evidence.holdout),
    checkIndependentMetrics(evidence.independent, policy),
  ]
}

function runProductChecks(evidence: ProductEvidence, policy: ProductPolicy): CheckResult[] {
  const { readiness } = evidence
  return [
    checkEarlierGates(evidence, policy),
    checkApproval(evidence.approval, evidence.strategyVersion),
    checkReview(evidence.review, policy),
    checkAudit(evidence.audit),
    checkPack(evidence.pack),
    checkRiskLimits(readiness),
    checkRollback(readiness, evidence.approvedVersions),
    ...checkWrittenPlans(readiness),
    checkOpenWaivers(evidence.openWaivers, readiness, policy),
    checkRevalidation(readiness, evidence.nowMs, policy),
    checkDatabase(evidence.database),
  ]
}
