import { describe, expect, it } from 'vitest'
import { makeSyntheticUniverse } from '../market/syntheticUniverse.ts'
import { slicePanel } from '../panel/panel.ts'
import { periodStarts } from './calendarPeriods.ts'
import { panelFamily } from './registry.ts'
import { resolveParameters } from './resolveParameters.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

interface Case {
  readonly name: string
  readonly first: string
  readonly steps: readonly number[]
  readonly bars: number
  readonly periodsPerYear: number
  readonly starts: readonly number[]
}

/** Steps are hours to the next bar. */
const WEEKDAYS = [24, 24, 24, 24, 72, 24, 24, 24, 24]

const cases: readonly Case[] = [
  { name: 'five daily bars are a week from Monday', first: '2020-01-06', steps: WEEKDAYS, bars: 5, periodsPerYear: 252, starts: [0, 5] },
  {
    name: 'one bar: every bar',
    first: '2020-01-06',
    steps: WEEKDAYS,
    bars: 1,
    periodsPerYear: 252,
    starts: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  },
  // Without the first Monday: Tuesday is not taken for a beginning, the next Monday is.
  { name: 'cut in the middle', first: '2020-01-07', steps: WEEKDAYS.slice(1), bars: 5, periodsPerYear: 252, starts: [4] },
  // Monday 13 January is a holiday: the period begins with Tuesday.
  { name: 'a holiday', first: '2020-01-09', steps: [24, 96, 24], bars: 5, periodsPerYear: 252, starts: [2] },
  // 13,042 weekdays from 1970-01-05 to Wednesday 2020-01-01; 13,044 and 13,047 are divisible by 3: Friday 3, Wednesday 8.
  { name: 'three weekdays', first: '2020-01-01', steps: [24, 24, 72, 24, 24, 24], bars: 3, periodsPerYear: 252, starts: [2, 5] },
  // 261 weekdays / (24 * 261 bars) is an hour of a weekday: every sixth hour counts.
  {
    name: 'six of 6,264 bars a year',
    first: '2020-01-06',
    steps: new Array(12).fill(1),
    bars: 6,
    periodsPerYear: 6264,
    starts: [0, 6, 12],
  },
]

describe('periods of the calendar', () => {
  it.each(cases)('$name', ({ first, steps, bars, periodsPerYear, starts }) => {
    const time = [Date.parse(first)]
    for (const hours of steps) time.push(time.at(-1)! + hours * HOUR_MS)
    const isStart = periodStarts(Float64Array.from(time), { bars, periodsPerYear })
    expect([...time.keys()].filter(isStart)).toEqual(starts)
  })

  it('twelve of 252 periods of 21 bars lie in a year of weekdays, give or take one', () => {
    const time = Float64Array.from({ length: 366 }, (_, day) => Date.UTC(2020, 0, 1) + day * DAY_MS)
    const isStart = periodStarts(time, { bars: 21, periodsPerYear: 252 })
    expect([...time.keys()].filter(isStart).length).toBe(12)
  })

  it.each([
    { type: 'carry', parameters: { rebalance: 7 } },
    { type: 'market_neutral', parameters: { lookback: 10, rebalance: 7 } },
  ] as const)('$type: data cut at any bar wish the same on the same bars', ({ type, parameters: given }) => {
    const panel = makeSyntheticUniverse({ seed: 5, pairs: 3, bars: 120 })
    const parameters = resolveParameters({ type, parameters: given })
    const wishes = (from: number) =>
      panelFamily(type).decide({ panel: slicePanel(panel, from, panel.time.length), parameters, periodsPerYear: 252 })
    const whole = wishes(0)
    expect(whole[0]!.filter((weight) => !Number.isNaN(weight)).length).toBeGreaterThan(10)
    for (let from = 1; from < 40; from++) {
      const settled = panelFamily(type).firstDecisionBar(parameters)
      const seen = wishes(from).map((column) => column.slice(settled))
      expect(seen).toEqual(whole.map((column) => column.slice(from + settled)))
    }
  })
})
