import fc from 'fast-check'
import { expect, it } from 'vitest'
import { drawdownEpisodes, longestDrawdownBars, maxDrawdown } from './drawdown.ts'

const path = (...values: number[]) => Float64Array.from(values)

it('finds two episodes of 4 and 2 bars', () => {
  const equity = path(100, 110, 105, 99, 104, 112, 108, 112, 120)
  expect(drawdownEpisodes(equity)).toEqual([
    { peak: 1, trough: 3, recovery: 5, depth: 99 / 110 - 1, bars: 4 },
    { peak: 5, trough: 6, recovery: 7, depth: 108 / 112 - 1, bars: 2 },
  ])
  expect(maxDrawdown(equity)).toBe(99 / 110 - 1)
  expect(longestDrawdownBars(equity)).toBe(4)
})

it.each([
  { name: 'never falls', equity: path(100, 100, 101), deepest: 0, longest: 0 },
  { name: 'falls below E_0 at once', equity: path(100, 90, 95), deepest: -0.1, longest: 2 },
  { name: 'is under water at the end', equity: path(100, 120, 60, 110), deepest: -0.5, longest: 2 },
  { name: 'is ruined', equity: path(100, 50, 0, 0), deepest: -1, longest: 3 },
  { name: 'starts the fall at the last bar on the peak', equity: path(100, 100, 100, 99, 100), deepest: 99 / 100 - 1, longest: 2 },
  { name: 'is one bar', equity: path(100), deepest: 0, longest: 0 },
])('$name', ({ equity, deepest, longest }) => {
  expect(maxDrawdown(equity)).toBeCloseTo(deepest, 15)
  expect(longestDrawdownBars(equity)).toBe(longest)
})

it('the deepest episode is the maximum drawdown', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 40 }), (values) => {
      const equity = Float64Array.from(values)
      const depths = drawdownEpisodes(equity).map(({ depth }) => depth)
      return Math.min(0, ...depths) === maxDrawdown(equity)
    }),
  )
})
