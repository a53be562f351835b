import { AppError } from '#shared/domain/appError.ts'
import { msToDate } from '#shared/domain/calendarDate.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import { rowsBetween } from '../market/rowsBetween.ts'
import type { RunWindow } from './tradingDesk.ts'

type RunDates = Pick<RunSpec, 'start_date' | 'end_date'>

/** Calendar dates of the first and last bar. */
interface DataRange {
  readonly first: string
  readonly last: string
}

/**
 * The bars a run covers: from midnight UTC of start_date to the end of end_date, both inclusive; null means the data's
 * own end.
 * @throws AppError `data_out_of_range` naming the data's own range: a date `requireDatesWithin` refuses, or no bar in between.
 */
export function findRunWindow(time: Float64Array, dates: RunDates): RunWindow {
  if (time.length === 0) throw new AppError('data_out_of_range', 'The data hold no bars: import a file with rows')
  const { start_date, end_date } = dates
  if (start_date === null && end_date === null) return { firstBar: 0, lastBar: time.length - 1 }
  const range = { first: msToDate(time[0]!), last: msToDate(time[time.length - 1]!) }
  requireDatesWithin(range, dates)
  const [first, last] = [start_date ?? range.first, end_date ?? range.last]
  const { from, end } = rowsBetween(time, first, last)
  if (from >= end) throw outOfRange('start_date', `no bar lies between ${first} and ${last}`, range)
  return { firstBar: from, lastBar: end - 1 }
}

/**
 * A period may be named in whole calendar years, so a date may lie outside the data as long as it lies in the year of
 * the first (or last) bar: 2000-01-01 for data that begin on 2000-01-03.
 */
export function liesOutside(date: string, { first, last }: DataRange): boolean {
  const year = date.slice(0, 4)
  return year < first.slice(0, 4) || year > last.slice(0, 4)
}

/** @throws AppError `data_out_of_range` naming the data's own range: a date that `liesOutside`. */
export function requireDatesWithin(range: DataRange, dates: RunDates): void {
  for (const field of ['start_date', 'end_date'] as const) {
    const date = dates[field]
    if (date !== null && liesOutside(date, range)) throw outOfRange(field, `${date} is outside the data`, range)
  }
}

function outOfRange(field: string, problem: string, { first, last }: DataRange): AppError {
  return new AppError('data_out_of_range', `${field}: ${problem}: the data run from ${first} to ${last}; choose dates within them`, {
    details: { field, firstDate: first, lastDate: last },
  })
}
