import type { MarketData, QualityReport } from '#shared/domain/dataset.ts'
import type { GatePolicy } from '#shared/domain/gatePolicy.ts'
import type { RunLedger } from '#shared/domain/ledger.ts'
import type { Metrics } from '#shared/domain/metric.ts'
import type { RunIdentity } from '#shared/domain/runIdentity.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import { ENGINE_VERSION } from '../identity/engineVersion.ts'
import { hashSpec } from '../identity/hashSpec.ts'
import { calendarOf, cutMarketData } from '../market/marketData.ts'
import { computeMetrics, METRIC_VERSION } from '../metrics/computeMetrics.ts'
import type { CancelSignal } from '../simulator/cancelSignal.ts'
import { runOnMarketData } from '../simulator/runOnMarketData.ts'
import { type AccountingEvidence, auditAccounting } from './evidence/accounting.ts'
import { type DataEvidence, gatherDataEvidence } from './evidence/dataEvidence.ts'
import { type Gathered, gather, missing } from './evidence/gathered.ts'
import { type IdentityEvidence, inspectIdentity } from './evidence/identityEvidence.ts'
import { type MetricDifference, metricDifferences } from './evidence/metricDifferences.ts'
import { countSameBarFills, findOrderViolations, type OrderViolation } from './evidence/orderViolations.ts'
import { measureOutOfSample, type OutOfSample } from './evidence/outOfSample.ts'
import { auditPanelAccounting } from './evidence/panelAccounting.ts'
import { measureRangeUse, type RangeUse } from './evidence/rangeUse.ts'
import { compareReplays, type ReplayEvidence } from './evidence/replay.ts'
import { type TruncationEvidence, testTruncation } from './evidence/truncation.ts'

/** A finished run as it is stored; a part that was lost is null and leaves its checks without evidence. */
export interface StoredRun {
  readonly ledger: RunLedger | null
  readonly metrics: Metrics | null
  readonly identity: Partial<RunIdentity> | null
}

/** What a gate judges: a stored run with everything it came from. */
export type GateSubject = MarketData & JudgedRun

/** A stored run without its data. */
export interface JudgedRun {
  readonly spec: RunSpec
  /** hashMarketData of the data. */
  readonly dataHash: string
  readonly quality: QualityReport | null
  readonly stored: StoredRun
}

export interface DevEvidence {
  readonly gateType: 'dev'
  readonly replay: Gathered<ReplayEvidence>
  readonly identity: Gathered<IdentityEvidence>
  readonly metrics: Gathered<readonly MetricDifference[]>
  readonly accounting: Gathered<AccountingEvidence>
  readonly order: Gathered<readonly OrderViolation[]>
  readonly truncation: Gathered<TruncationEvidence>
  readonly data: Gathered<DataEvidence>
  readonly range: Gathered<RangeUse>
  readonly costs: Pick<RunSpec, 'cost_model' | 'execution'>
}

export interface CrvEvidence {
  readonly gateType: 'crv'
  /** The whole run, recomputed from its stored ledger. */
  readonly whole: Gathered<Metrics>
  readonly outOfSample: Gathered<OutOfSample>
  readonly sameBarFills: Gathered<number>
}

export type GateEvidence = DevEvidence | CrvEvidence

export interface GatherOptions {
  readonly policy: GatePolicy
  readonly cancel?: CancelSignal | undefined
}

/**
 * Computes what a gate needs to know, and judges nothing. The dev gate repeats the run `policy.dev.replays` times
 * in full and `policy.dev.truncations` times on shortened data.
 * A step that fails becomes missing evidence with its reason.
 * @throws AppError `cancelled`.
 */
export function gatherEvidence(gateType: GateEvidence['gateType'], subject: GateSubject, options: GatherOptions): GateEvidence {
  return gateType === 'dev' ? gatherDevEvidence(subject, options) : gatherCrvEvidence(subject, options)
}

const NO_LEDGER = 'The stored run has no ledger'

