import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { congruentialSeries } from '../../../tests/builders/congruentialSeries.ts'
import { bootstrapBars, bootstrapTrades, drawdownAtLevel, drawdownProbability, reshuffleTrades } from './monteCarlo.ts'
import { tradeReturnsOnEquity } from './tradeReturns.ts'

const trades = Float64Array.of(0.1, -0.2, 0.05, -0.1)

describe('reshuffled trades', () => {
  it('end where they ended, never below nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1.5, max: 2, noNaN: true }), { minLength: 2, maxLength: 30 }), (values) => {
        const { finalGrowth, actual, maxDrawdown } = reshuffleTrades(Float64Array.from(values), { paths: 20, seed: 1 })
        const isSame = (growth: number) => Math.abs(growth - actual.finalGrowth) <= 1e-12 * Math.max(1, actual.finalGrowth)
        return finalGrowth.every((growth) => isSame(growth) && growth >= 0) && maxDrawdown.every((depth) => depth >= -1 && depth <= 0)
      }),
    )
  })

  it('have the drawdowns of every possible order, equally often', () => {
    const exact = permutations(Array.from(trades)).map(drawdownOf)
    const { maxDrawdown } = reshuffleTrades(trades, { paths: 24_000, seed: 4 })
    for (const depth of new Set(exact.map((value) => value.toFixed(12)))) {
      const expected = exact.filter((value) => value.toFixed(12) === depth).length / exact.length
      const share = maxDrawdown.filter((value) => value.toFixed(12) === depth).length / maxDrawdown.length
      expect(Math.abs(share - expected)).toBeLessThan(0.015)
    }
  })

  it('say paths, seed, quantile type and convention, and repeat exactly', () => {
    const result = reshuffleTrades(trades, { paths: 1000, seed: 4 })
    expect(result).toMatchObject({
      convention: 'monte-carlo.trade-reshuffle',
      paths: 1000,
      seed: 4,
      quantileType: 7,
      meanBlockLength: null,
      steps: 4,
    })
    expect(result.actual.finalGrowth).toBeCloseTo(1.1 * 0.8 * 1.05 * 0.9, 14)
    expect(result.actual.maxDrawdown).toBeCloseTo(0.8 * 1.05 * 0.9 - 1, 14)
    expect(reshuffleTrades(trades, { paths: 1000, seed: 4 })).toEqual(result)
  })
})

describe('bootstrapped trades', () => {
  it('have the expected growth of independent draws', () => {
    const { finalGrowthQuantiles, finalGrowth } = bootstrapTrades(trades, { paths: 40_000, seed: 2 })
    const meanGrowth = (1 + (0.1 - 0.2 + 0.05 - 0.1) / 4) ** 4
    expect(Math.abs(finalGrowthQuantiles.mean - meanGrowth)).toBeLessThan(0.005)
    expect(new Set(finalGrowth).size).toBeGreaterThan(30)
  })

  it('lose everything once and stay there', () => {
    const { finalGrowth, maxDrawdown } = bootstrapTrades(Float64Array.of(-1.2, 0.5), { paths: 500, seed: 2 })
    const ruined = finalGrowth.filter((growth) => growth === 0).length
    expect(Math.abs(ruined / 500 - 0.75)).toBeLessThan(0.06)
    expect(maxDrawdown.filter((depth) => depth === -1)).toHaveLength(ruined)
  })
})

describe('block-bootstrapped bars', () => {
  const returns = congruentialSeries(500, 8).map((value) => value * 0.04 + 0.0005)

  it('answers how likely a drawdown is', () => {
    const result = bootstrapBars(returns, { paths: 1000, seed: 1, meanBlockLength: 10 })
    expect(result.steps).toBe(500)
    expect(drawdownProbability(result, 0)).toBe(1)
    expect(drawdownProbability(result, 1)).toBe(0)
    const depth = drawdownAtLevel(result, 0.95)
    expect(drawdownProbability(result, depth)).toBeCloseTo(0.05, 2)
    expect(depth).toBeCloseTo(-result.maxDrawdownQuantiles.p05, 14)
  })

  it('one block as long as history is history, begun elsewhere', () => {
    const { finalGrowth, actual } = bootstrapBars(returns, { paths: 5, seed: 1, meanBlockLength: 1e9 })
    for (const growth of finalGrowth) expect(growth).toBeCloseTo(actual.finalGrowth, 10)
  })

  it.each([
    { name: 'one return', values: Float64Array.of(0.1), meanBlockLength: 1 },
    { name: 'a block shorter than a bar', values: returns, meanBlockLength: 0.5 },
  ])('refuses $name', ({ values, meanBlockLength }) => {
    expect(() => bootstrapBars(values, { paths: 10, seed: 1, meanBlockLength })).toThrow(/at least two values|jump/)
  })
})

it('measures trades by the equity before them', () => {
  expect(Array.from(tradeReturnsOnEquity(Float64Array.of(10, -11, 99), 100))).toEqual([0.1, -0.1, 1])
  expect(Array.from(tradeReturnsOnEquity(Float64Array.of(-100, 5), 100))).toEqual([-1, -1])
})

function permutations(values: number[]): number[][] {
  if (values.length <= 1) return [values]
  return values.flatMap((value, i) => permutations(values.toSpliced(i, 1)).map((rest) => [value, ...rest]))
}

function drawdownOf(order: number[]): number {
  let [equity, peak, deepest] = [1, 1, 0]
  for (const value of order) {
    equity *= 1 + value
    peak = Math.max(peak, equity)
    deepest = Math.min(deepest, equity / peak - 1)
  }
  return deepest
}
