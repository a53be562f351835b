import type { BAR_CALENDARS } from '#shared/domain/dataset.ts'
import type { BarSource } from './barSource.ts'
import { valueAtRank } from './exactMedian.ts'
import { Shortlist } from './shortlist.ts'

const DAY_MS = 86_400_000
/** 1970-01-01 was a Thursday; shifted so that Saturday and Sunday are days 5 and 6 of a week that starts on Monday. */
const EPOCH_WEEKDAY = 3
const DAYS_A_MONTH = 30.44

export interface CalendarGap {
  /** Last bar before and first bar after the gap, epoch ms. */
  readonly fromMs: number
  readonly toMs: number
  readonly missing: number
}

/** The bars that should be there, told from those that are. */
export interface InferredCalendar {
  readonly kind: (typeof BAR_CALENDARS)[number]
  readonly expected: number
  readonly missing: number
  /** The widest, at most as many as were asked for. */
  readonly gaps: readonly CalendarGap[]
}

/** Bars that lie between two neighbours of the data and are not there. */
type CountBetween = (before: number, after: number) => number

/**
 * daily: no day holds two bars and most bars follow by a trading day; trading days are Monday to Friday, or all days when
 * some bar falls on a weekend, so public holidays count as missing (about 3.5% in US stocks). weekly, monthly: by the
 * middle step, each step that spans more lacks the bars in between. intraday: by the middle step, within each day from its
 * first to its last bar (a daily pause counts as missing), and whole trading days as in daily. Null when none of them
 * fits or there are fewer than three bars.
 */
export function inferCalendar(source: BarSource, gapLimit: number): InferredCalendar | null {
  if (source.barCount < 3) return null
  const days = observeDays(source)
  const step = middleStep(source)
  const kind = findKind(days, step)
  if (kind === null) return null
  const dailyBars = kind === 'intraday' ? Math.round(source.barCount / days.distinct) : 1
  const tradingDays = countTradingDays(days.hasWeekend)
  const between: Readonly<Record<InferredCalendar['kind'], CountBetween>> = {
    daily: tradingDays,
    weekly: (before, after) => Math.round((after - before) / step) - 1,
    monthly: (before, after) => Math.round((after - before) / (DAYS_A_MONTH * DAY_MS) / Math.round(step / (DAYS_A_MONTH * DAY_MS))) - 1,
    intraday: (before, after) => {
      const isSameDay = Math.floor(before / DAY_MS) === Math.floor(after / DAY_MS)
      return isSameDay ? Math.round((after - before) / step) - 1 : tradingDays(before, after) * dailyBars
    },
  }
  return { kind, ...countGaps(source, { between: between[kind], gapLimit }) }
}

/** What the days of all bars have in common. */
interface ObservedDays {
  readonly distinct: number
  readonly hasWeekend: boolean
  /** No day holds two bars, and each is later than the one before. */
  readonly isOneADay: boolean
  /** Most bars stand a day after the one before. */
  readonly areMostlyNext: boolean
}

function observeDays(source: BarSource): ObservedDays {
  const distinct = new Set<number>()
  let before = Number.NEGATIVE_INFINITY
  let hasWeekend = false
  let isOneADay = true
  let nextDays = 0
  for (const times of source.column('time')) {
    for (const instant of times) {
      const day = Math.floor(instant / DAY_MS)
      if (day - before === 1) nextDays++
      if (day <= before) isOneADay = false
      if (day !== before) {
        distinct.add(day)
        hasWeekend ||= weekday(day) >= 5
      }
      before = day
    }
  }
  return { distinct: distinct.size, hasWeekend, isOneADay, areMostlyNext: nextDays * 2 > source.barCount - 1 }
}

function findKind({ isOneADay, areMostlyNext }: ObservedDays, step: number): InferredCalendar['kind'] | null {
  if (!isOneADay) return step < DAY_MS / 2 ? 'intraday' : null
  if (areMostlyNext) return 'daily'
  const stepDays = step / DAY_MS
  if (stepDays >= 6 && stepDays <= 8) return 'weekly'
  return stepDays >= 28 ? 'monthly' : null
}

function countGaps(source: BarSource, { between, gapLimit }: { between: CountBetween; gapLimit: number }): Omit<InferredCalendar, 'kind'> {
  const widest = new Shortlist<CalendarGap>(gapLimit, (a, b) => b.missing - a.missing || a.fromMs - b.fromMs)
  let missing = 0
  let before: number | null = null
  for (const times of source.column('time')) {
    for (const instant of times) {
      const count = before === null ? 0 : Math.max(0, between(before, instant))
      if (count > 0) {
        missing += count
        widest.add({ fromMs: before!, toMs: instant, missing: count })
      }
      before = instant
    }
  }
  return { expected: source.barCount + missing, missing, gaps: widest.values() }
}

function countTradingDays(tradesWeekends: boolean): CountBetween {
  const countBefore = tradesWeekends ? (day: number) => day : weekdaysBefore
  return (before, after) => Math.max(0, countBefore(Math.floor(after / DAY_MS)) - countBefore(Math.floor(before / DAY_MS) + 1))
}

/** The step that half of the steps do not exceed. */
function middleStep(source: BarSource): number {
  const steps = source.barCount - 1
  return valueAtRank(() => stepsOf(source), (steps - 1) >> 1, steps)
}

/** From each time to the next, in pieces whose memory is used again. */
function* stepsOf(source: BarSource): Generator<Float64Array> {
  let room = new Float64Array(0)
  let before: number | null = null
  for (const times of source.column('time')) {
    if (room.length < times.length) room = new Float64Array(times.length)
    let count = 0
    for (const instant of times) {
      if (before !== null) room[count++] = instant - before
      before = instant
    }
    yield room.subarray(0, count)
  }
}

function weekday(day: number): number {
  return (((day + EPOCH_WEEKDAY) % 7) + 7) % 7
}

/** Weekdays before a day, counted from a fixed Monday; only differences mean anything. */
function weekdaysBefore(day: number): number {
  const sinceMonday = day + EPOCH_WEEKDAY
  const weeks = Math.floor(sinceMonday / 7)
  return weeks * 5 + Math.min(sinceMonday - weeks * 7, 5)
}
