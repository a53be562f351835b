import type { PositionColumns } from '#shared/domain/ledger.ts'
import { isRecord, parseJson, type RowFlags, toNumber } from './legacyValues.ts'

interface Point {
  readonly timeMs: number
  readonly equity: number
}

/**
 * An equity curve as position columns, one row a point, repeated stamps included; null when there is none. The older
 * system kept no closes, cash or units: those columns are NaN. An equity that is no number is NaN too; a point without
 * a readable time cannot be placed and is left out.
 */
export function convertCurve(text: string | null, flags: RowFlags): PositionColumns | null {
  const original = parseJson(text)
  if (original === null) return null
  if (!Array.isArray(original)) {
    flags.add('curve_unreadable', 'equity_curve', 'not a list of points')
    return null
  }
  const points = inOrderOfTime(readPoints(original, flags), flags)
  const unknown = new Float64Array(points.length).fill(Number.NaN)
  return {
    time: Float64Array.from(points, ({ timeMs }) => timeMs),
    close: unknown,
    cash: unknown,
    units: unknown,
    equity: Float64Array.from(points, ({ equity }) => equity),
  }
}

function readPoints(original: readonly unknown[], flags: RowFlags): Point[] {
  const points: Point[] = []
  for (const point of original) {
    const timeMs = isRecord(point) ? readTime(point['timestamp']) : null
    if (timeMs !== null && isRecord(point)) points.push({ timeMs, equity: toNumber(point['equity']) ?? Number.NaN })
  }
  const unreadable = original.length - points.length
  if (unreadable > 0) flags.add('curve_unreadable', 'equity_curve', unreadable)
  return points
}

/** Points of one instant keep the order in which they were written: the last is how that instant ended. */
function inOrderOfTime(points: readonly Point[], flags: RowFlags): readonly Point[] {
  if (points.every(({ timeMs }, index) => index === 0 || timeMs >= points[index - 1]!.timeMs)) return points
  flags.add('curve_reordered', 'equity_curve', points.length)
  return points.toSorted((a, b) => a.timeMs - b.timeMs)
}

const MAX_INSTANT_MS = 8.64e15

/** Epoch milliseconds of a stamp: seconds since 1970 as a number or as text, or an ISO date; one without a zone means UTC. */
export function readTime(stamp: unknown): number | null {
  const seconds = toNumber(stamp)
  const instantMs = seconds === null ? readIsoTime(stamp) : Math.round(seconds * 1000)
  return Math.abs(instantMs) <= MAX_INSTANT_MS ? instantMs : null
}

function readIsoTime(stamp: unknown): number {
  if (typeof stamp !== 'string' || !/^\d{4}-\d{2}-\d{2}/.test(stamp)) return Number.NaN
  const hasZone = stamp.length === 10 || /(?:Z|[+-]\d{2}:?\d{2})$/i.test(stamp)
  return Date.parse(hasZone ? stamp : `${stamp}Z`)
}
