import type { DevPolicy } from '#shared/domain/gatePolicy.ts'
import type { RunLedger } from '#shared/domain/ledger.ts'
import type { Metrics } from '#shared/domain/metric.ts'
import type { RunIdentity } from '#shared/domain/runIdentity.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import { ENGINE_VERSION } from '../identity/engineVersion.ts'
import { hashLedger } from '../identity/hashLedger.ts'
import { hashSpec } from '../identity/hashSpec.ts'
import { calendarOf, cutMarketData } from '../market/marketData.ts'
import { computeMetrics, METRIC_VERSION } from '../metrics/computeMetrics.ts'
import { runOnMarketData } from '../simulator/runOnMarketData.ts'
import type { PlatformEvidence } from './checks/otherReplays.ts'
import { type AccountingEvidence, auditAccounting } from './evidence/accounting.ts'
import { changeAfter } from './evidence/cutData.ts'
import { type DataEvidence, gatherDataEvidence } from './evidence/dataEvidence.ts'
import { type ForesightEvidence, testForesight } from './evidence/foresight.ts'
import { type Gathered, gather, missing, whenBoth } from './evidence/gathered.ts'
import { type IdentityEvidence, inspectIdentity } from './evidence/identityEvidence.ts'
import { type MetricDifference, metricDifferences } from './evidence/metricDifferences.ts'
import { findOrderViolations, type OrderViolation } from './evidence/orderViolations.ts'
import { auditPanelAccounting } from './evidence/panelAccounting.ts'
import { measureRangeUse, type RangeUse } from './evidence/rangeUse.ts'
import { compareReplays, type FreshReplayEvidence, type ReplayEvidence } from './evidence/replay.ts'
import { compareWarmUps, type WarmUpEvidence } from './evidence/warmUp.ts'
import type { DevSubject, GatherOptions, RunSubject, StoredRun, StrategyWords } from './subject.ts'

export interface DevEvidence {
  readonly gateType: 'dev'
  readonly replay: Gathered<ReplayEvidence>
  readonly freshReplay: Gathered<FreshReplayEvidence>
  readonly platforms: Gathered<PlatformEvidence>
  readonly identity: Gathered<IdentityEvidence>
  readonly metrics: Gathered<readonly MetricDifference[]>
  readonly accounting: Gathered<AccountingEvidence>
  readonly order: Gathered<readonly OrderViolation[]>
  readonly truncation: Gathered<ForesightEvidence>
  readonly perturbation: Gathered<ForesightEvidence>
  readonly warmUp: Gathered<WarmUpEvidence>
  readonly data: Gathered<DataEvidence>
  readonly range: Gathered<RangeUse>
  readonly costs: Pick<RunSpec, 'cost_model' | 'execution'>
  readonly words: StrategyWords
}

/**
 * Computes what the dev gate needs to know, and judges nothing: it repeats the run in full `replays` times, and once for
 * every place of the truncation and the perturbation test. A step that fails becomes missing evidence with its reason.
 * @throws AppError `cancelled`.
 */
export function gatherDevEvidence(subject: DevSubject, options: GatherOptions<DevPolicy>): DevEvidence {
  const steps = Object.entries(DEV_STEPS).map(([name, step]) => [name, step(subject, options)])
  const { cost_model, execution } = subject.spec
  return { gateType: 'dev', ...Object.fromEntries(steps), costs: { cost_model, execution }, words: subject.words }
}

type Steps = Omit<DevEvidence, 'gateType' | 'costs' | 'words'>
type Options = GatherOptions<DevPolicy>

