import { describe, expect, it } from 'vitest'
import type { RunLedger } from '#shared/domain/ledger.ts'
import { METRIC_NAMES, metricsSchema } from '#shared/domain/metric.ts'
import { computeMetrics } from './computeMetrics.ts'

const column = (...values: number[]) => Float64Array.from(values)

/** Buys 10 at 100 on bar 1, sells at 110 on bar 3, pays 1 a fill; holds cash otherwise. */
const LEDGER: RunLedger = {
  fills: {
    bar: column(1, 3),
    decisionBar: column(0, 2),
    time: column(1, 3),
    units: column(10, -10),
    price: column(100, 110),
    commission: column(1, 1),
    reason: column(0, 0),
  },
  trades: {
    entryBar: column(1),
    exitBar: column(3),
    entryTime: column(1),
    exitTime: column(3),
    units: column(10),
    entryPrice: column(100),
    exitPrice: column(110),
    pnl: column(98),
    commission: column(2),
    exitReason: column(0),
  },
  positions: {
    time: column(0, 1, 2, 3),
    close: column(100, 101, 99, 110),
    cash: column(2000, 999, 999, 2098),
    units: column(0, 10, 10, 0),
    equity: column(2000, 2009, 1989, 2098),
  },
  ambiguousBars: 0,
  droppedOrders: 3,
  openTrades: 0,
  ruined: false,
}

const measure = (ledger: RunLedger, initialCash = 2000) =>
  computeMetrics({ ledger, initialCash, periodsPerYear: 4, riskFree: 0, benchmark: null })

describe('a run of four bars', () => {
  const { values, reasons } = measure(LEDGER)
  it.each([
    ['initial_equity', 2000],
    ['final_equity', 2098],
    ['total_return', 0.049],
    ['total_trades', 1],
    ['open_trades', 0],
    ['total_commission', 2],
    ['exposure', 0.5],
    ['dropped_orders', 3],
    ['max_drawdown', 1989 / 2009 - 1],
    ['max_drawdown_bars', 2],
    ['cagr', 1.049 ** (4 / 3) - 1],
    ['turnover', ((2100 / 2 / ((2000 + 2009 + 1989 + 2098) / 4)) * 4) / 3],
    ['win_rate', 1],
    ['expectancy', 98],
  ] as const)('%s is %d', (name, value) => expect(values[name]).toBeCloseTo(value, 12))

  it('gives every metric a finite value or a reason', () => {
    for (const name of METRIC_NAMES) {
      if (values[name] === null) expect(reasons[name]).toMatch(/\w+/)
      else expect(Number.isFinite(values[name])).toBe(true)
    }
    expect(reasons.profit_factor).toBe('no trade lost money')
    expect(metricsSchema.safeParse(measure(LEDGER)).success).toBe(true)
  })
})

const withEquity = (...equity: number[]): RunLedger => ({
  ...LEDGER,
  ruined: equity.includes(0),
  positions: { ...LEDGER.positions, equity: Float64Array.from(equity) },
})

it('counts costs paid on the first bar: returns start from the initial cash', () => {
  const { values } = measure(withEquity(1990, 1995, 2005, 2010))
  expect(values.total_return).toBeCloseTo(0.005, 15)
  expect(values.max_drawdown).toBeCloseTo(-0.0025, 15)
})

it('measures a ruined run up to its ruin', () => {
  const { values, ruined } = measure(withEquity(2000, 1000, 0, 0))
  expect(ruined).toBe(true)
  expect(values).toMatchObject({ total_return: -1, cagr: -1, max_drawdown: -1, final_equity: 0, calmar_ratio: -1 })
  expect(values.sharpe_ratio).toBeCloseTo((-0.75 / Math.sqrt(0.125)) * 2, 12)
})

it('measures a run of one bar without inventing returns', () => {
  const { values, reasons } = measure(withEquity(1999))
  expect(values.total_return).toBeCloseTo(-0.0005, 15)
  expect(values.sharpe_ratio).toBeNull()
  expect(reasons.cagr).toBe('there are no returns')
})
