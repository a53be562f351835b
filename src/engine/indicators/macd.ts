import { type EmaSeed, ema } from './ema.ts'

export interface MacdOptions {
  readonly fast: number
  readonly slow: number
  readonly signal: number
  /** How all three averages start; see `ema`. */
  readonly seed?: EmaSeed
}

/** Lines of equal length in the units of the input; NaN until they exist. */
export interface Macd {
  readonly line: Float64Array
  readonly signal: Float64Array
  readonly histogram: Float64Array
}

/** Moving average convergence divergence: EMA(fast) - EMA(slow), its own EMA(signal), and their difference. */
export function macd(values: Float64Array, { fast, slow, signal, seed = 'sma' }: MacdOptions): Macd {
  const slowLine = ema(values, slow, seed)
  const line = ema(values, fast, seed).map((value, i) => value - slowLine[i]!)
  const signalLine = ema(line, signal, seed)
  return { line, signal: signalLine, histogram: line.map((value, i) => value - signalLine[i]!) }
}
