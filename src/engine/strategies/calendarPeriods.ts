const DAY_MS = 86_400_000
/** 1970-01-01 was a Thursday. */
const DAYS_TO_MONDAY = 4
const WEEKDAYS_A_YEAR = 261

export interface CalendarPeriod {
  /** Length of a period in bars. */
  readonly bars: number
  /** Bars a year. */
  readonly periodsPerYear: number
}

/**
 * Tells whether a bar is the first one of a period. Periods are counted from Monday 1970-01-05 by the calendar, so which
 * bars these are does not depend on where the data begin: a run cut at any bar finds the same ones.
 *
 * A period of so many bars is as many weekdays when bars are daily (240 to 262 a year; a holiday counts), else that
 * share of a year of 261 weekdays: nights count, Saturday and Sunday do not. A period of one bar begins at every bar.
 * `time` is epoch ms UTC, strictly increasing; the bar before the first is taken to be one bar's length earlier.
 */
export function periodStarts(time: Float64Array, { bars, periodsPerYear }: CalendarPeriod): (bar: number) => boolean {
  if (bars === 1) return () => true
  const barLength = weekdaysPerBar(periodsPerYear)
  const periodAt = (weekdays: number) => Math.floor(weekdays / (bars * barLength))
  return (bar) => {
    const now = weekdaysUntil(time[bar]!)
    const before = bar === 0 ? now - barLength : weekdaysUntil(time[bar - 1]!)
    return periodAt(now) > periodAt(before)
  }
}

function weekdaysPerBar(periodsPerYear: number): number {
  const isDaily = periodsPerYear >= 240 && periodsPerYear <= 262
  return isDaily ? 1 : WEEKDAYS_A_YEAR / periodsPerYear
}

/** Weekdays between Monday 1970-01-05 and an instant, with the fraction of its day; a weekend is one instant. */
function weekdaysUntil(instantMs: number): number {
  const days = instantMs / DAY_MS - DAYS_TO_MONDAY
  const weeks = Math.floor(days / 7)
  return 5 * weeks + Math.min(5, days - 7 * weeks)
}
