import { MISSING } from './figures.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const twoDigits = (value: number) => String(value).padStart(2, '0')

/** Epoch milliseconds as a UTC calendar date, 2020-12-31. */
export function formatDate(instantMs: number | null | undefined): string {
  return instantMs === null || instantMs === undefined ? MISSING : new Date(instantMs).toISOString().slice(0, 10)
}

/** Epoch milliseconds as a UTC date and minute, 2020-12-31 14:05 UTC. */
export function formatDateTime(instantMs: number | null | undefined): string {
  if (instantMs === null || instantMs === undefined) return MISSING
  return `${new Date(instantMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** Bars looked at to tell daily from shorter ones: a gap among them must not hide the usual distance. */
const BARS_LOOKED_AT = 50

/** Whether bars (epoch ms, increasing) come more often than once a day, so that a date alone does not name one. */
export function isIntraday(time: Float64Array): boolean {
  const first = time.subarray(0, BARS_LOOKED_AT)
  return first.some((instantMs, bar) => bar > 0 && instantMs - (first[bar - 1] ?? 0) < DAY / 2)
}

/** How to write the instants of bars: dates, with the minute where there are several bars a day. */
export function barTimeFormat(time: Float64Array): (instantMs: number | null | undefined) => string {
  return isIntraday(time) ? (instantMs) => formatDateTime(instantMs).replace(' UTC', '') : formatDate
}

/** A span of milliseconds in the two units that matter: 850 ms, 1.24 s, 3 min 05 s, 2 h 04 min. */
export function formatDuration(spanMs: number | null | undefined): string {
  if (spanMs === null || spanMs === undefined) return MISSING
  if (spanMs < SECOND) return `${Math.round(spanMs)} ms`
  if (spanMs < 10 * SECOND) return `${(spanMs / SECOND).toFixed(2)} s`
  if (spanMs < MINUTE) return `${(spanMs / SECOND).toFixed(1)} s`
  if (spanMs < HOUR) return `${Math.floor(spanMs / MINUTE)} min ${twoDigits(Math.floor((spanMs % MINUTE) / SECOND))} s`
  return `${Math.floor(spanMs / HOUR)} h ${twoDigits(Math.floor((spanMs % HOUR) / MINUTE))} min`
}

/** How long ago an instant was, in its largest unit: just now, 5 min ago, 3 h ago, 2 d ago. */
export function formatAge(instantMs: number | null | undefined, nowMs: number): string {
  if (instantMs === null || instantMs === undefined) return MISSING
  const age = Math.max(0, nowMs - instantMs)
  if (age < MINUTE) return 'just now'
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min ago`
  if (age < DAY) return `${Math.floor(age / HOUR)} h ago`
  return `${Math.floor(age / DAY)} d ago`
}
