import { rollingStd } from './rollingStd.ts'
import { sma } from './sma.ts'

/** Lines of equal length in the units of the input. */
export interface BollingerBands {
  readonly middle: Float64Array
  readonly upper: Float64Array
  readonly lower: Float64Array
}

/** Bollinger bands: SMA(period) +- `width` population standard deviations; NaN until `period` values exist. */
export function bollinger(values: Float64Array, period: number, width: number): BollingerBands {
  const middle = sma(values, period)
  const deviation = rollingStd(values, period)
  return {
    middle,
    upper: middle.map((mean, i) => mean + width * deviation[i]!),
    lower: middle.map((mean, i) => mean - width * deviation[i]!),
  }
}