/** One function for each piece of evidence, so that each can be gathered by itself. */
export const DEV_STEPS: { readonly [Name in keyof Steps]: (subject: DevSubject, options: Options) => Steps[Name] } = {
  replay: (subject, options) =>
    fromLedger(subject, (ledger) =>
      compareReplays(
        ledger,
        subject.stored.identity?.ledger_hash ?? null,
        Array.from({ length: options.policy.replays }, () => repeat(subject, options)),
      ),
    ),
  freshReplay: (subject) =>
    whenBoth(fromLedger(subject, hashLedger), subject.freshReplay, (storedHash, freshHash) => ({ storedHash, freshHash })),
  platforms: (subject) =>
    fromLedger(subject, (ledger) => ({
      platform: subject.platform,
      storedHash: hashLedger(ledger),
      foreign: subject.foreignReplays,
    })),
  identity: (subject) => gather(() => inspectIdentity(subject.stored.identity, expectedIdentity(subject))),
  metrics: ({ stored, spec }) => compareMetrics(stored, spec),
  accounting: (subject) => fromLedger(subject, (ledger) => auditBooks(ledger, subject)),
  order: (subject) => fromLedger(subject, (ledger) => findOrderViolations(ledger, calendarOf(subject.data), subject.spec.execution.fill)),
  truncation: (subject, options) => testTruncation(subject, options),
  perturbation: (subject, options) => testPerturbation(subject, options),
  warmUp: ({ data, spec, dataHash }, { cancel }) =>
    gather(() =>
      compareWarmUps({ data, spec, run: (other, changed) => runOnMarketData({ ...other, spec: changed, dataHash, cancel }).ledger }),
    ),
  data: ({ data, quality }) =>
    quality === null ? missing('The data set has no quality report') : gather(() => gatherDataEvidence(data, quality)),
  range: (subject) => fromLedger(subject, (ledger) => measureRangeUse(ledger, calendarOf(subject.data), subject.spec)),
}

/** A step that reads the stored ledger. */
export function fromLedger<Value>({ stored: { ledger } }: Pick<RunSubject, 'stored'>, step: (ledger: RunLedger) => Value): Gathered<Value> {
  return ledger === null ? missing('The stored run has no ledger') : gather(() => step(ledger))
}

/** The metrics that a ledger gives now. */
export function recompute(ledger: RunLedger, spec: RunSpec): Metrics {
  const { initial_cash: initialCash, periods_per_year: periodsPerYear, risk_free: riskFree } = spec
  return computeMetrics({ ledger, initialCash, periodsPerYear, riskFree, benchmark: null })
}

function repeat({ data, spec, dataHash }: RunSubject, { cancel }: Options): RunLedger {
  return runOnMarketData({ ...data, spec, dataHash, cancel }).ledger
}

function auditBooks(ledger: RunLedger, { data, spec }: RunSubject): AccountingEvidence {
  const initialCash = spec.initial_cash
  return 'panel' in data ? auditPanelAccounting(ledger, data.panel, initialCash) : auditAccounting(ledger, initialCash)
}

function compareMetrics({ ledger, metrics }: StoredRun, spec: RunSpec): Gathered<readonly MetricDifference[]> {
  if (ledger === null) return missing('The stored run has no ledger')
  if (metrics === null) return missing('The stored run has no metrics')
  return gather(() => metricDifferences(metrics, recompute(ledger, spec)))
}

function expectedIdentity({ spec, dataHash }: RunSubject): Omit<RunIdentity, 'ledger_hash'> {
  return { spec_hash: hashSpec(spec), data_hash: dataHash, seed: spec.seed, engine_version: ENGINE_VERSION, metric_version: METRIC_VERSION }
}

function testTruncation(subject: DevSubject, options: Options): Gathered<ForesightEvidence> {
  const { data, spec } = subject
  // The shortened data end before end_date, which the engine would rightly refuse.
  const open = { ...subject, spec: { ...spec, end_date: null } }
  return fromLedger(subject, (ledger) =>
    testForesight(ledger, {
      time: calendarOf(data),
      places: options.policy.truncations,
      seed: spec.seed,
      runWithout: (lastBar) => repeat({ ...open, data: cutMarketData(data, lastBar + 1) }, options),
    }),
  )
}

function testPerturbation(subject: DevSubject, options: Options): Gathered<ForesightEvidence> {
  const { data, spec } = subject
  return fromLedger(subject, (ledger) =>
    testForesight(ledger, {
      time: calendarOf(data),
      places: options.policy.perturbations,
      seed: spec.seed + 1,
      runWithout: (lastBar, place) => repeat({ ...subject, data: changeAfter(data, lastBar, spec.seed + place) }, options),
    }),
  )
}
