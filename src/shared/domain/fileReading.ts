import { z } from 'zod'

/** What a column of a file of bars can hold. `adjusted_close` scales the whole bar to it; `symbol` makes a panel. */
export const FILE_FIELDS = ['time', 'open', 'high', 'low', 'close', 'volume', 'symbol', 'carry', 'adjusted_close'] as const
export const fileFieldSchema = z.enum(FILE_FIELDS)
export type FileField = z.infer<typeof fileFieldSchema>

/**
 * How times are written. `auto` takes what can be read one way only: ISO dates and times, YYYYMMDD, and epochs by their
 * size; a date such as 03/04/2020 never, for nobody but its writer knows whether the day or the month comes first.
 */
export const TIME_FORMATS = ['auto', 'iso', 'day_first', 'month_first', 'compact', 'epoch_s', 'epoch_ms', 'epoch_us', 'epoch_ns'] as const
export type TimeFormat = (typeof TIME_FORMATS)[number]

export const DELIMITERS = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof DELIMITERS)[number]

/** How a file of bars is to be read; what is left out is found from the file itself. */
export const readingSchema = z.object({
  /** null: the one that splits the header into most columns. Only for CSV. */
  delimiter: z.enum(DELIMITERS).nullable().default(null),
  decimal: z.enum(['.', ',']).default('.'),
  timeFormat: z.enum(TIME_FORMATS).default('auto'),
  /** IANA name of the zone of times that name none; a date without a time of day stays that day. */
  timezone: z.string().max(64).refine(isTimeZone, 'must be the name of a time zone such as Europe/Berlin').default('UTC'),
  /** Column of the file for each field that its usual names do not find. */
  columns: z.partialRecord(fileFieldSchema, z.string().max(255)).default({}),
})
export type Reading = z.infer<typeof readingSchema>

/** Everything found from the file itself. */
export const DEFAULT_READING: Reading = readingSchema.parse({})

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
