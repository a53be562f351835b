import type { MarketData, QualityReport } from '#shared/domain/dataset.ts'
import { inspectMarketData } from '../../market/inspectMarketData.ts'
import { calendarOf } from '../../market/marketData.ts'

export interface LongGaps {
  /** Trading days without a bar, in stretches longer than an ordinary closure. */
  readonly missingDays: number
  /** missingDays / trading days between the first and the last bar. */
  readonly fraction: number
}

export interface DataEvidence {
  /** What the importer found in the source. */
  readonly atImport: QualityReport
  /** The same inspection of the bars as they are now. */
  readonly now: QualityReport
  readonly longGaps: LongGaps
}

const DAY_MS = 86_400_000
/** 1970-01-01 was a Thursday; counted so that Saturday and Sunday are 5 and 6. */
const EPOCH_WEEKDAY = 3
/**
 * Without an exchange's calendar a missing day cannot be told from a holiday; a stretch beyond this many days can:
 * US stocks were closed for four after 11 September 2001.
 */
const LONGEST_CLOSURE_DAYS = 4

export function gatherDataEvidence(data: MarketData, atImport: QualityReport): DataEvidence {
  return { atImport, now: inspectMarketData(data), longGaps: measureLongGaps(calendarOf(data)) }
}

/** Trading days are Monday to Friday, or all days when some bar falls on a weekend. */
export function measureLongGaps(time: Float64Array): LongGaps {
  const days = time.map((instant) => Math.floor(instant / DAY_MS))
  const countBefore = days.some(isWeekend) ? (day: number) => day : weekdaysBefore
  let missingDays = 0
  for (let i = 1; i < days.length; i += 1) {
    const between = countBefore(days[i]!) - countBefore(days[i - 1]! + 1)
    if (between > LONGEST_CLOSURE_DAYS) missingDays += between
  }
  const expected = days.length === 0 ? 0 : countBefore(days[days.length - 1]! + 1) - countBefore(days[0]!)
  return { missingDays, fraction: expected > 0 ? missingDays / expected : 0 }
}

function isWeekend(day: number): boolean {
  return (((day + EPOCH_WEEKDAY) % 7) + 7) % 7 >= 5
}

/** Weekdays before a day, counted from a fixed Monday; only differences mean anything. */
function weekdaysBefore(day: number): number {
  const sinceMonday = day + EPOCH_WEEKDAY
  const weeks = Math.floor(sinceMonday / 7)
  return weeks * 5 + Math.min(sinceMonday - weeks * 7, 5)
}
