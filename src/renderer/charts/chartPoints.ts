import type { CandlestickData, LineData, SeriesMarker, UTCTimestamp, WhitespaceData } from 'lightweight-charts'
import type { Bars } from '#shared/domain/dataset.ts'

export type LinePoint = LineData<UTCTimestamp> | WhitespaceData<UTCTimestamp>
export type CandlePoint = CandlestickData<UTCTimestamp> | WhitespaceData<UTCTimestamp>
export type OhlcColumns = Omit<Bars, 'volume'>

/** The chart library counts whole seconds since 1970 UTC; the domain counts milliseconds. */
export function toChartTime(instantMs: number): UTCTimestamp {
  return Math.floor(instantMs / 1000) as UTCTimestamp
}

/**
 * Points of one line at some rows of two columns of equal length: `time` in epoch ms (increasing), `values` in any unit.
 * A value that is not finite becomes a gap in the line. Bars within one second collapse to the last of them,
 * because the library refuses equal times.
 */
export function toLinePoints(time: Float64Array, values: Float64Array, rows: Uint32Array): LinePoint[] {
  return toPoints(time, rows, (row, at) => {
    const value = values[row] ?? Number.NaN
    return Number.isFinite(value) ? { time: at, value } : { time: at }
  })
}

/** Candles at some rows of the bars; a bar with a price that is not finite leaves a gap. */
export function toCandles(bars: OhlcColumns, rows: Uint32Array): CandlePoint[] {
  return toPoints(bars.time, rows, (row, at) => {
    const price = (column: Float64Array) => column[row] ?? Number.NaN
    const candle = { time: at, open: price(bars.open), high: price(bars.high), low: price(bars.low), close: price(bars.close) }
    return [candle.open, candle.high, candle.low, candle.close].every(Number.isFinite) ? candle : { time: at }
  })
}

/** One point of the chart at each of some rows. Bars within one second collapse to the last of them. */
export function toPoints<Point extends { time: UTCTimestamp }>(
  time: Float64Array,
  rows: Uint32Array,
  pointAt: (row: number, at: UTCTimestamp) => Point,
): Point[] {
  const points: Point[] = []
  for (const row of rows) {
    const at = toChartTime(time[row] ?? Number.NaN)
    if (points.at(-1)?.time === at) points.pop()
    points.push(pointAt(row, at))
  }
  return points
}

/** The columns of closed trades that markers need; times in epoch ms, units signed (a short is negative). */
export interface TradeMarkColumns {
  readonly entryTime: Float64Array
  readonly exitTime: Float64Array
  readonly units: Float64Array
}

interface MarkLook {
  readonly position: 'belowBar' | 'aboveBar'
  readonly shape: 'arrowUp' | 'arrowDown' | 'square'
  readonly color: string
}

interface TradeMarkOptions {
  readonly colors: { readonly entry: string; readonly exit: string }
  readonly fromMs: number
  readonly toMs: number
}

/** Of the library's normal size: hundreds of trades have to leave the line visible. */
const MARKER_SIZE = 0.6

/**
 * An arrow in the direction of the trade at each entry, a square at each exit, in order of time
 * (the library draws nothing for markers out of order). Shape and side tell them apart without colour.
 * Only marks between two instants (epoch ms, both included).
 */
export function toTradeMarkers(trades: TradeMarkColumns, { colors, fromMs, toMs }: TradeMarkOptions): SeriesMarker<UTCTimestamp>[] {
  const markers: SeriesMarker<UTCTimestamp>[] = []
  const mark = (instantMs: number, look: MarkLook) => {
    if (instantMs >= fromMs && instantMs <= toMs) markers.push({ time: toChartTime(instantMs), size: MARKER_SIZE, ...look })
  }
  trades.units.forEach((units, trade) => {
    const isLong = units > 0
    const entry = { position: isLong ? 'belowBar' : 'aboveBar', shape: isLong ? 'arrowUp' : 'arrowDown', color: colors.entry } as const
    mark(trades.entryTime[trade] ?? Number.NaN, entry)
    mark(trades.exitTime[trade] ?? Number.NaN, { position: isLong ? 'aboveBar' : 'belowBar', shape: 'square', color: colors.exit })
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
