import type { MetricName } from '#shared/domain/metric.ts'
import { isFlat, type Moments } from '../statistics/moments.ts'
import { normalCdf, normalQuantile } from '../statistics/normal.ts'
import { sharpeReach } from '../statistics/sharpeInterval.ts'
import {
  COMMISSION,
  DOWN,
  EQUITY,
  FINAL_EQUITY,
  GAINED,
  HELD,
  LONGEST,
  LOSSES,
  LOST,
  R1,
  R2,
  R3,
  R4,
  RETURNS,
  ROWS,
  TRADED,
  TRADES,
  WINS,
  WORST,
} from './runSums.ts'

/** The metrics that follow from sums alone, in the order of a row; the others need all returns (quantiles) or a benchmark. */
export const ROW_METRICS = [
  'final_equity',
  'total_return',
  'cagr',
  'annual_volatility',
  'sharpe_ratio',
  'sortino_ratio',
  'calmar_ratio',
  'max_drawdown',
  'max_drawdown_bars',
  'win_rate',
  'profit_factor',
  'expectancy',
  'total_trades',
  'total_commission',
  'exposure',
  'turnover',
  'skewness',
  'kurtosis_excess',
  'omega',
  'psr',
  'min_trl',
  'sharpe_low',
  'sharpe_high',
] as const satisfies readonly MetricName[]
export type RowMetric = (typeof ROW_METRICS)[number]

/** Where each metric stands in a row. */
const AT = Object.fromEntries(ROW_METRICS.map((name, at) => [name, at])) as Record<RowMetric, number>

export interface RowTerms {
  /** Equity before the first row, above 0. */
  readonly initialCash: number
  readonly periodsPerYear: number
  /** Risk-free return of one period. */
  readonly target: number
}

/** Beyond this ratio of mean to deviation (squared), powers of r lose the digits that central moments are made of. */
const SOUND_RATIO = 25
/** 95% confidence of MinTRL, as a standard normal quantile. */
const TRACK_RECORD_QUANTILE = normalQuantile(0.95)

/**
 * Central moments of the returns from their power sums (biased, divided by n); null where powers are not sound (a curve
 * that hardly varies around its mean, or fewer than two returns): the caller then takes them from the returns themselves.
 */
export function momentsOfSums(sums: Float64Array): Moments | null {
  const count = sums[RETURNS]!
  const mean = sums[R1]! / count
  const square = mean * mean
  const second = sums[R2]! / count
  const third = sums[R3]! / count
  const m2 = second - square
  if (!(square <= SOUND_RATIO * m2)) return null
  const m3 = third - 3 * mean * second + 2 * square * mean
  const m4 = sums[R4]! / count - 4 * mean * third + 6 * square * second - 3 * square * square
  return { count, mean, m2, m3, m4 }
}

/** Turns sums into the metrics of a row. Definitions stand in the metric registry. */
export class MetricRowWriter {
  /** The row last measured, in the order of ROW_METRICS; NaN where a metric is undefined. Overwritten by the next. */
  readonly row = new Float64Array(ROW_METRICS.length)
  readonly #terms: RowTerms
  readonly #yearRoot: number

  constructor(terms: RowTerms) {
    this.#terms = terms
    this.#yearRoot = Math.sqrt(terms.periodsPerYear)
  }

  /** `moments` are those of the sums (momentsOfSums) or, where that is null, of the returns themselves (momentsOf). */
  measure(sums: Float64Array, moments: Moments): void {
    this.#writeGrowth(sums)
    this.#writeRatios(sums, moments)
    this.#writeActivity(sums)
  }

  valueOf(name: RowMetric): number {
    return this.row[AT[name]]!
  }

  #writeGrowth(sums: Float64Array): void {
    const { row } = this
    const { initialCash, periodsPerYear } = this.#terms
    const growth = sums[FINAL_EQUITY]! / initialCash
    const periods = sums[ROWS]! - 1
    const cagr = periods > 0 ? growth ** (periodsPerYear / periods) - 1 : Number.NaN
    const deepest = sums[WORST]! - 1
    row[AT.final_equity] = sums[FINAL_EQUITY]!
    row[AT.total_return] = growth - 1
    row[AT.cagr] = cagr
    row[AT.calmar_ratio] = deepest === 0 ? Number.NaN : cagr / Math.abs(deepest)
    row[AT.max_drawdown] = deepest
    row[AT.max_drawdown_bars] = sums[LONGEST]!
  }

  #writeRatios(sums: Float64Array, moments: Moments): void {
    const { row } = this
    const { count, mean, m2, m3, m4 } = moments
    const { target } = this.#terms
    const isVaried = count > 1 && !isFlat(moments)
    const deviation = Math.sqrt((m2 * count) / (count - 1))
    const sharpe = isVaried ? (mean - target) / deviation : Number.NaN
    const skewness = isVaried ? m3 / (m2 * Math.sqrt(m2)) : Number.NaN
    const excess = isVaried ? m4 / (m2 * m2) - 3 : Number.NaN
    const downside = Math.sqrt(sums[DOWN]! / count)
    row[AT.annual_volatility] = count > 1 ? deviation * this.#yearRoot : Number.NaN
    row[AT.sharpe_ratio] = sharpe * this.#yearRoot
    row[AT.sortino_ratio] = downside > 0 ? ((mean - target) * this.#yearRoot) / downside : Number.NaN
    row[AT.skewness] = skewness
    row[AT.kurtosis_excess] = excess
    row[AT.omega] = sums[LOSSES]! < 0 ? (sums[R1]! - sums[LOSSES]!) / -sums[LOSSES]! : Number.NaN
    // Variance factor of the Sharpe ratio's estimate; see sharpeEstimate.ts.
    const factor = 1 - skewness * sharpe + ((excess + 2) / 4) * sharpe * sharpe
    row[AT.psr] = factor > 0 ? normalCdf((sharpe * Math.sqrt(count - 1)) / Math.sqrt(factor)) : Number.NaN
    row[AT.min_trl] = factor > 0 && sharpe > 0 ? 1 + factor * (TRACK_RECORD_QUANTILE / sharpe) ** 2 : Number.NaN
    const reach = sharpeReach(factor, count)
    row[AT.sharpe_low] = (sharpe - reach) * this.#yearRoot
    row[AT.sharpe_high] = (sharpe + reach) * this.#yearRoot
  }

  #writeActivity(sums: Float64Array): void {
    const { row } = this
    const trades = sums[TRADES]!
    const rows = sums[ROWS]!
    const meanEquity = sums[EQUITY]! / rows
    row[AT.win_rate] = trades > 0 ? sums[WINS]! / trades : Number.NaN
    row[AT.profit_factor] = sums[LOST]! > 0 ? sums[GAINED]! / sums[LOST]! : Number.NaN
    row[AT.expectancy] = trades > 0 ? (sums[GAINED]! - sums[LOST]!) / trades : Number.NaN
    row[AT.total_trades] = trades
    row[AT.total_commission] = sums[COMMISSION]!
    row[AT.exposure] = rows > 0 ? sums[HELD]! / rows : Number.NaN
    row[AT.turnover] = rows > 1 ? ((sums[TRADED]! / 2 / meanEquity) * this.#terms.periodsPerYear) / (rows - 1) : Number.NaN
  }
}
