import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BAR_PERIODS } from '#shared/domain/dataset.ts'
import { makeBars, makeWalk } from '../../../tests/builders/makeBars.ts'
import { resampleBars } from './resampleBars.ts'
import { sliceBars } from './sliceBars.ts'

const dates = (time: Float64Array) => Array.from(time, (instant) => new Date(instant).toISOString().slice(0, 10))

describe('worked by hand', () => {
  // 2020-01-01 was a Wednesday: its week ends on Sunday the 5th, and bar 5 is a Monday.
  const bars = makeBars([
    [10, 12, 9, 11],
    [11, 15, 10, 14],
    [14, 14, 8, 9],
    [9, 10, 9, 10],
    [10, 11, 10, 11],
    [20, 21, 19, 20],
    [20, 30, 18, 25],
  ])

  it('weeks begin on Monday', () => {
    const { time, open, high, low, close, volume } = resampleBars(bars, 'week')
    expect(dates(time)).toEqual(['2020-01-01', '2020-01-06'])
    expect([open, high, low, close, volume].map((column) => Array.from(column))).toEqual([
      [10, 20],
      [15, 30],
      [8, 18],
      [11, 25],
      [5000, 2000],
    ])
  })

  it.each([
    { period: 'month', expected: ['2020-01-01', '2020-02-01', '2020-03-01', '2020-04-01'] },
    { period: 'quarter', expected: ['2020-01-01', '2020-04-01'] },
    { period: 'year', expected: ['2020-01-01'] },
  ] as const)('a $period begins on its first day', ({ period, expected }) => {
    expect(dates(resampleBars(makeWalk(Array.from({ length: 100 }, () => 0.01)), period).time)).toEqual(expected)
  })

  it('a volume that is not known makes the sum unknown', () => {
    const volume = bars.volume.map((value, i) => (i === 1 ? Number.NaN : value))
    expect(Array.from(resampleBars({ ...bars, volume }, 'week').volume)).toEqual([Number.NaN, 2000])
  })

  it('no bars give no bars', () => expect(resampleBars(makeBars([]), 'week').time).toHaveLength(0))
})

const walks = fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: 1, maxLength: 200 }).map(makeWalk)

it('keeps the first open, the last close, the extremes and all volume', () => {
  fc.assert(
    fc.property(walks, fc.constantFrom(...BAR_PERIODS), (bars, period) => {
      const coarse = resampleBars(bars, period)
      const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0)
      expect(coarse.open[0]).toBe(bars.open[0])
      expect(coarse.close.at(-1)).toBe(bars.close.at(-1))
      expect(Math.max(...coarse.high)).toBe(Math.max(...bars.high))
      expect(Math.min(...coarse.low)).toBe(Math.min(...bars.low))
      expect(total(coarse.volume)).toBe(total(bars.volume))
    }),
  )
})

it('a complete bar is made of its own period and never changes when more bars come', () => {
  fc.assert(
    fc.property(walks, fc.constantFrom(...BAR_PERIODS), fc.double({ min: 0, max: 1, noNaN: true }), (bars, period, share) => {
      const early = resampleBars(sliceBars(bars, 0, Math.ceil(bars.time.length * share)), period)
      const complete = Math.max(early.time.length - 1, 0)
      expect(resampleBars(bars, period).close.slice(0, complete)).toEqual(early.close.slice(0, complete))
    }),
  )
})
