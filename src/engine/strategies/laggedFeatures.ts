import { roc } from '../indicators/roc.ts'
import { rollingStd } from '../indicators/rollingStd.ts'

/** One-bar returns a row holds, the newest first. */
const RETURN_LAGS = 5
/** Bars of the two longer returns and of the volatility. */
const MEDIUM_BARS = 10
const LONG_BARS = 20

/** Numbers in a row of features. */
export const FEATURE_COUNT = RETURN_LAGS + 3
/** Index of the first bar whose row exists. */
export const FIRST_FEATURE_BAR = LONG_BARS

/**
 * What a classifier may know at the close of each bar, row-major, FEATURE_COUNT numbers a bar: the last five one-bar
 * returns, the returns over 10 and 20 bars, and the population deviation of the last 20 one-bar returns. All are
 * fractions; rows before FIRST_FEATURE_BAR hold NaN.
 */
export function laggedFeatures(close: Float64Array): Float64Array {
  const daily = roc(close, 1)
  const columns = [roc(close, MEDIUM_BARS), roc(close, LONG_BARS), rollingStd(daily, LONG_BARS)]
  const rows = new Float64Array(close.length * FEATURE_COUNT).fill(Number.NaN)
  for (let bar = FIRST_FEATURE_BAR; bar < close.length; bar++) {
    const row = bar * FEATURE_COUNT
    for (let lag = 0; lag < RETURN_LAGS; lag++) rows[row + lag] = daily[bar - lag]!
    for (const [k, column] of columns.entries()) rows[row + RETURN_LAGS + k] = column[bar]!
  }
  return rows
}
