import { mergeTimes } from '../../jobs/engineCatalogue.ts'

/** A curve over increasing instants (epoch ms); NaN where a value is missing. */
export interface Curve {
  readonly time: Float64Array
  readonly values: Float64Array
}

/** One time axis for several curves; thinned, each span of many instants has two rows. */
export interface SharedAxis {
  readonly time: Float64Array
  readonly isThinned: boolean
}

/** Every instant when there are no more than `points`, else the bounds of `points` / 2 spans of (almost) equally many instants. */
export function sharedAxis(times: readonly Float64Array[], points: number): SharedAxis {
  const instants = mergeTimes(times)
  if (instants.length <= points) return { time: instants, isThinned: false }
  const spans = Math.floor(points / 2)
  const at = (span: number) => Math.floor((span * instants.length) / spans)
  // A span holds at least two instants here, so the axis increases.
  const time = Float64Array.from({ length: 2 * spans }, (_, row) =>
    row % 2 === 0 ? instants[at(row / 2)]! : instants[at((row + 1) / 2) - 1]!,
  )
  return { time, isThinned: true }
}

/**
 * A curve on the shared axis. Thinned, the two rows of a span hold its least and greatest value in the order they
 * happened, so no peak and no trough is lost. NaN where the curve has no value.
 */
export function onAxis(curve: Curve, { time, isThinned }: SharedAxis): Float64Array {
  return isThinned ? thinned(curve, time) : aligned(curve, time)
}

function aligned({ time, values }: Curve, axis: Float64Array): Float64Array {
  let row = 0
  return axis.map((instant) => {
    while (row < time.length && time[row]! < instant) row += 1
    return time[row] === instant ? values[row]! : Number.NaN
  })
}

function thinned({ time, values }: Curve, axis: Float64Array): Float64Array {
  const kept = new Float64Array(axis.length).fill(Number.NaN)
  let row = 0
  for (let slot = 0; slot < axis.length; slot += 2) {
    while (row < time.length && time[row]! < axis[slot]!) row += 1
    const from = row
    while (row < time.length && time[row]! <= axis[slot + 1]!) row += 1
    keepExtremes(kept, slot, values.subarray(from, row))
  }
  return kept
}

/** Writes the least and the greatest of some values, the earlier first; nothing when there are none. */
function keepExtremes(kept: Float64Array, slot: number, values: Float64Array): void {
  let least = -1
  let greatest = -1
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row]!
    if (Number.isNaN(value)) continue
    if (least < 0 || value < values[least]!) least = row
    if (greatest < 0 || value > values[greatest]!) greatest = row
  }
  if (least < 0) return
  kept[slot] = values[Math.min(least, greatest)]!
  kept[slot + 1] = values[Math.max(least, greatest)]!
}
