import type { BarPeriod, Bars, InstrumentSeries } from '#shared/domain/dataset.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** Periods of a fixed length, counted from midnight UTC. */
const FIXED_MS: Readonly<Partial<Record<BarPeriod, number>>> = {
  '5min': 5 * MINUTE_MS,
  '15min': 15 * MINUTE_MS,
  '30min': 30 * MINUTE_MS,
  hour: 60 * MINUTE_MS,
  '4hour': 240 * MINUTE_MS,
  day: DAY_MS,
}
const MONTHS: Readonly<Partial<Record<BarPeriod, number>>> = { month: 1, quarter: 3, year: 12 }
/** 1970-01-01 was a Thursday; weeks begin on Monday. */
const EPOCH_WEEKDAY = 3

/** Coarser bars of an instrument that may have a carry: that of a coarser bar is its last finer one's. */
export function resampleSeries({ symbol, bars, carry }: InstrumentSeries, period: BarPeriod): InstrumentSeries {
  const coarser = resampleBars(bars, period)
  if (carry === null) return { symbol, bars: coarser, carry }
  const ends = [...periodStarts(bars.time, period).slice(1), bars.time.length]
  return { symbol, bars: coarser, carry: Float64Array.from(ends, (end) => carry[end - 1]!) }
}

/**
 * Coarser bars, by calendar periods in UTC (weeks begin on Monday): first open, highest high, lowest low, last close, sum
 * of volumes (NaN when one is not known). A bar bears the time of its first finer bar, as daily bars bear their day; it
 * is complete only when the next one has begun, so the last may be a part of its period. Pure; no bars give no bars.
 */
export function resampleBars(bars: Bars, period: BarPeriod): Bars {
  const starts = periodStarts(bars.time, period)
  const ends = [...starts.slice(1), bars.time.length]
  const column = (read: (from: number, to: number) => number) => Float64Array.from(starts, (from, k) => read(from, ends[k]!))
  const fold = (values: Float64Array, combine: (a: number, b: number) => number) =>
    column((from, to) => values.subarray(from, to).reduce(combine))
  return {
    time: column((from) => bars.time[from]!),
    open: column((from) => bars.open[from]!),
    high: fold(bars.high, (a, b) => Math.max(a, b)),
    low: fold(bars.low, (a, b) => Math.min(a, b)),
    close: column((_, to) => bars.close[to - 1]!),
    volume: fold(bars.volume, (a, b) => a + b),
  }
}

/** Indices of the bars that begin a period. */
function periodStarts(time: Float64Array, period: BarPeriod): number[] {
  const starts: number[] = []
  for (const [bar, instant] of time.entries()) {
    if (bar === 0 || periodOf(instant, period) !== periodOf(time[bar - 1]!, period)) starts.push(bar)
  }
  return starts
}

/** A number that two instants share when they lie in the same period. */
function periodOf(instant: number, period: BarPeriod): number {
  const fixed = FIXED_MS[period]
  if (fixed !== undefined) return Math.floor(instant / fixed)
  if (period === 'week') return Math.floor((Math.floor(instant / DAY_MS) + EPOCH_WEEKDAY) / 7)
  const date = new Date(instant)
  const months = date.getUTCFullYear() * 12 + date.getUTCMonth()
  return Math.floor(months / MONTHS[period]!)
}
