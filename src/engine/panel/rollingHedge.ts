import { emptySeries } from '../indicators/emptySeries.ts'

/** Columns as long as the calendar. */
export interface RollingHedge {
  /** Slope of log price A on log price B: money of B that offsets one of A. */
  readonly hedgeRatio: Float64Array
  /** The window's last residual in the population standard deviation of its residuals. */
  readonly zScore: Float64Array
}

/**
 * Ordinary least squares of log A on log B (with an intercept) over the last `lookback` bars at which both have a close.
 * NaN before that many exist, where either is missing, and where B is flat or the fit is exact (no residual to measure).
 * Each window is summed afresh: nothing carries over from one bar to the next.
 */
export function rollingHedge(closeA: Float64Array, closeB: Float64Array, lookback: number): RollingHedge {
  const bars = [...closeA.keys()].filter((bar) => !Number.isNaN(closeA[bar]) && !Number.isNaN(closeB[bar]))
  const logA = Float64Array.from(bars, (bar) => Math.log(closeA[bar]!))
  const logB = Float64Array.from(bars, (bar) => Math.log(closeB[bar]!))
  const hedgeRatio = emptySeries(closeA.length)
  const zScore = emptySeries(closeA.length)
  for (let last = lookback - 1; last < bars.length; last++) {
    const fit = fitWindow(logA.subarray(last - lookback + 1, last + 1), logB.subarray(last - lookback + 1, last + 1))
    hedgeRatio[bars[last]!] = fit.slope
    zScore[bars[last]!] = fit.zScore
  }
  return { hedgeRatio, zScore }
}

/** Residuals smaller than this share of a log price are rounding. */
const FLAT = 1e-12

function fitWindow(y: Float64Array, x: Float64Array): { slope: number; zScore: number } {
  const mean = (values: Float64Array) => values.reduce((total, value) => total + value, 0) / values.length
  const [meanY, meanX] = [mean(y), mean(x)]
  let together = 0
  let squares = 0
  for (let i = 0; i < x.length; i++) {
    together += (x[i]! - meanX) * (y[i]! - meanY)
    squares += (x[i]! - meanX) ** 2
  }
  if (Math.sqrt(squares / x.length) <= FLAT * (1 + Math.abs(meanX))) return { slope: Number.NaN, zScore: Number.NaN }
  const slope = together / squares
  const residualAt = (i: number) => y[i]! - meanY - slope * (x[i]! - meanX)
  // The residuals of a fit with an intercept have mean 0.
  const deviation = Math.sqrt(y.reduce((total, _, i) => total + residualAt(i) ** 2, 0) / y.length)
  if (deviation <= FLAT * (1 + Math.abs(meanY))) return { slope, zScore: Number.NaN }
  return { slope, zScore: residualAt(y.length - 1) / deviation }
}
