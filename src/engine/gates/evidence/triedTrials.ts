import type { MarketSeries } from '#shared/domain/dataset.ts'
import type { CrvPolicy } from '#shared/domain/gatePolicy.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import { calendarOf } from '../../market/marketData.ts'
import { findRunWindow } from '../../simulator/findRunWindow.ts'
import { withParameters } from '../../simulator/withParameters.ts'
import type { ReturnMatrix } from '../../statistics/returnMatrix.ts'
import { planSweep, trialSpec } from '../../sweep/planSweep.ts'
import { layOutValidation } from '../../validation/layOutValidation.ts'
import type { BarRange } from '../../validation/planFolds.ts'
import type { CrvSubject, StoredSweepPlan, StoredWalkForward } from '../crvSubject.ts'
import type { GatherOptions } from '../subject.ts'
import { type Gathered, whenKnown } from './gathered.ts'
import { isPlayedLike } from './isPlayedLike.ts'
import { holdingReturns, trialReturns } from './trialReturns.ts'

/** Where trials come from that are compared with one another. */
export interface TrialSource {
  readonly kind: 'walk-forward' | 'sweep'
  readonly id: string
  /** Trials there are; of very many an even choice is compared. */
  readonly trials: number
}

/** Returns of the trials of one search, made again from the data, and of the benchmark over the same bars. */
export interface TriedTrials {
  readonly source: TrialSource
  readonly returns: ReturnMatrix
  readonly benchmark: Float64Array
}

/** Trials of a sweep that are compared: what the bootstrap of the SPA test takes a few seconds for. */
const MOST_SWEEP_TRIALS = 500

/**
 * The trials of the walk-forward, every parameter set once over all rows it read. Where they are fewer than the policy
 * compares, or there is no walk-forward, those of the newest sweep of the same version, data and costs: a narrow grid must
 * not hide a wide search. Without either it is missing for the walk-forward's reason.
 */
export function gatherTriedTrials(
  { data, spec, sweep }: Pick<CrvSubject, 'data' | 'spec' | 'sweep'>,
  walk: Gathered<StoredWalkForward>,
  options: GatherOptions<CrvPolicy>,
): Gathered<TriedTrials> {
  const walked = whenKnown(walk, (known) => walkTrials(known, data, options))
  const columns = walked.value?.returns.columns ?? 0
  if (columns >= options.policy.minTrialsTested) return walked
  const swept = whenKnown(sweep, (known) => (paysAsMuch(known, spec) ? sweepTrials(known, data, options) : null))
  return swept.value !== null && swept.value.returns.columns > columns ? { value: swept.value, missing: null } : walked
}

/** Settings of a sweep that change what a trade costs. */
const COST_AXES: ReadonlySet<string> = new Set(['commission', 'slippage_bps', 'spread_bps'])

/** Whether every trial is filled as the run is and pays what it pays: cheaper trials would show an edge that nobody has. */
function paysAsMuch({ spec: { cost_model, execution }, axes }: StoredSweepPlan, run: RunSpec): boolean {
  if (axes.some(({ name }) => COST_AXES.has(name))) return false
  const { fill, slippage_bps, spread_bps } = execution
  return isPlayedLike(run, { cost_model, execution: { ...run.execution, fill, slippage_bps, spread_bps } })
}

function walkTrials({ plan, spec, validationId }: StoredWalkForward, data: MarketSeries, options: GatherOptions<CrvPolicy>): TriedTrials {
  const layout = layOutValidation({ time: calendarOf(data), spec, plan })
  const specs = layout.grid.map(({ parameters }) => withParameters(layout.spec, parameters))
  const source = { kind: 'walk-forward', id: validationId, trials: specs.length } as const
  return compareTrials({ data, specs, range: layout.range, source }, options)
}

function sweepTrials({ sweepId, ...request }: StoredSweepPlan, data: MarketSeries, options: GatherOptions<CrvPolicy>): TriedTrials {
  const plan = planSweep(request)
  const { firstBar, lastBar } = findRunWindow(calendarOf(data), plan.spec)
  const trials = plan.cells.length
  const stride = Math.ceil(trials / MOST_SWEEP_TRIALS)
  const specs = Array.from({ length: Math.ceil(trials / stride) }, (_, index) => trialSpec(plan, index * stride))
  const source = { kind: 'sweep', id: sweepId, trials } as const
  return compareTrials({ data, specs, range: { from: firstBar, end: lastBar + 1 }, source }, options)
}

interface Compared {
  readonly data: MarketSeries
  readonly specs: readonly RunSpec[]
  readonly range: BarRange
  readonly source: TrialSource
}

function compareTrials({ data, specs, range, source }: Compared, { policy, cancel }: GatherOptions<CrvPolicy>): TriedTrials {
  const held = holdingReturns(data, range)
  return {
    source,
    returns: trialReturns({ ...data, specs, range, cancel }),
    benchmark: policy.spaBenchmark === 'cash' ? held.fill(0) : held,
  }
}
