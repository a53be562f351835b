import { AppError } from '#shared/domain/appError.ts'
import { msToDate } from '#shared/domain/calendarDate.ts'
import type { Dataset } from '#shared/domain/dataset.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import { requireDatesWithin } from '../jobs/engineCatalogue.ts'

/** The calendar dates the run will cover. Throws `data_out_of_range` naming the data's own range. */
export function findPeriod(spec: RunSpec, dataset: Dataset): { startDate: string; endDate: string } {
  const range = { first: msToDate(dataset.firstTimeMs), last: msToDate(dataset.lastTimeMs) }
  requireDatesWithin(range, spec)
  const later = (a: string, b: string) => (a > b ? a : b)
  const earlier = (a: string, b: string) => (a < b ? a : b)
  const startDate = later(spec.start_date ?? range.first, range.first)
  const endDate = earlier(spec.end_date ?? range.last, range.last)
  if (startDate > endDate)
    throw new AppError(
      'data_out_of_range',
      `start_date: no data lie between ${spec.start_date} and ${spec.end_date}; "${dataset.name}" runs from ${range.first} to ${range.last}.`,
      { details: { field: 'start_date' } },
    )
  return { startDate, endDate }
}
