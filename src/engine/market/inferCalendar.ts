import type { BAR_CALENDARS } from '#shared/domain/dataset.ts'

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
  readonly gaps: readonly CalendarGap[]
}

/** Bars that lie between two neighbours of the data and are not there. */
type CountBetween = (before: number, after: number) => number

/**
 * daily: no day holds two bars and most bars follow by a trading day; trading days are Monday to Friday, or all days when
 * some bar falls on a weekend, so public holidays count as missing (about 3.5 % in US stocks). weekly, monthly: by the
 * middle step, each step that spans more lacks the bars in between. intraday: by the middle step, within each day from its
 * first to its last bar (a daily pause counts as missing), and whole trading days as in daily. Null when none of them
 * fits or there are fewer than three bars.
 */
export function inferCalendar(time: Float64Array): InferredCalendar | null {
  if (time.length < 3) return null
  const days = time.map((instant) => Math.floor(instant / DAY_MS))
  const step = middleStep(time)
  const kind = findKind(time, days, step)
  if (kind === null) return null
  const dailyBars = kind === 'intraday' ? Math.round(time.length / new Set(days).size) : 1
  const tradingDays = countTradingDays(days.some((day) => weekday(day) >= 5))
  const between: Readonly<Record<InferredCalendar['kind'], CountBetween>> = {
    daily: tradingDays,
    weekly: (before, after) => Math.round((after - before) / step) - 1,
    monthly: (before, after) => Math.round((after - before) / (DAYS_A_MONTH * DAY_MS) / Math.round(step / (DAYS_A_MONTH * DAY_MS))) - 1,
    intraday: (before, after) => {
      const isSameDay = Math.floor(before / DAY_MS) === Math.floor(after / DAY_MS)
      return isSameDay ? Math.round((after - before) / step) - 1 : tradingDays(before, after) * dailyBars
    },
  }
  return { kind, ...countGaps(time, between[kind]) }
}

function findKind(time: Float64Array, days: Float64Array, step: number): InferredCalendar['kind'] | null {
  const isOneADay = days.every((day, i) => i === 0 || day > days[i - 1]!)
  if (!isOneADay) return step < DAY_MS / 2 ? 'intraday' : null
  const nextDays = days.reduce((count, day, i) => count + Number(i > 0 && day - days[i - 1]! === 1), 0)
  if (nextDays * 2 > time.length - 1) return 'daily'
  const stepDays = step / DAY_MS
  if (stepDays >= 6 && stepDays <= 8) return 'weekly'
  return stepDays >= 28 ? 'monthly' : null
}

function countGaps(time: Float64Array, between: CountBetween): Omit<InferredCalendar, 'kind'> {
  const gaps: CalendarGap[] = []
  let missing = 0
  for (let i = 1; i < time.length; i++) {
    const count = Math.max(0, between(time[i - 1]!, time[i]!))
    if (count === 0) continue
    missing += count
    gaps.push({ fromMs: time[i - 1]!, toMs: time[i]!, missing: count })
  }
  return { expected: time.length + missing, missing, gaps }
}

function countTradingDays(tradesWeekends: boolean): CountBetween {
  const countBefore = tradesWeekends ? (day: number) => day : weekdaysBefore
  return (before, after) => Math.max(0, countBefore(Math.floor(after / DAY_MS)) - countBefore(Math.floor(before / DAY_MS) + 1))
}

/** The step that half of the steps do not exceed. */
function middleStep(time: Float64Array): number {
  const steps = time.subarray(1).map((instant, i) => instant - time[i]!)
  return steps.sort()[(steps.length - 1) >> 1]!
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
