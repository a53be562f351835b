import { expect, it } from 'vitest'
import { readTime } from './readTime.ts'

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
  '9999999999999999',
])('"%s" is no time', (text) => {
  expect(readTime(text)).toBeNaN()
})
