import type { LineData, SeriesMarker, UTCTimestamp, WhitespaceData } from 'lightweight-charts'

export type LinePoint = LineData<UTCTimestamp> | WhitespaceData<UTCTimestamp>

/** The chart library counts whole seconds since 1970 UTC; the domain counts milliseconds. */
export function toChartTime(instantMs: number): UTCTimestamp {
  return Math.floor(instantMs / 1000) as UTCTimestamp
}

/**
 * Points of one line from two columns of equal length: `time` in epoch ms (increasing), `values` in any unit.
 * A value that is not finite becomes a gap in the line. Bars within one second collapse to the last of them,
 * because the library refuses equal times.
 */
export function toLinePoints(time: Float64Array, values: Float64Array): LinePoint[] {
  const points: LinePoint[] = []
  time.forEach((instantMs, bar) => {
    const value = values[bar] ?? Number.NaN
    const at = toChartTime(instantMs)
    if (points.at(-1)?.time === at) points.pop()
    points.push(Number.isFinite(value) ? { time: at, value } : { time: at })
  })
  return points
}

/** The columns of closed trades that markers need; times in epoch ms, units signed (a short is negative). */
export interface TradeMarkColumns {
  readonly entryTime: Float64Array
  readonly exitTime: Float64Array
  readonly units: Float64Array
}

/** Of the library's normal size: hundreds of trades have to leave the line visible. */
const MARKER_SIZE = 0.6

/**
 * An arrow in the direction of the trade at each entry, a square at each exit, in order of time
 * (the library draws nothing for markers out of order). Shape and side tell them apart without colour.
 */
export function toTradeMarkers(trades: TradeMarkColumns, colors: { entry: string; exit: string }): SeriesMarker<UTCTimestamp>[] {
  const markers: SeriesMarker<UTCTimestamp>[] = []
  trades.units.forEach((units, trade) => {
    const isLong = units > 0
    markers.push({
      time: toChartTime(trades.entryTime[trade] ?? Number.NaN),
      position: isLong ? 'belowBar' : 'aboveBar',
      shape: isLong ? 'arrowUp' : 'arrowDown',
      color: colors.entry,
      size: MARKER_SIZE,
    })
    markers.push({
      time: toChartTime(trades.exitTime[trade] ?? Number.NaN),
      position: isLong ? 'aboveBar' : 'belowBar',
      shape: 'square',
      color: colors.exit,
      size: MARKER_SIZE,
    })
  })
  return markers.sort((a, b) => a.time - b.time)
}

/** Index of the last bar at or before an instant (epoch ms) in increasing times; -1 when all bars are later. */
export function barAt(time: Float64Array, instantMs: number): number {
  let low = 0
  let high = time.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((time[middle] ?? Number.POSITIVE_INFINITY) <= instantMs) low = middle + 1
    else high = middle
  }
  return low - 1
}
