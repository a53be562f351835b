import { describe, expect, it } from 'vitest'
import { barTimeFormat, formatAge, formatDate, formatDateTime, formatDuration } from './instants.ts'

const NOON = Date.UTC(2020, 11, 31, 12, 5)

describe('instants', () => {
  it.each([
    { name: 'date in UTC', shown: formatDate(Date.UTC(2020, 11, 31, 23, 59)), expected: '2020-12-31' },
    { name: 'the epoch is a date, not a missing value', shown: formatDate(0), expected: '1970-01-01' },
    { name: 'missing', shown: formatDate(null), expected: '—' },
    { name: 'date and minute', shown: formatDateTime(NOON), expected: '2020-12-31 12:05 UTC' },
    { name: 'milliseconds', shown: formatDuration(849.6), expected: '850 ms' },
    { name: 'zero', shown: formatDuration(0), expected: '0 ms' },
    { name: 'seconds', shown: formatDuration(1240), expected: '1.24 s' },
    { name: 'minutes', shown: formatDuration(185_000), expected: '3 min 05 s' },
    { name: 'hours', shown: formatDuration(7_440_000), expected: '2 h 04 min' },
    { name: 'just now', shown: formatAge(NOON, NOON + 30_000), expected: 'just now' },
    { name: 'days', shown: formatAge(NOON, NOON + 50 * 3_600_000), expected: '2 d ago' },
  ])('$name', ({ shown, expected }) => {
    expect(shown).toBe(expected)
  })
})

describe('barTimeFormat', () => {
  const bars = (...hours: number[]) => Float64Array.from(hours, (hour) => NOON + hour * 3_600_000)
  it.each([
    { name: 'daily bars', time: bars(0, 24, 96), expected: '2020-12-31' },
    { name: 'hourly bars with a night between', time: bars(0, 20, 21), expected: '2020-12-31 12:05' },
    { name: 'a single bar', time: bars(0), expected: '2020-12-31' },
  ])('$name: $expected', ({ time, expected }) => {
    expect(barTimeFormat(time)(NOON)).toBe(expected)
  })
})
