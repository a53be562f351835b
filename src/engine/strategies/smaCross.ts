import { LONG } from './signalCode.ts'

export interface SmaCross {
  readonly fast: number
  /** More than `fast`. */
  readonly slow: number
  /** Code of the cross below: FLAT or SHORT. */
  readonly exitCode: number
}

/**
 * Signal codes of SMA(fast) crossing SMA(slow) of closes without NaN, strict on both bars: a touch is not a cross. Sums
 * run in the canonical order of `sma` (add the newest, subtract the oldest, divide), so the crosses are those of the two
 * averages to the last bit; the averages themselves are never stored, which takes a third of the time.
 */
export function smaCrossCodes(close: Float64Array, { fast, slow, exitCode }: SmaCross): Int8Array {
  const codes = new Int8Array(close.length)
  if (close.length < slow) return codes
  let fastSum = 0
  let slowSum = 0
  for (let i = 0; i < slow; i++) {
    fastSum += close[i]!
    if (i >= fast) fastSum -= close[i - fast]!
    slowSum += close[i]!
  }
  let wasFast = fastSum / fast
  let wasSlow = slowSum / slow
  for (let i = slow; i < close.length; i++) {
    const newest = close[i]!
    fastSum += newest
    fastSum -= close[i - fast]!
    slowSum += newest
    slowSum -= close[i - slow]!
    const nowFast = fastSum / fast
    const nowSlow = slowSum / slow
    if (wasFast < wasSlow) {
      if (nowFast > nowSlow) codes[i] = LONG
    } else if (wasFast > wasSlow && nowFast < nowSlow) codes[i] = exitCode
    wasFast = nowFast
    wasSlow = nowSlow
  }
  return codes
}
