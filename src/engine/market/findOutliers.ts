import type { Bars } from '#shared/domain/dataset.ts'

/** Log returns further than so many robust standard deviations from their median are out of line. */
const LIMIT = 10
/** Standard deviation of a normal sample = this * its median absolute deviation (Hampel 1974). */
const MAD_TO_DEVIATION = 1.4826

export interface Outlier {
  readonly timeMs: number
  /** Simple return from the close before, as a fraction. */
  readonly change: number
}

/** Bars whose return is out of line with the others, in order; null when most returns are equal, for then nothing is. */
export function findOutliers({ time, close }: Pick<Bars, 'time' | 'close'>): Outlier[] | null {
  const count = Math.max(0, close.length - 1)
  const returns = Float64Array.from({ length: count }, (_, i) => Math.log(close[i + 1]! / close[i]!))
  const known = returns.filter(Number.isFinite)
  if (known.length === 0) return null
  const middle = median(known)
  const deviation = MAD_TO_DEVIATION * median(known.map((value) => Math.abs(value - middle)))
  if (deviation === 0) return null
  const outliers: Outlier[] = []
  for (let i = 0; i < count; i++) {
    if (Math.abs(returns[i]! - middle) > LIMIT * deviation) outliers.push({ timeMs: time[i + 1]!, change: close[i + 1]! / close[i]! - 1 })
  }
  return outliers
}

function median(values: Float64Array): number {
  const sorted = values.toSorted()
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}
