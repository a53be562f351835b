const ISO_TIME = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/
const EPOCH = /^-?\d{1,16}$/

/** Whole numbers below this are seconds (they reach the year 5138), others milliseconds (they begin in 1973). */
const FIRST_MILLISECONDS = 1e11
/** The last instant a calendar can name. */
const MAX_INSTANT_MS = 8.64e15

/**
 * Epoch milliseconds (UTC) of an ISO date, an ISO date and time, or epoch seconds or milliseconds. A time without a zone
 * is read as UTC. NaN when the text is none of these, or names a day or hour that does not exist.
 */
export function readTime(text: string): number {
  if (EPOCH.test(text)) {
    const value = Number(text)
    if (Math.abs(value) > MAX_INSTANT_MS) return Number.NaN
    return Math.abs(value) < FIRST_MILLISECONDS ? value * 1000 : value
  }
  const match = ISO_TIME.exec(text)
  return match === null ? Number.NaN : instantOf(match)
}

/** No array and no Date per call: a file may hold a million times. */
function instantOf(match: RegExpExecArray): number {
  const year = Number(match[1])
  const month = Number(match[2])
  const day = Number(match[3])
  if (month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return Number.NaN
  const midnight = Date.UTC(year, month - 1, day)
  if (match[4] === undefined) return midnight
  const hour = Number(match[4])
  const minute = Number(match[5])
  const second = match[6] === undefined ? 0 : Number(match[6])
  if (hour > 23 || minute > 59 || second > 59) return Number.NaN
  const milliseconds = match[7] === undefined ? 0 : Math.trunc(Number(`0.${match[7]}`) * 1000)
  return midnight + ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds - offsetMs(match[8])
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function offsetMs(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000
}
