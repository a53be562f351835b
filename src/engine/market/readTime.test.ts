import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeTimeReader, readTime } from './readTime.ts'

it.each([
  { text: '2020-02-29', instant: Date.UTC(2020, 1, 29) },
  { text: '1969-12-31', instant: -86_400_000 },
  { text: '2020-01-02T09:30', instant: Date.UTC(2020, 0, 2, 9, 30) },
  { text: '2020-01-02 09:30:15', instant: Date.UTC(2020, 0, 2, 9, 30, 15) },
  { text: '2020-01-02T09:30:15.250Z', instant: Date.UTC(2020, 0, 2, 9, 30, 15, 250) },
  { text: '2020-01-02T09:30:15.123456789Z', instant: Date.UTC(2020, 0, 2, 9, 30, 15, 123) },
  { text: '2020-01-02T09:30:00-05:00', instant: Date.UTC(2020, 0, 2, 14, 30) },
  { text: '2020-01-02T00:30:00+0200', instant: Date.UTC(2020, 0, 1, 22, 30) },
  { text: '0', instant: 0 },
  { text: '949536000', instant: 949_536_000_000 },
  { text: '949536000000', instant: 949_536_000_000 },
  { text: '-86400', instant: -86_400_000 },
  { text: '1577923200123456', instant: 1_577_923_200_123 },
  { text: '1577923200123456789', instant: 1_577_923_200_123 },
  { text: '20200102', instant: Date.UTC(2020, 0, 2) },
  { text: '2020/01/02', instant: Date.UTC(2020, 0, 2) },
])('$text', ({ text, instant }) => {
  expect(readTime(text)).toBe(instant)
})

it.each([
  '',
  'yesterday',
  '2020-02-30',
  '2021-02-29',
  '2020-13-01',
  '2020-00-10',
  '2020-01-00',
  '2020-1-2',
  '01/02/2020',
  '2020-01-02T24:00',
  '2020-01-02T09:60',
  '2020-01-02T09:30:00+5',
  '1.5',
])('"%s" is no time', (text) => {
  expect(readTime(text)).toBeNaN()
})

it.each([
  { format: 'day_first', text: '3/4/2020', instant: Date.UTC(2020, 3, 3) },
  { format: 'month_first', text: '3/4/2020', instant: Date.UTC(2020, 2, 4) },
  { format: 'day_first', text: '31.12.2020 16:00', instant: Date.UTC(2020, 11, 31, 16) },
  { format: 'month_first', text: '31/12/2020', instant: Number.NaN },
  { format: 'day_first', text: '3/4-2020', instant: Number.NaN },
  { format: 'epoch_s', text: '1577923200', instant: 1_577_923_200_000 },
  { format: 'epoch_us', text: '-1500', instant: -1 },
  { format: 'epoch_ns', text: '999', instant: 0 },
  { format: 'iso', text: '1577923200', instant: Number.NaN },
] as const)('$text as $format', ({ format, text, instant }) => {
  expect(makeTimeReader({ timeFormat: format, timezone: 'UTC' })(text)).toEqual(instant)
})

describe('times of a zone', () => {
  const read = makeTimeReader({ timeFormat: 'iso', timezone: 'America/New_York' })
  it.each([
    { name: 'winter', text: '2020-01-02 09:30', instant: Date.UTC(2020, 0, 2, 14, 30) },
    { name: 'summer', text: '2020-07-02T09:30', instant: Date.UTC(2020, 6, 2, 13, 30) },
    { name: 'an offset in the text wins', text: '2020-01-02T09:30Z', instant: Date.UTC(2020, 0, 2, 9, 30) },
    { name: 'a day is a day anywhere', text: '2020-01-02', instant: Date.UTC(2020, 0, 2) },
    { name: 'before clocks go forward', text: '2020-03-08 01:59', instant: Date.UTC(2020, 2, 8, 6, 59) },
    { name: 'an hour that does not exist', text: '2020-03-08 02:30', instant: Number.NaN },
    { name: 'after clocks went forward', text: '2020-03-08 03:00', instant: Date.UTC(2020, 2, 8, 7) },
    { name: 'an hour that stands twice', text: '2020-11-01 01:30', instant: Number.NaN },
    { name: 'after clocks went back', text: '2020-11-01 02:00', instant: Date.UTC(2020, 10, 1, 7) },
  ])('$name', ({ text, instant }) => expect(read(text)).toEqual(instant))

  it('give back every instant that its wall clock names once', () => {
    const zones = ['Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia']
    const cases = fc.tuple(fc.constantFrom(...zones), fc.integer({ min: Date.UTC(1990, 0, 1) / 1000, max: Date.UTC(2030, 0, 1) / 1000 }))
    fc.assert(
      fc.property(cases, ([zone, seconds]) => {
        const wall = new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(seconds * 1000)
        const answer = makeTimeReader({ timeFormat: 'iso', timezone: zone })(wall)
        if (!Number.isNaN(answer)) expect(answer).toBe(seconds * 1000)
      }),
    )
  })
})
