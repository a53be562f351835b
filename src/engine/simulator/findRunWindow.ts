import { AppError } from '#shared/domain/appError.ts'
import { dateToMs, msToDate } from '#shared/domain/primitives.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { RunWindow } from './ledgerRecorder.ts'

const DAY_MS = 86_400_000

/**
 * The bars a run covers: from midnight UTC of start_date to the end of end_date, both inclusive; null means the data's
 * own end. A period may be named in whole calendar years, so a date may lie outside the data as long as it lies in the
 * year of the first (or last) bar: 2000-01-01 for data that begin on 2000-01-03.
 * @throws AppError `data_out_of_range` naming the data's own range: a date in a year without data, or no bar in between.
 */
export function findRunWindow(time: Float64Array, { start_date, end_date }: Pick<RunSpec, 'start_date' | 'end_date'>): RunWindow {
  if (time.length === 0) throw new AppError('data_out_of_range', 'The data hold no bars: import a file with rows')
  const first = msToDate(time[0]!)
  const last = msToDate(time[time.length - 1]!)
  const range = `the data run from ${first} to ${last}; choose dates within them`
  const isOutside = (date: string | null) => date !== null && (date.slice(0, 4) < first.slice(0, 4) || date.slice(0, 4) > last.slice(0, 4))
  if (isOutside(start_date)) throw outOfRange('start_date', `${start_date} is outside the data: ${range}`, { first, last })
  if (isOutside(end_date)) throw outOfRange('end_date', `${end_date} is outside the data: ${range}`, { first, last })
  const firstBar = start_date === null ? 0 : firstBarAt(time, dateToMs(start_date))
  const lastBar = end_date === null ? time.length - 1 : firstBarAt(time, dateToMs(end_date) + DAY_MS) - 1
  if (firstBar > lastBar)
    throw outOfRange('start_date', `no bar lies between ${start_date ?? first} and ${end_date ?? last}: ${range}`, { first, last })
  return { firstBar, lastBar }
}

/** Index of the first bar at or after an instant; the length when there is none. */
function firstBarAt(time: Float64Array, instantMs: number): number {
  const at = time.findIndex((value) => value >= instantMs)
  return at === -1 ? time.length : at
}

function outOfRange(field: string, problem: string, range: { first: string; last: string }): AppError {
  return new AppError('data_out_of_range', `${field}: ${problem}`, { details: { field, firstDate: range.first, lastDate: range.last } })
}