/** A step that reads the stored ledger. */
function fromLedger<Value>({ ledger }: StoredRun, step: (ledger: RunLedger) => Value): Gathered<Value> {
  return ledger === null ? missing(NO_LEDGER) : gather(() => step(ledger))
}

function recompute(ledger: RunLedger, spec: RunSpec): Metrics {
  const { initial_cash: initialCash, periods_per_year: periodsPerYear, risk_free: riskFree } = spec
  return computeMetrics({ ledger, initialCash, periodsPerYear, riskFree, benchmark: null })
}

export function gatherDevEvidence(subject: GateSubject, options: GatherOptions): DevEvidence {
  const { spec, stored, quality } = subject
  const time = calendarOf(subject)
  return {
    gateType: 'dev',
    replay: fromLedger(stored, (ledger) => compareReplays(ledger, stored.identity?.ledger_hash ?? null, replayRun(subject, options))),
    identity: gather(() => inspectIdentity(stored.identity, expectedIdentity(subject))),
    metrics: compareMetrics(stored, spec),
    accounting: fromLedger(stored, (ledger) => auditBooks(ledger, subject)),
    order: fromLedger(stored, (ledger) => findOrderViolations(ledger, time, spec.execution.fill)),
    truncation: fromLedger(stored, (ledger) => truncateRun(ledger, subject, options)),
    data: quality === null ? missing('The data set has no quality report') : gather(() => gatherDataEvidence(subject, quality)),
    range: fromLedger(stored, (ledger) => measureRangeUse(ledger, time, spec)),
    costs: spec,
  }
}

export function gatherCrvEvidence({ spec, stored }: Pick<JudgedRun, 'spec' | 'stored'>, { policy }: GatherOptions): CrvEvidence {
  const rates = { periodsPerYear: spec.periods_per_year, riskFree: spec.risk_free }
  return {
    gateType: 'crv',
    whole: fromLedger(stored, (ledger) => recompute(ledger, spec)),
    outOfSample: fromLedger(stored, (ledger) => measureOutOfSample(ledger, policy.crv.outOfSampleFraction, rates)),
    sameBarFills: fromLedger(stored, countSameBarFills),
  }
}

function expectedIdentity({ spec, dataHash }: GateSubject): Omit<RunIdentity, 'ledger_hash'> {
  return {
    spec_hash: hashSpec(spec),
    data_hash: dataHash,
    seed: spec.seed,
    engine_version: ENGINE_VERSION,
    metric_version: METRIC_VERSION,
  }
}

function compareMetrics({ ledger, metrics }: StoredRun, spec: RunSpec): Gathered<readonly MetricDifference[]> {
  if (ledger === null) return missing(NO_LEDGER)
  if (metrics === null) return missing('The stored run has no metrics')
  return gather(() => metricDifferences(metrics, recompute(ledger, spec)))
}

function auditBooks(ledger: RunLedger, subject: GateSubject): AccountingEvidence {
  const initialCash = subject.spec.initial_cash
  return 'panel' in subject ? auditPanelAccounting(ledger, subject.panel, initialCash) : auditAccounting(ledger, initialCash)
}

function replayRun({ spec, dataHash, ...data }: GateSubject, { policy, cancel }: GatherOptions): RunLedger[] {
  return Array.from({ length: policy.dev.replays }, () => runOnMarketData({ ...data, spec, dataHash, cancel }).ledger)
}

function truncateRun(ledger: RunLedger, subject: GateSubject, { policy, cancel }: GatherOptions): TruncationEvidence {
  const { dataHash } = subject
  // The shortened data end before end_date, which the engine would rightly refuse.
  const spec = { ...subject.spec, end_date: null }
  const runUntil = (lastBar: number) => runOnMarketData({ ...cutMarketData(subject, lastBar + 1), spec, dataHash, cancel }).ledger
  return testTruncation(ledger, { time: calendarOf(subject), cuts: policy.dev.truncations, seed: spec.seed, runUntil })
}
