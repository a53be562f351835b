import { dateToMs } from '#shared/domain/calendarDate.ts'
import { firstBarAt } from './firstBarAt.ts'

const DAY_MS = 86_400_000

/** The rows of two calendar dates (UTC), both inclusive: from the first bar on, `end` exclusive. None, when `end` is not above `from`. */
export function rowsBetween(time: Float64Array, first: string, last: string): { from: number; end: number } {
  return { from: firstBarAt(time, dateToMs(first)), end: firstBarAt(time, dateToMs(last) + DAY_MS) }
}
