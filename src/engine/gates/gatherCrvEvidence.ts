import { AppError } from '#shared/domain/appError.ts'
import type { Survivorship } from '#shared/domain/dataset.ts'
import type { CrvPolicy } from '#shared/domain/gatePolicy.ts'
import type { Metrics } from '#shared/domain/metric.ts'
import { presentValues, simpleReturns } from '../metrics/equityPath.ts'
import { independentMetrics } from '../metrics/independent/independentMetrics.ts'
import type { SharpeEstimate } from '../statistics/sharpeEstimate.ts'
import { ratesOf } from '../validation/backtestTrials.ts'
import type { BarRange } from '../validation/planFolds.ts'
import type { CrvSubject, HoldoutRecord, StoredWalkForward } from './crvSubject.ts'
import { type Gathered, missing, whenBoth, whenKnown } from './evidence/gathered.ts'
import { isPlayedLike } from './evidence/isPlayedLike.ts'
import { type MetricDifference, metricDifferences } from './evidence/metricDifferences.ts'
import { countSameBarFills } from './evidence/orderViolations.ts'
import { measureOutOfSample, type OutOfSample } from './evidence/outOfSample.ts'
import * as stresses from './evidence/stresses.ts'
import * as trialEvidence from './evidence/trialEvidence.ts'
import { gatherTriedTrials } from './evidence/triedTrials.ts'
import { inspectWindows, type WindowEvidence } from './evidence/windowEvidence.ts'
import { fromLedger, recompute } from './gatherDevEvidence.ts'
import type { GatherOptions, RunSubject } from './subject.ts'

/** Whether the dev gate passed on the very run that is judged. */
export interface DevGateEvidence {
  readonly isPassed: boolean
  readonly isStale: boolean
  /** What it judged that is not what is judged now. */
  readonly differences: readonly string[]
}

export interface CrvEvidence {
  readonly gateType: 'crv'
  readonly devGate: Gathered<DevGateEvidence>
  /** The whole run, recomputed from its stored ledger. */
  readonly whole: Gathered<Metrics>
  readonly sameBarFills: Gathered<number>
  readonly independent: Gathered<readonly MetricDifference[]>
  /** Bars of the run in years. */
  readonly historyYears: Gathered<number>
  readonly outOfSample: Gathered<OutOfSample>
  /** Per period; null where the Sharpe ratio is undefined. */
  readonly estimate: Gathered<SharpeEstimate>
  readonly windows: Gathered<WindowEvidence>
  readonly trials: Gathered<trialEvidence.TrialNumbers>
  readonly deflated: Gathered<trialEvidence.DeflatedEvidence>
  readonly overfitting: Gathered<trialEvidence.OverfittingEvidence>
  readonly superior: Gathered<trialEvidence.SuperiorEvidence>
  readonly drawdowns: Gathered<stresses.DrawdownPaths>
  readonly costs: Gathered<stresses.CostEvidence>
  readonly execution: Gathered<stresses.ExecutionEvidence>
  readonly plateau: Gathered<stresses.PlateauEvidence>
  readonly survivorship: Gathered<Survivorship>
  readonly holdout: Gathered<HoldoutRecord>
}

/**
 * Computes what the CRV gate needs to know, and judges nothing. What rests on a walk-forward is missing without one.
 * A step that fails becomes missing evidence with its reason.
 * @throws AppError `cancelled`.
 */
export function gatherCrvEvidence(subject: CrvSubject, options: GatherOptions<CrvPolicy>): CrvEvidence {
  return {
    gateType: 'crv',
    devGate: compareDevGate(subject),
    ...gatherFromRun(subject),
    ...gatherFromWalkForward(subject, options),
    survivorship: subject.survivorship,
    holdout: subject.holdout,
  }
}

/** Of a run that stands alone, outside any database: everything that needs more than the run is missing for this reason. */
export function gatherCrvEvidenceOfRun(run: Omit<RunSubject, 'data'>, reason: string): CrvEvidence {
  const none = missing(reason)
  const absent = {
    ...{ devGate: none, outOfSample: none, estimate: none, windows: none, trials: none, deflated: none, overfitting: none },
    ...{ superior: none, drawdowns: none, costs: none, execution: none, plateau: none, survivorship: none, holdout: none },
  }
  return { gateType: 'crv', ...absent, ...gatherFromRun(run) }
}

function gatherFromRun(subject: Omit<RunSubject, 'data'>): Pick<CrvEvidence, 'whole' | 'sameBarFills' | 'independent' | 'historyYears'> {
  const { spec, stored } = subject
  return {
    whole: fromLedger(subject, (ledger) => recompute(ledger, spec)),
    sameBarFills: fromLedger(subject, countSameBarFills),
    independent:
      stored.metrics === null
        ? missing('The stored run has no metrics')
        : fromLedger(subject, (ledger) => {
            const { initial_cash: initialCash, periods_per_year: periodsPerYear, risk_free: riskFree } = spec
            const { alpha = null, beta = null } = stored.metrics?.values ?? {}
            const values = { ...independentMetrics({ ledger, initialCash, periodsPerYear, riskFree }), alpha, beta }
            return metricDifferences(stored.metrics!, { values })
          }),
    historyYears: fromLedger(subject, ({ positions }) => positions.time.length / spec.periods_per_year),
  }
}

