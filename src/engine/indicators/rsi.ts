import { emptySeries } from './emptySeries.ts'

/**
 * Wilder's relative strength index, 0..100; NaN before index `period`.
 * The first averages are plain means of the gains and losses of bars 1..period, then (average * (n - 1) + x) / n.
 * Without a loss it is 100; without any movement at all it is 50, neither bought nor sold.
 * Source: J. W. Wilder, New Concepts in Technical Trading Systems (1978).
 */
export function rsi(close: Float64Array, period: number): Float64Array {
  const result = emptySeries(close.length)
  let gain = 0
  let loss = 0
  for (let i = 1; i < close.length; i++) {
    const change = close[i]! - close[i - 1]!
    const up = Math.max(change, 0)
    const down = Math.max(-change, 0)
    if (i <= period) {
      gain += up / period
      loss += down / period
    } else {
      gain = (gain * (period - 1) + up) / period
      loss = (loss * (period - 1) + down) / period
    }
    if (i >= period) result[i] = strength(gain, loss)
  }
  return result
}

function strength(averageGain: number, averageLoss: number): number {
  if (averageGain === 0 && averageLoss === 0) return 50
  return 100 - 100 / (1 + averageGain / averageLoss)
}
