import { describe, expect, it } from 'vitest'
import type { Bars } from '#shared/domain/dataset.ts'
import { makeBars, makeFlatBars } from '../../../tests/builders/makeBars.ts'
import { inspectQuality } from './inspectQuality.ts'

function barsOn(...days: string[]): Bars {
  return {
    ...makeFlatBars(days.map(() => 10)),
    time: Float64Array.from(days, (day) => Date.parse(day.length === 10 ? `${day}T00:00Z` : `${day}Z`)),
  }
}

describe('gaps against the inferred calendar', () => {
  it.each([
    // Monday 6 to Friday 17 January 2020: ten weekdays.
    { name: 'all weekdays there', days: ['06', '07', '08', '09', '10', '13', '14', '15', '16', '17'], gap: 0 },
    { name: 'two of ten weekdays missing', days: ['06', '07', '08', '10', '13', '14', '15', '17'], gap: 0.2 },
    { name: 'weekends count when some are traded', days: ['06', '07', '08', '09', '10', '11', '13', '14', '15'], gap: 0.1 },
  ])('$name', ({ days, gap }) => {
    expect(inspectQuality(barsOn(...days.map((day) => `2020-01-${day}`))).gapFraction).toBeCloseTo(gap, 12)
  })

  it.each([
    { name: 'a single bar', bars: barsOn('2020-01-06') },
    { name: 'no bars', bars: barsOn() },
    { name: 'irregular bars', bars: barsOn('2020-01-06', '2020-01-09', '2020-01-20', '2020-01-23', '2020-02-03') },
  ])('$name have no calendar', ({ bars }) => {
    expect(inspectQuality(bars)).toMatchObject({ calendar: null, gapFraction: null, missingBars: null })
  })

  it.each([
    {
      calendar: 'intraday',
      bars: barsOn('2020-01-06T09:30', '2020-01-06T09:31', '2020-01-06T09:34', '2020-01-07T09:30', '2020-01-07T09:31'),
      missing: 2,
      expected: 7,
    },
    { calendar: 'weekly', bars: barsOn('2020-01-06', '2020-01-13', '2020-01-20', '2020-02-03'), missing: 1, expected: 5 },
    { calendar: 'monthly', bars: barsOn('2020-01-02', '2020-02-03', '2020-03-02', '2020-06-01'), missing: 2, expected: 6 },
  ])('$calendar bars', ({ calendar, bars, missing, expected }) => {
    const report = inspectQuality(bars)
    expect(report).toMatchObject({ calendar, missingBars: missing })
    expect(report.gapFraction).toBeCloseTo(missing / expected, 12)
    expect(report.gaps[0]).toMatchObject({ missing })
  })
})

describe('returns out of line', () => {
  const closes = (jump: number) => Array.from({ length: 40 }, (_, i) => 100 + Math.sin(i * 1.7) + (i >= 20 ? jump : 0))

  it('are counted and listed', () => {
    const bars = makeFlatBars(closes(50))
    const { outlierBars, outliers } = inspectQuality(bars)
    expect(outlierBars).toBe(1)
    expect(outliers).toEqual([{ symbol: '', timeMs: bars.time[20], change: bars.close[20]! / bars.close[19]! - 1 }])
    expect(inspectQuality(makeFlatBars(closes(0))).outlierBars).toBe(0)
  })

  it('are not known of prices that hardly move', () => {
    expect(inspectQuality(makeFlatBars([10, 10, 10, 10, 20])).outlierBars).toBeNull()
  })
})

it('counts what cannot be true of bars, by bar number', () => {
  const bars = makeBars([
    [10, 11, 9, 10],
    [10, 9, 8, 10],
    [10, 11, 9, -1],
    [10, 11, 9, 10],
    [10, 11, 9, 10],
  ])
  const times = [...bars.time]
  times[3] = times[2]!
  times[4] = times[0]!
  const report = inspectQuality({ ...bars, time: Float64Array.from(times), volume: Float64Array.from([0, 1, 1, 1, 0]) })
  expect(report).toMatchObject({
    rows: 5,
    ohlcViolations: 1,
    nonPositivePrices: 1,
    duplicateTimes: 1,
    disorderedTimes: 1,
    zeroVolumeBars: 2,
  })
  expect(report.issues.map(({ line, column }) => [line, column])).toEqual([
    [2, 'high'],
    [3, 'close'],
    [4, 'time'],
    [5, 'time'],
  ])
})
