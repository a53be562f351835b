import type { Reading } from '#shared/domain/fileReading.ts'
import { makeTimeReader, type TimeReader } from './readTime.ts'

const POINT_NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const COMMA_NUMBER = /^[+-]?(?:\d+,?\d*|,\d+)(?:[eE][+-]?\d+)?$/

/** How the cells of a file are read, and what they should have been in words. */
export interface CellReaders {
  readonly time: TimeReader
  /** NaN for anything but a plain, finite decimal number. */
  readonly number: (cell: string | undefined) => number
  readonly timeWords: string
  readonly numberWords: string
}

export function makeCellReaders(reading: Reading): CellReaders {
  const usesComma = reading.decimal === ','
  return {
    time: makeTimeReader(reading),
    number: usesComma ? readCommaNumber : readPointNumber,
    timeWords: TIME_WORDS[reading.timeFormat] + (reading.timezone === 'UTC' ? '' : ` that exists once in ${reading.timezone}`),
    numberWords: usesComma ? 'a number with a decimal comma' : 'a number',
  }
}

const TIME_WORDS: Readonly<Record<Reading['timeFormat'], string>> = {
  auto: 'an ISO date such as 2020-12-31 or an epoch',
  iso: 'an ISO date such as 2020-12-31',
  day_first: 'a date such as 31/12/2020',
  month_first: 'a date such as 12/31/2020',
  compact: 'a date such as 20201231',
  epoch_s: 'a whole number of seconds since 1970',
  epoch_ms: 'a whole number of milliseconds since 1970',
  epoch_us: 'a whole number of microseconds since 1970',
  epoch_ns: 'a whole number of nanoseconds since 1970',
}

function readPointNumber(cell: string | undefined): number {
  const text = cell?.trim() ?? ''
  return finite(POINT_NUMBER.test(text) ? Number(text) : Number.NaN)
}

function readCommaNumber(cell: string | undefined): number {
  const text = cell?.trim() ?? ''
  return finite(COMMA_NUMBER.test(text) ? Number(text.replace(',', '.')) : Number.NaN)
}

const finite = (value: number) => (Number.isFinite(value) ? value : Number.NaN)
