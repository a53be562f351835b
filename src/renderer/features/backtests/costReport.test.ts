import { expect, it } from 'vitest'
import { costReport } from './costReport.ts'

const column = (...values: number[]) => Float64Array.from(values)

it('adds up costs, in all and by year of exit', () => {
  const report = costReport({
    pnl: column(98, -52, 20),
    commission: column(2, 2, 4),
    units: column(10, -10, 20),
    entryPrice: column(100, 100, 50),
    exitPrice: column(110, 105, 51.2),
    exitTime: column(Date.UTC(2019, 11, 31, 23), Date.UTC(2020, 0, 1), Date.UTC(2020, 5, 1)),
  })
  expect(report).toEqual({
    netProfit: 66,
    cost: 8,
    grossProfit: 74,
    costPerTrade: 8 / 3,
    costOfTradedValue: 8 / (2100 + 2050 + 2024),
    costOfGrossProfit: 8 / 74,
    years: [
      { year: 2019, trades: 1, grossProfit: 100, cost: 2, netProfit: 98 },
      { year: 2020, trades: 2, grossProfit: -26, cost: 6, netProfit: -32 },
    ],
  })
})

it('has no share of a gross loss, and no averages without trades', () => {
  const lost = { units: column(1), entryPrice: column(10), exitPrice: column(5), exitTime: column(0) }
  expect(costReport({ ...lost, pnl: column(-6), commission: column(1) }).costOfGrossProfit).toBeNull()
  const none = { pnl: column(), commission: column(), units: column(), entryPrice: column(), exitPrice: column(), exitTime: column() }
  expect(costReport(none)).toMatchObject({ cost: 0, costPerTrade: null, costOfTradedValue: null, years: [] })
})
