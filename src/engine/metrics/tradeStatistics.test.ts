import { expect, it } from 'vitest'
import { tradeStatistics } from './tradeStatistics.ts'

it('measures eight trades', () => {
  const { winRate, profitFactor, expectancy } = tradeStatistics(Float64Array.from([120, -50, 80, -40, -60, 200, -30, 90]))
  expect(winRate.value).toBe(0.5)
  expect(profitFactor.value).toBeCloseTo(490 / 180, 15)
  expect(profitFactor.value).toBeCloseTo(2.722222, 6)
  expect(expectancy.value).toBe(38.75)
})

it('counts a break-even trade as neither a win nor a loss', () => {
  const { winRate, profitFactor } = tradeStatistics(Float64Array.from([10, 0]))
  expect(winRate.value).toBe(0.5)
  expect(profitFactor).toEqual({ value: null, reason: 'no trade lost money' })
})

it('has nothing to say without trades', () => {
  const none = { value: null, reason: 'no trade was closed' }
  expect(tradeStatistics(new Float64Array())).toEqual({ winRate: none, profitFactor: none, expectancy: none })
})
