import type { MetricName } from '#shared/domain/metric.ts'
import type { Measured } from '../statistics/measured.ts'
import { fitBenchmark } from './benchmark.ts'
import { growthPath, presentValues } from './equityPath.ts'
import { measureSums } from './measureSums.ts'
import { riskFreePerPeriod } from './riskFree.ts'
import { SUM_COUNT, sumReturns } from './runSums.ts'
import { measureTails } from './tails.ts'

/** Metrics that need nothing but returns. */
export type ReturnMetricName = Extract<
  MetricName,
  | 'total_return'
  | 'cagr'
  | 'annual_volatility'
  | 'sharpe_ratio'
  | 'sharpe_low'
  | 'sharpe_high'
  | 'sortino_ratio'
  | 'calmar_ratio'
  | 'max_drawdown'
  | 'max_drawdown_bars'
  | 'skewness'
  | 'kurtosis_excess'
  | 'var_95'
  | 'cvar_95'
  | 'omega'
  | 'tail_ratio'
  | 'alpha'
  | 'beta'
  | 'psr'
  | 'min_trl'
>
export type ReturnMetrics = Readonly<Record<ReturnMetricName, Measured>>

export interface MetricRates {
  readonly periodsPerYear: number
  /** Annual risk-free return, a fraction. */
  readonly riskFree: number
}

/**
 * Metrics of a plain series of simple returns, and optionally of a benchmark's returns over the same periods.
 * NaN marks a missing return: it is left out of every mean, while its period still counts as time in the CAGR.
 */
export function computeReturnMetrics(returns: Float64Array, benchmark: Float64Array | null, rates: MetricRates): ReturnMetrics {
  return measurePath({ path: growthPath(returns), returns, benchmark }, rates)
}

export interface MeasuredSeries {
  /** Equity, E_0 first: one longer than the returns. */
  readonly path: Float64Array
  readonly returns: Float64Array
  readonly benchmark: Float64Array | null
}

/** The same metrics where equity itself is known, so that money is not rebuilt from rounded returns. */
export function measurePath({ path, returns, benchmark }: MeasuredSeries, { periodsPerYear, riskFree }: MetricRates): ReturnMetrics {
  const target = riskFreePerPeriod(riskFree, periodsPerYear)
  const sums = new Float64Array(SUM_COUNT)
  sumReturns({ returns, path }, target, sums)
  const present = presentValues(returns)
  const row = measureSums(sums, () => present, { initialCash: path[0]!, periodsPerYear, target })
  return {
    total_return: row.total_return,
    cagr: row.cagr,
    annual_volatility: row.annual_volatility,
    sharpe_ratio: row.sharpe_ratio,
    sortino_ratio: row.sortino_ratio,
    calmar_ratio: row.calmar_ratio,
    max_drawdown: row.max_drawdown,
    max_drawdown_bars: row.max_drawdown_bars,
    skewness: row.skewness,
    kurtosis_excess: row.kurtosis_excess,
    omega: row.omega,
    psr: row.psr,
    min_trl: row.min_trl,
    sharpe_low: row.sharpe_low,
    sharpe_high: row.sharpe_high,
    ...measureSample({ returns, present, benchmark }, { target, periodsPerYear }),
  }
}

export interface ReturnSample {
  readonly returns: Float64Array
  /** The returns that are there. */
  readonly present: Float64Array
  readonly benchmark: Float64Array | null
}

/** The metrics that need every return: quantiles, and the fit to a benchmark. */
export function measureSample({ returns, present, benchmark }: ReturnSample, rates: { target: number; periodsPerYear: number }) {
  const tails = measureTails(present)
  const fit = fitBenchmark(returns, benchmark, { periodsPerYear: rates.periodsPerYear, riskFree: rates.target })
  return {
    var_95: tails.valueAtRisk95,
    cvar_95: tails.conditionalValueAtRisk95,
    tail_ratio: tails.tailRatio,
    alpha: fit.alpha,
    beta: fit.beta,
  }
}
