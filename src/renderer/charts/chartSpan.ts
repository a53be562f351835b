import { barAt } from './chartPoints.ts'
import type { RowView } from './zoomedRows.ts'

export const SPANS = [
  { label: '1Y', years: 1 },
  { label: '5Y', years: 5 },
  { label: '10Y', years: 10 },
  { label: 'All', years: null },
] as const
export type SpanLabel = (typeof SPANS)[number]['label']
export const SPAN_LABELS: readonly SpanLabel[] = SPANS.map(({ label }) => label)

const YEAR_MS = 365.25 * 86_400_000
/** Part of a zoomed span that stays visible on either side of it. */
const SURROUNDINGS = 0.15

/** A part of a chart's time in epoch ms, both ends included. */
export interface TimeSpan {
  readonly fromMs: number
  readonly toMs: number
}

/** How the address writes a part of a chart: two instants in seconds since 1970 UTC. */
export function writeZoom({ fromMs, toMs }: TimeSpan): string {
  return `${Math.floor(fromMs / 1000)}~${Math.ceil(toMs / 1000)}`
}

/** Reads what `writeZoom` wrote; null for anything else. */
export function readZoom(text: string): TimeSpan | null {
  const [, from, to] = /^(-?\d{1,12})~(-?\d{1,12})$/.exec(text) ?? []
  const span = { fromMs: Number(from) * 1000, toMs: Number(to) * 1000 }
  return from !== undefined && span.fromMs <= span.toMs ? span : null
}

/** Rows of the last years of the data; null when all of it is wanted or there is none. */
export function viewOfYears(time: Float64Array, label: SpanLabel): RowView | null {
  const years = SPANS.find((span) => span.label === label)?.years ?? null
  const last = time.at(-1)
  if (years === null || last === undefined) return null
  const from = Math.max(0, barAt(time, last - years * YEAR_MS))
  return { from: from - 0.5, to: time.length - 0.5 }
}

/** Rows of a span of time with a little of what surrounds it. */
export function viewOfSpan(time: Float64Array, { fromMs, toMs }: TimeSpan): RowView {
  const from = barAt(time, fromMs)
  const to = barAt(time, toMs)
  const margin = Math.max(2, SURROUNDINGS * (to - from))
  return { from: Math.max(-0.5, from - margin), to: Math.min(time.length - 0.5, to + margin) }
}
