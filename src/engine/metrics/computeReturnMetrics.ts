import type { MetricName } from '#shared/domain/metric.ts'
import { type Measured, measured } from '../statistics/measured.ts'
import { minimumTrackRecord } from '../statistics/minimumTrackRecord.ts'
import { momentsOf } from '../statistics/moments.ts'
import { probabilisticSharpe } from '../statistics/probabilisticSharpe.ts'
import type { SharpeEstimate } from '../statistics/sharpeEstimate.ts'
import { type BenchmarkFit, fitBenchmark } from './benchmark.ts'
import { longestDrawdownBars, maxDrawdown } from './drawdown.ts'
import { growthPath, presentValues } from './equityPath.ts'
import {
  annualVolatility,
  calmarRatio,
  compoundAnnualGrowth,
  excessKurtosis,
  periodSharpe,
  riskFreePerPeriod,
  skewness,
  sortinoRatio,
} from './ratios.ts'
import { conditionalValueAtRisk95, omega, tailRatio, valueAtRisk95 } from './tails.ts'

/** Metrics that need nothing but returns. */
export type ReturnMetricName = Extract<
  MetricName,
  | 'total_return'
  | 'cagr'
  | 'annual_volatility'
  | 'sharpe_ratio'
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

/** The confidence of MinTRL. */
const TRACK_RECORD_CONFIDENCE = 0.95

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
  const growth = path[path.length - 1]! / path[0]!
  const deepest = maxDrawdown(path)
  const cagr = compoundAnnualGrowth({ growth, periods: returns.length, periodsPerYear })
  return {
    total_return: measured(growth - 1),
    cagr,
    calmar_ratio: calmarRatio(cagr, deepest),
    max_drawdown: measured(deepest),
    max_drawdown_bars: measured(longestDrawdownBars(path)),
    ...measureDistribution(presentValues(returns), { target, periodsPerYear }),
    ...benchmarkMetrics(fitBenchmark(returns, benchmark, { periodsPerYear, riskFree: target })),
  }
}

const benchmarkMetrics = ({ alpha, beta }: BenchmarkFit) => ({ alpha, beta })

function measureDistribution(returns: Float64Array, { target, periodsPerYear }: { target: number; periodsPerYear: number }) {
  const moments = momentsOf(returns)
  const sorted = returns.toSorted()
  const sharpe = periodSharpe(moments, target)
  const shape = { skewness: skewness(moments), kurtosis_excess: excessKurtosis(moments) }
  return {
    annual_volatility: annualVolatility(moments, periodsPerYear),
    sharpe_ratio: sharpe.value === null ? sharpe : measured(sharpe.value * Math.sqrt(periodsPerYear)),
    sortino_ratio: sortinoRatio(returns, { target, periodsPerYear }),
    ...shape,
    var_95: valueAtRisk95(sorted),
    cvar_95: conditionalValueAtRisk95(sorted),
    omega: omega(returns),
    tail_ratio: tailRatio(sorted),
    ...measureEvidence(sharpe, { observations: moments.count, ...shape }),
  }
}

interface Shape {
  readonly observations: number
  readonly skewness: Measured
  readonly kurtosis_excess: Measured
}

function measureEvidence(sharpe: Measured, shape: Shape): { psr: Measured; min_trl: Measured } {
  if (sharpe.value === null) return { psr: sharpe, min_trl: sharpe }
  const estimate = sharpeEstimate(sharpe.value, shape)
  return { psr: probabilisticSharpe(estimate, 0), min_trl: minimumTrackRecord(estimate, 0, TRACK_RECORD_CONFIDENCE) }
}

function sharpeEstimate(sharpe: number, { observations, skewness: skew, kurtosis_excess: excess }: Shape): SharpeEstimate {
  return { sharpe, observations, skewness: skew.value ?? Number.NaN, kurtosis: (excess.value ?? Number.NaN) + 3 }
}
