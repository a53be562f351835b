import type { Bars } from '#shared/domain/dataset.ts'

/** What a strategy wants after the close of a bar. Signals name sides; targets name a multiple of equity. */
export interface Wish {
  readonly enter?: 'long' | 'short' | 'flat'
  readonly leave?: 'long' | 'short'
  readonly exposure?: number
}

type Parameters = Readonly<Record<string, number | string | boolean>>
type Decide = (bars: Bars, i: number, parameters: Parameters) => Wish

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const deviation = (values: readonly number[]) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)))
const last = (values: Float64Array, i: number, count: number) => Array.from(values.subarray(i - count + 1, i + 1))

/** Every decision looks at its windows afresh: nothing is carried from bar to bar. */
export const DECISIONS: Readonly<Record<string, Decide>> = {
  trend_following(bars, i, { fast, slow, average, direction }) {
    if (i < Number(slow)) return {}
    const line = average === 'ema' ? plainEma : (closes: Float64Array, at: number, period: number) => mean(last(closes, at, period))
    const above = (at: number) => line(bars.close, at, Number(fast)) - line(bars.close, at, Number(slow))
    if (above(i - 1) < 0 && above(i) > 0) return { enter: 'long' }
    if (above(i - 1) > 0 && above(i) < 0) return { enter: direction === 'long_short' ? 'short' : 'flat' }
    return {}
  },

  mean_reversion(bars, i, parameters) {
    return parameters['signal'] === 'rsi' ? byRsi(bars, i, parameters) : byZScore(bars, i, parameters)
  },

  breakout(bars, i, { entry, exit, direction }) {
    if (i < Math.max(Number(entry), Number(exit)) + 1) return {}
    const close = bars.close[i]!
    const highest = (count: number) => Math.max(...last(bars.high, i - 1, count))
    const lowest = (count: number) => Math.min(...last(bars.low, i - 1, count))
    if (close > highest(Number(entry))) return { enter: 'long' }
    if (close < lowest(Number(entry)) && direction === 'long_short') return { enter: 'short' }
    if (close < lowest(Number(exit))) return { leave: 'long' }
    return close > highest(Number(exit)) ? { leave: 'short' } : {}
  },

  ts_momentum(bars, i, { lookback, vol_target, vol_lookback, threshold }) {
    if (i < Math.max(Number(lookback) - 1, Number(vol_lookback))) return {}
    const momentum = bars.close[i]! / bars.close[i - Number(lookback) + 1]! - 1
    const sigma = deviation(returnsUpTo(bars, i, Number(vol_lookback)))
    const side = momentum > Number(threshold) ? 1 : momentum < -Number(threshold) ? -1 : 0
    return { exposure: sigma === 0 ? 0 : (side * Number(vol_target)) / (sigma * Math.sqrt(252)) }
  },
}

export function returnsUpTo(bars: Bars, i: number, count: number): number[] {
  return Array.from({ length: count }, (_, k) => bars.close[i - k]! / bars.close[i - k - 1]! - 1)
}

/** Wilder's average true range from its definition, computed from the first bar each time. */
export function plainAtr({ high, low, close }: Bars, i: number, period: number): number {
  const range = (at: number) => Math.max(high[at]! - low[at]!, Math.abs(high[at]! - close[at - 1]!), Math.abs(low[at]! - close[at - 1]!))
  let average = mean(Array.from({ length: period }, (_, k) => range(k + 1)))
  for (let at = period + 1; at <= i; at++) average = (average * (period - 1) + range(at)) / period
  return average
}

function plainEma(closes: Float64Array, i: number, period: number): number {
  let average = mean(Array.from(closes.subarray(0, period)))
  for (let at = period; at <= i; at++) average = (closes[at]! * 2 + average * (period - 1)) / (period + 1)
  return average
}

function byRsi(bars: Bars, i: number, { period, oversold, overbought, direction }: Parameters): Wish {
  const n = Number(period)
  if (i < n + 1) return {}
  const change = (at: number) => bars.close[at]! - bars.close[at - 1]!
  let gain = mean(Array.from({ length: n }, (_, k) => Math.max(change(k + 1), 0)))
  let loss = mean(Array.from({ length: n }, (_, k) => Math.max(-change(k + 1), 0)))
  for (let at = n + 1; at <= i; at++) {
    gain = (gain * (n - 1) + Math.max(change(at), 0)) / n
    loss = (loss * (n - 1) + Math.max(-change(at), 0)) / n
  }
  const strength = (100 * gain) / (gain + loss)
  if (strength < Number(oversold)) return { enter: 'long' }
  if (strength > Number(overbought)) return { enter: direction === 'long_short' ? 'short' : 'flat' }
  return {}
}

function byZScore(bars: Bars, i: number, { lookback, entry_z, exit_z, direction }: Parameters): Wish {
  if (i < Number(lookback)) return {}
  const window = last(bars.close, i, Number(lookback))
  const z = (bars.close[i]! - mean(window)) / deviation(window)
  if (z < -Number(entry_z)) return { enter: 'long' }
  if (z > Number(entry_z)) return { enter: direction === 'long_short' ? 'short' : 'flat' }
  if (z > -Number(exit_z) && z < Number(exit_z)) return { enter: 'flat' }
  if (z > -Number(exit_z)) return { leave: 'long' }
  return z < Number(exit_z) ? { leave: 'short' } : {}
}
