import type { Bars } from '#shared/domain/dataset.ts'
import { barAt } from './chartPoints.ts'

/**
 * The part of a dataset's bars that a run saw, as views without copying: as many as `time` has values and at the same
 * instants (epoch ms). null when the dataset does not hold exactly these bars.
 */
export function alignBars(bars: Bars, time: Float64Array): Bars | null {
  const from = barAt(bars.time, time[0] ?? Number.NaN)
  const to = from + time.length
  if (time.length === 0 || from < 0 || time.some((instantMs, bar) => bars.time[from + bar] !== instantMs)) return null
  const part = (column: Float64Array) => column.subarray(from, to)
  return {
    time: part(bars.time),
    open: part(bars.open),
    high: part(bars.high),
    low: part(bars.low),
    close: part(bars.close),
    volume: part(bars.volume),
  }
}
