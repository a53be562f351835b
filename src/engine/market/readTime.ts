import type { Reading } from '#shared/domain/fileReading.ts'
import { ZoneClock } from './zoneClock.ts'

const CLOCK = '(?:[T ](\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9}))?)?(Z|[+-]\\d{2}:?\\d{2})?)?$'
const ISO_TIME = new RegExp(`^(\\d{4})([-/])(\\d{2})\\2(\\d{2})${CLOCK}`)
const COMPACT_TIME = new RegExp(`^(\\d{4})()(\\d{2})(\\d{2})${CLOCK}`)
/** 03/04/2020, 3.4.2020 or 03-04-2020: day first or month first. */
const AMBIGUOUS_TIME = new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4})${CLOCK}`)
const EPOCH = /^-?\d{1,19}$/

/** Whole numbers up to these are seconds (to the year 5138), milliseconds, microseconds; larger ones nanoseconds. */
const EPOCH_LIMITS = { seconds: 1e11, milliseconds: 1e14, microseconds: 1e17 } as const
/** The last instant a calendar can name. */
const MAX_INSTANT_MS = 8.64e15

/** Where year, month and day stand in a match; the clock follows from the fifth group on. */
interface FieldOrder {
  readonly year: number
  readonly month: number
  readonly day: number
}

const YEAR_FIRST: FieldOrder = { year: 1, month: 3, day: 4 }

/** Epoch milliseconds (UTC) of a cell; NaN when it is no time of the asked form, or names a day or hour that does not exist. */
export type TimeReader = (text: string) => number

/** Reads times of one form. A clock time without a zone is one of `timezone`; a day without a clock time is that day in UTC. */
export function makeTimeReader({ timeFormat, timezone }: Pick<Reading, 'timeFormat' | 'timezone'>): TimeReader {
  const clock = timezone === 'UTC' ? null : new ZoneClock(timezone)
  const calendarReader = (pattern: RegExp, order: FieldOrder) => (text: string) => {
    const match = pattern.exec(text)
    return match === null ? Number.NaN : instantOf(match, order, clock)
  }
  const iso = calendarReader(ISO_TIME, YEAR_FIRST)
  const compact = calendarReader(COMPACT_TIME, YEAR_FIRST)
  switch (timeFormat) {
    case 'auto':
      return (text) => (EPOCH.test(text) ? readAnyNumber(text, compact) : iso(text))
    case 'iso':
      return iso
    case 'compact':
      return compact
    case 'day_first':
      return calendarReader(AMBIGUOUS_TIME, { year: 4, month: 3, day: 1 })
    case 'month_first':
      return calendarReader(AMBIGUOUS_TIME, { year: 4, month: 1, day: 3 })
    case 'epoch_s':
      return (text) => (EPOCH.test(text) ? limited(Number(text) * 1000) : Number.NaN)
    case 'epoch_ms':
      return (text) => (EPOCH.test(text) ? limited(Number(text)) : Number.NaN)
    case 'epoch_us':
      return (text) => withoutDigits(text, 3)
    case 'epoch_ns':
      return (text) => withoutDigits(text, 6)
  }
}

/** Times that can be read one way only, in UTC where they name no zone. */
export const readTime: TimeReader = makeTimeReader({ timeFormat: 'auto', timezone: 'UTC' })

/** Whether a text is a date that only its writer can read: day or month first. */
export function isAmbiguousDate(text: string): boolean {
  return AMBIGUOUS_TIME.test(text)
}

function readAnyNumber(text: string, compact: TimeReader): number {
  if (text.length === 8) {
    const day = compact(text)
    // As seconds this would be a day of 1970 to 1973.
    if (!Number.isNaN(day) && text >= '19000101' && text < '22000101') return day
  }
  const size = Math.abs(Number(text))
  if (size < EPOCH_LIMITS.seconds) return Number(text) * 1000
  if (size < EPOCH_LIMITS.milliseconds) return Number(text)
  return withoutDigits(text, size < EPOCH_LIMITS.microseconds ? 3 : 6)
}

/** Whole milliseconds of a finer epoch. Digits are cut off as text: doubles hold only 15 of the 19. */
function withoutDigits(text: string, count: number): number {
  if (!EPOCH.test(text)) return Number.NaN
  const whole = text.slice(0, -count)
  return limited(whole === '' || whole === '-' ? 0 : Number(whole))
}

function limited(instant: number): number {
  return Math.abs(instant) > MAX_INSTANT_MS ? Number.NaN : instant
}

/** No array and no Date per call: a file may hold a million times. */
function instantOf(match: RegExpExecArray, order: FieldOrder, clock: ZoneClock | null): number {
  const year = Number(match[order.year])
  const month = Number(match[order.month])
  const day = Number(match[order.day])
  if (month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return Number.NaN
  const midnight = Date.UTC(year, month - 1, day)
  if (match[5] === undefined) return midnight
  const hour = Number(match[5])
  const minute = Number(match[6])
  const second = match[7] === undefined ? 0 : Number(match[7])
  if (hour > 23 || minute > 59 || second > 59) return Number.NaN
  const milliseconds = match[8] === undefined ? 0 : Math.trunc(Number(`0.${match[8]}`) * 1000)
  const wall = midnight + ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds
  if (match[9] === undefined && clock !== null) return clock.toInstant(wall)
  return wall - offsetMs(match[9])
}

/** Days of a month, 1..12, of the Gregorian calendar. */
export function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function offsetMs(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000
}
