import { AppError } from './appError.ts'
import { isCalendarDate } from './calendarDate.ts'

/** First and last calendar date (UTC) of both parts of one walk-forward window, ends included. */
export interface WindowDates {
  readonly trainStart: string
  readonly trainEnd: string
  readonly testStart: string
  readonly testEnd: string
}

/** Windows that can be given one by one. */
export const MAX_LISTED_WINDOWS = 1_000

/** One window as people write it, and as `parseWindowDates` reads it. */
export function formatWindowDates({ trainStart, trainEnd, testStart, testEnd }: WindowDates): string {
  return `${trainStart}..${trainEnd} ${testStart}..${testEnd}`
}

const SEPARATORS = /[\s,;"]+|\.{2,}/

/**
 * Windows as they are typed or pasted, one a line: `2010-01-01..2013-12-31 2014-01-01..2014-12-31`, training first. The four
 * dates may as well stand apart by blanks, tabs, commas or semicolons, as a spreadsheet copies them. Empty lines are skipped,
 * and so is a first line without a digit: the headings of a table.
 * @throws AppError `invalid_input` naming the line, `too_large` for more windows than can be listed.
 */
export function parseWindowDates(text: string): WindowDates[] {
  const lines = text.split(/\r\n|\r|\n/).map((line, index) => ({ line: line.trim(), number: index + 1 }))
  const written = lines.filter(({ line }) => line !== '')
  const [first] = written
  const windows = first !== undefined && !/\d/.test(first.line) ? written.slice(1) : written
  if (windows.length === 0) throw unreadable('No window is given: write one a line')
  if (windows.length > MAX_LISTED_WINDOWS) throw tooMany(windows.length)
  return windows.map(({ line, number }) => parseLine(line, number))
}

function parseLine(line: string, number: number): WindowDates {
  const dates = line.split(SEPARATORS).filter((part) => part !== '')
  const wrong = dates.find((date) => !isCalendarDate(date))
  if (wrong !== undefined) throw unreadable(`Line ${number}: "${wrong.slice(0, 40)}" is no calendar date; write dates as 2020-12-31`)
  const [trainStart, trainEnd, testStart, testEnd] = dates
  if (dates.length !== 4 || trainStart === undefined || trainEnd === undefined || testStart === undefined || testEnd === undefined) {
    throw unreadable(`Line ${number} has ${dates.length} ${dates.length === 1 ? 'date' : 'dates'}, and a window has four`)
  }
  return { trainStart, trainEnd, testStart, testEnd }
}

function unreadable(problem: string): AppError {
  const message = `${problem}. A window is its training from and to, then its test from and to: 2010-01-01..2013-12-31 2014-01-01..2014-12-31`
  return new AppError('invalid_input', message, { details: { field: 'windows' } })
}

function tooMany(windows: number): AppError {
  return new AppError('too_large', `${windows} windows are given; at most ${MAX_LISTED_WINDOWS} can be given one by one`, {
    details: { field: 'windows', windows },
  })
}
