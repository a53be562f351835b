import type { MarketSeries } from '#shared/domain/dataset.ts'
import type { MetricName, Metrics } from '#shared/domain/metric.ts'
import type { Parameters } from '#shared/domain/strategyType.ts'
import type { Ranking } from '#shared/domain/sweep.ts'
import { computeMetrics } from '../../metrics/computeMetrics.ts'
import { simulatePanelRun } from '../../panel/simulatePanelRun.ts'
import { simulateRun } from '../../simulator/simulateRun.ts'
import { parameterReader } from '../planReader.ts'
import { type SweepPlan, trialSpec } from '../planSweep.ts'
import type { SweepColumns } from '../sweepColumns.ts'
import { rankTrials } from './rankTrials.ts'

export interface SummaryRequest {
  readonly data: MarketSeries
  readonly plan: SweepPlan
  readonly columns: SweepColumns
  readonly by: MetricName
  readonly ranking: Ranking
  /** How many of the best trials to describe. */
  readonly top: number
}

/** One of the best trials. */
export interface RankedRow {
  readonly trial: number
  /** Values of the axes. */
  readonly parameters: Parameters
  /** What it is ranked by; null when it has no score. */
  readonly score: number | null
  /** All metrics of a single run, quantiles included, with the reasons of those that are undefined. */
  readonly metrics: Metrics
}

export interface SweepSummary {
  readonly trials: number
  readonly gridCells: number
  readonly excluded: number
  readonly refused: number
  readonly by: MetricName
  readonly ranking: Ranking
  /** Trials that have a value of the metric. */
  readonly measured: number
  /** Median of the metric over them; null when there are none. */
  readonly median: number | null
  readonly best: readonly RankedRow[]
}

/** What a sweep says in short. The best of many trials is picked with hindsight: its figures are no forecast. */
export function summariseSweep({ data, plan, columns, by, ranking, top }: SummaryRequest): SweepSummary {
  const { order, scores } = rankTrials({ plan, columns, by, ranking })
  const values = columns
    .column(by)
    .filter((value) => !Number.isNaN(value))
    .sort()
  const best = Array.from(order.subarray(0, top), (trial) => {
    const score = scores[trial]!
    return {
      trial,
      parameters: axisValues(plan, trial),
      score: Number.isNaN(score) ? null : score,
      metrics: measureTrial({ data, plan }, trial),
    }
  })
  const { gridCells, excluded, refused } = plan
  const trials = plan.cells.length
  return { trials, gridCells, excluded, refused, by, ranking, measured: values.length, median: medianOfSorted(values), best }
}

/** The values of the axes in a trial, in the order of the axes. */
export function axisValues(plan: SweepPlan, trial: number): Parameters {
  return Object.fromEntries(plan.axes.map(({ name }) => [name, parameterReader(plan, name)(trial)!]))
}

/** A trial as a single run: the only place that keeps reasons, so a sweep of a million trials stores none. */
export function measureTrial({ data, plan }: Pick<SummaryRequest, 'data' | 'plan'>, trial: number): Metrics {
  const spec = trialSpec(plan, trial)
  const { ledger } = 'panel' in data ? simulatePanelRun({ ...data, spec }) : simulateRun({ ...data, spec })
  const { initial_cash: initialCash, periods_per_year: periodsPerYear, risk_free: riskFree } = spec
  return computeMetrics({ ledger, initialCash, periodsPerYear, riskFree, benchmark: null })
}

function medianOfSorted(sorted: Float64Array): number | null {
  if (sorted.length === 0) return null
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
