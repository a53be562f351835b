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

function instantOf(match: RegExpExecArray): number {
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const midnight = Date.UTC(year, month - 1, day)
  const rolledOver = new Date(midnight).getUTCDate() !== day || month > 12 || month < 1
  if (rolledOver || hour > 23 || minute > 59 || second > 59) return Number.NaN
  const milliseconds = Math.trunc(Number(`0.${match[7] ?? 0}`) * 1000)
  return midnight + ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds - offsetMs(match[8])
}

function offsetMs(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000
}
