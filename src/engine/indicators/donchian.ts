import { emptySeries } from './emptySeries.ts'

/** Channel lines of equal length, in price units. */
export interface DonchianChannel {
  readonly upper: Float64Array
  readonly lower: Float64Array
}

/** Donchian channel of the `period` bars BEFORE each bar (its own bar excluded); NaN before index `period`. */
export function donchian(high: Float64Array, low: Float64Array, period: number): DonchianChannel {
  return { upper: previousExtreme(high, period, 1), lower: previousExtreme(low, period, -1) }
}

/** Largest (direction 1) or smallest (-1) of the `period` values before each index; rescans only when the extreme leaves the window. */
function previousExtreme(values: Float64Array, period: number, direction: 1 | -1): Float64Array {
  const result = emptySeries(values.length)
  let at = 0
  for (let i = period; i < values.length; i++) {
    const newest = i - 1
    if (at < i - period || i === period) at = extremeIndex(values, { from: i - period, to: newest }, direction)
    else if (direction * values[newest]! >= direction * values[at]!) at = newest
    result[i] = values[at]!
  }
  return result
}

function extremeIndex(values: Float64Array, { from, to }: { from: number; to: number }, direction: 1 | -1): number {
  let at = from
  for (let i = from + 1; i <= to; i++) if (direction * values[i]! >= direction * values[at]!) at = i
  return at
}