type FromWalkForward = Omit<
  CrvEvidence,
  'gateType' | 'devGate' | 'whole' | 'sameBarFills' | 'independent' | 'historyYears' | 'survivorship' | 'holdout'
>

function gatherFromWalkForward(subject: CrvSubject, options: GatherOptions<CrvPolicy>): FromWalkForward {
  const { policy } = options
  const { spec, data } = subject
  const walk = matchingWalkForward(subject)
  const outOfSample = whenKnown(walk, (known) => measureOutOfSample(known, ratesOf(spec)))
  const estimate = whenKnown(outOfSample, (measured) => estimateOf(measured, spec.periods_per_year))
  const tried = gatherTriedTrials(subject, walk, options)
  const matrix = whenKnown(tried, ({ returns }) => returns)
  const trials = whenKnown(subject.trials, (counted) =>
    trialEvidence.countEffective({ trials: counted, declared: walk.value?.outcome.trialCount ?? null, matrix }),
  )
  return {
    outOfSample,
    estimate,
    windows: whenKnown(walk, (known) => inspectWindows(known, data)),
    trials,
    deflated: flatten(whenBoth(estimate, trials, trialEvidence.deflate)),
    overfitting: flatten(
      whenKnown(tried, ({ returns, source }) => trialEvidence.measureOverfitting(returns, { blocks: policy.pboBlocks, source })),
    ),
    superior: flatten(whenKnown(tried, (known) => trialEvidence.measureSuperiority(known, policy, spec.seed))),
    drawdowns: whenKnown(walk, ({ equity }) =>
      stresses.bootstrapDrawdowns(presentValues(simpleReturns(equity['equity'] ?? new Float64Array())), {
        paths: policy.bootstrapPaths,
        seed: spec.seed,
      }),
    ),
    ...gatherStresses(subject, walk, options),
  }
}

function gatherStresses(
  { data, spec }: CrvSubject,
  walk: Gathered<StoredWalkForward>,
  options: GatherOptions<CrvPolicy>,
): Pick<CrvEvidence, 'costs' | 'execution' | 'plateau'> {
  const input = whenKnown(walk, (known) => ({ ...data, spec, ranges: testRanges(known), ...options }))
  return {
    costs: whenKnown(input, stresses.gatherCosts),
    execution: whenKnown(input, stresses.gatherExecution),
    plateau: whenKnown(input, stresses.gatherPlateau),
  }
}

function compareDevGate({ devGate, stored, dataHash }: CrvSubject): Gathered<DevGateEvidence> {
  return whenKnown(devGate, ({ verdict, isStale, ...judged }) => {
    const { identity } = stored
    const differences = [
      ...(judged.specHash === identity?.spec_hash ? [] : ['specification']),
      ...(judged.dataHash === dataHash ? [] : ['data']),
      ...(judged.ledgerHash === identity?.ledger_hash ? [] : ['ledger']),
    ]
    return { isPassed: verdict === 'passed', isStale, differences }
  })
}

/** A walk-forward on other data, or at other costs, says nothing of this run. */
function matchingWalkForward({ walkForward, dataHash, spec }: CrvSubject): Gathered<StoredWalkForward> {
  if (walkForward.value === null) return walkForward
  if (walkForward.value.dataHash !== dataHash) return missing('the newest walk-forward used other data than the run')
  if (isPlayedLike(spec, walkForward.value.spec)) return walkForward
  return missing('the newest walk-forward paid other costs, or was executed otherwise, than the run; give both the same settings')
}

function estimateOf({ metrics, observations }: OutOfSample, periodsPerYear: number): SharpeEstimate {
  const { sharpe_ratio: sharpe, skewness, kurtosis_excess: excess } = metrics
  if (sharpe.value === null || skewness.value === null || excess.value === null) {
    throw new AppError('invalid_input', `The out-of-sample Sharpe ratio is undefined: ${sharpe.reason ?? skewness.reason ?? excess.reason}`)
  }
  return { sharpe: sharpe.value / Math.sqrt(periodsPerYear), observations, skewness: skewness.value, kurtosis: excess.value + 3 }
}

/** Rows of all tests; tests that follow one another are joined, what lies between others was never out of sample. */
function testRanges({ windows }: StoredWalkForward): BarRange[] {
  const ranges: BarRange[] = []
  for (const { detail } of windows) {
    if (detail === undefined) throw new AppError('invalid_input', 'The walk-forward did not keep the rows of its windows. Run it again.')
    const before = ranges.at(-1)
    if (before !== undefined && before.end === detail.test.from) ranges[ranges.length - 1] = { from: before.from, end: detail.test.end }
    else ranges.push(detail.test)
  }
  return ranges
}

const flatten = <Value>(nested: Gathered<Gathered<Value>>): Gathered<Value> => (nested.value === null ? nested : nested.value)
