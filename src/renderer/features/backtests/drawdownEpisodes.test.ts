import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawdownOf } from '../../charts/equitySeries.ts'
import { drawdownEpisodes, shareUnderWater } from './drawdownEpisodes.ts'

const money = (...values: number[]) => Float64Array.from(values)
const missing = Number.NaN

describe('drawdownEpisodes', () => {
  it('lists falls with start, trough, recovery, depth and length, the deepest first', () => {
    const equity = money(100, 110, 108, 110, 99, 88, 120, 119, 130)
    expect(drawdownEpisodes(equity, 100)).toEqual([
      { peakBar: 3, troughBar: 5, recoveryBar: 6, depth: 88 / 110 - 1, bars: 3 },
      { peakBar: 1, troughBar: 2, recoveryBar: 3, depth: 108 / 110 - 1, bars: 2 },
      { peakBar: 6, troughBar: 7, recoveryBar: 8, depth: 119 / 120 - 1, bars: 2 },
    ])
  })

  it.each([
    {
      name: 'is under water at the end',
      equity: money(100, 120, 60, 90),
      initial: 100,
      expected: { peakBar: 1, troughBar: 2, recoveryBar: null, bars: 2 },
    },
    {
      name: 'falls below the initial money on the first bar',
      equity: money(90, 95, 100),
      initial: 100,
      expected: { peakBar: 0, troughBar: 1, recoveryBar: 2, bars: 2 },
    },
    {
      name: 'starts from the first equity when nobody recorded the initial money',
      equity: money(90, 45),
      initial: null,
      expected: { peakBar: 0, troughBar: 1, recoveryBar: null, depth: -0.5 },
    },
    {
      name: 'is ruined',
      equity: money(100, 0, 0),
      initial: 100,
      expected: { peakBar: 0, troughBar: 1, recoveryBar: null, depth: -1, bars: 2 },
    },
    {
      name: 'lacks a bar',
      equity: money(100, missing, 50, 100),
      initial: 100,
      expected: { peakBar: 0, troughBar: 2, recoveryBar: 3, depth: -0.5 },
    },
  ])('$name', ({ equity, initial, expected }) => {
    expect(drawdownEpisodes(equity, initial)).toMatchObject([expected])
  })

  it('a curve that never falls has none', () => {
    expect(drawdownEpisodes(money(100, 100, 101), 100)).toEqual([])
    expect(drawdownEpisodes(money(), 100)).toEqual([])
  })

  it('the deepest one is the deepest point of the drawdown curve', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 60 }), (values) => {
        const equity = money(...values)
        expect(drawdownEpisodes(equity, null)[0]?.depth ?? 0).toBe(Math.min(0, ...drawdownOf(equity)))
      }),
    )
  })
})

describe('shareUnderWater', () => {
  it('counts the bars below an earlier peak', () => {
    const equity = money(100, 90, 100, 95)
    expect(shareUnderWater(drawdownEpisodes(equity, 100), equity.length)).toBe(0.5)
  })
  it('is not known without bars', () => {
    expect(shareUnderWater([], 0)).toBeNull()
  })
})
