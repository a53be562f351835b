import { expect, it } from 'vitest'
import type { RunLedger } from '#shared/domain/ledger.ts'
import { costModelSchema, executionSchema } from '#shared/domain/runSpec.ts'
import { makeFlatBars } from '../../../tests/builders/makeBars.ts'
import { simulate } from './simulate.ts'

function trade(prices: readonly number[], exposure: readonly number[], execution: object = {}): RunLedger {
  return simulate({
    bars: makeFlatBars(prices),
    window: { firstBar: 0, lastBar: prices.length - 1 },
    decisions: { exposure: Float64Array.from(exposure) },
    spec: {
      initial_cash: 1000,
      cost_model: costModelSchema.parse({ type: 'fixed_per_share', cost_per_share: 0, minimum_commission: 2 }),
      execution: executionSchema.parse(execution),
      periods_per_year: 252,
    },
  })
}

const fractional = { fractional: true, max_leverage: null }

it('holds nothing before the first target exists', () => {
  expect(trade([10, 10, 10], [Number.NaN, Number.NaN, 1]).fills.bar).toHaveLength(0)
})

it('crosses zero in one fill, with one commission, split into a closed trade and a new position', () => {
  // Long 100 at 10 (cash -2); equity at 12 is 1198, target -0.5 -> -49.9167 units in one sale of 149.9167.
  const { fills, trades, openTrades } = trade([10, 10, 12, 12], [1, Number.NaN, -0.5, Number.NaN], fractional)
  const crossing = fills.bar.indexOf(3)
  const sold = 100 + (0.5 * 1198) / 12
  expect(fills.units[crossing]).toBeCloseTo(-sold, 9)
  expect(Array.from(fills.commission)).toEqual([2, 2])
  expect([trades.entryBar[0], trades.exitBar[0], trades.units[0], trades.entryPrice[0], trades.exitPrice[0]]).toEqual([1, 3, 100, 10, 12])
  expect(trades.pnl[0]).toBeCloseTo(200 - 2 - (2 * 100) / sold, 9)
  expect(openTrades).toBe(1)
})

it('ignores a change of a tenth of a unit and less', () => {
  // Equity 998 after the entry at 1000: the target falls from 1 unit to 0.998.
  expect(trade([1000, 1000, 1000], [1, 1, 1], fractional).fills.bar).toHaveLength(1)
})

it.each([
  { name: 'caps a target at the leverage limit', execution: { fractional: true, max_leverage: 2 }, units: 200 },
  { name: 'has no limit when it is null', execution: fractional, units: 5000 },
])('$name', ({ execution, units }) => {
  expect(trade([10, 10], [50, 50], execution).fills.units[0]).toBe(units)
})

it('rounds whole units towards zero, short as well as long', () => {
  const long = trade([30, 30], [1, 1]).fills.units[0]
  const short = trade([30, 30], [-1, -1]).fills.units[0]
  expect([long, short]).toEqual([33, -33])
})

it('with close fills sizes from the equity of the bar before', () => {
  // Bar 1 closes at 20: equity becomes 1998 only after its fill, so the target is counted from the 998 recorded at bar 0.
  const { fills } = trade([10, 20], [1, 0.5], { ...fractional, fill: 'close' })
  expect(fills.units[1]).toBeCloseTo((0.5 * 998) / 20 - 100, 9)
})
