import { describe, expect, it } from 'vitest'
import { CASH, fillsOf, flat, tradeCodes } from '../../../tests/builders/tradeCodes.ts'
import { EXIT_LONG, EXIT_SHORT, FLAT, HOLD, LONG, SHORT } from '../strategies/signalCode.ts'

describe('costs and sizes, worked by hand (cash 1001, buy at 10, sell at 12)', () => {
  const rows = [flat(10), flat(10), flat(12), flat(12)]
  const codes = [LONG, FLAT, HOLD, HOLD]
  it.each([
    { name: 'no costs', cost: { type: 'zero' }, execution: {}, units: 100, paid: [0, 0], profit: 200 },
    // 1001 / 10.1 = 99.1 -> 99; 1% of 990 and of 1188
    { name: 'percentage', cost: { type: 'percentage', percentage: 0.01 }, execution: {}, units: 99, paid: [9.9, 11.88], profit: 176.22 },
    // 1% of 990 = 9.90 is under the minimum of 20: (1001 - 20) / 10 = 98.1 -> 98
    {
      name: 'percentage with a minimum per fill',
      cost: { type: 'percentage', percentage: 0.01, minimum_commission: 20 },
      execution: {},
      units: 98,
      paid: [20, 20],
      profit: 156,
    },
    // 1001 / 10.5 = 95.3 -> 95; 0.5 a unit
    {
      name: 'per share',
      cost: { type: 'fixed_per_share', cost_per_share: 0.5 },
      execution: {},
      units: 95,
      paid: [47.5, 47.5],
      profit: 95,
    },
    {
      name: 'per share with a minimum',
      cost: { type: 'fixed_per_share', cost_per_share: 0.01, minimum_commission: 5 },
      execution: {},
      units: 99,
      paid: [5, 5],
      profit: 188,
    },
    {
      name: 'half the equity',
      cost: { type: 'zero' },
      execution: { sizing: { type: 'fraction', of_equity: 0.5 } },
      units: 50,
      paid: [0, 0],
      profit: 100,
    },
    {
      name: 'fixed units',
      cost: { type: 'zero' },
      execution: { sizing: { type: 'fixed_units', units: 7 } },
      units: 7,
      paid: [0, 0],
      profit: 14,
    },
    {
      name: 'fixed units beyond the leverage limit are cut to it',
      cost: { type: 'zero' },
      execution: { sizing: { type: 'fixed_units', units: 500 } },
      units: 100,
      paid: [0, 0],
      profit: 200,
    },
    {
      name: 'twice the equity when leverage allows',
      cost: { type: 'zero' },
      execution: { sizing: { type: 'fraction', of_equity: 2 }, max_leverage: 2 },
      units: 200,
      paid: [0, 0],
      profit: 400,
    },
  ])('$name', ({ cost, execution, units, paid, profit }) => {
    const ledger = tradeCodes({ rows, codes, cost, execution })
    expect(fillsOf(ledger)).toEqual([
      [1, units, 10, paid[0], 'signal'],
      [2, -units, 12, paid[1], 'signal'],
    ])
    expect(ledger.positions.equity.at(-1)).toBeCloseTo(CASH + profit, 9)
    expect(ledger.trades.pnl[0]).toBeCloseTo(profit, 9)
  })

  it('slippage and half the spread go against the trader on both sides', () => {
    const ledger = tradeCodes({ rows, codes, execution: { slippage_bps: 50, spread_bps: 100, fractional: true } })
    expect(Array.from(ledger.fills.price)).toEqual([10 * 1.01, 12 * 0.99])
  })

  it('an order that buys no whole unit is dropped and counted', () => {
    const ledger = tradeCodes({ rows, codes, cash: 9 })
    expect(ledger.fills.bar).toHaveLength(0)
    expect(ledger.droppedOrders).toBe(1)
    expect(Array.from(ledger.positions.equity)).toEqual([9, 9, 9, 9])
  })
})

describe('order of events', () => {
  it('fills the decision of bar i at the open of bar i + 1', () => {
    const ledger = tradeCodes({ rows: [flat(10), [20, 25, 15, 25], flat(25)], codes: [LONG, HOLD, HOLD], cash: 1010 })
    expect([ledger.fills.decisionBar[0], ledger.fills.bar[0], ledger.fills.price[0]]).toEqual([0, 1, 20])
    expect(Array.from(ledger.positions.equity)).toEqual([1010, 1260, 1260])
  })

  it('with close fills, fills at the close of the deciding bar', () => {
    const ledger = tradeCodes({ rows: [flat(10), [20, 25, 15, 25], flat(30)], codes: [HOLD, LONG, HOLD], execution: { fill: 'close' } })
    expect([ledger.fills.decisionBar[0], ledger.fills.bar[0], ledger.fills.price[0]]).toEqual([1, 1, 25])
    expect(Array.from(ledger.positions.equity)).toEqual([1001, 1001, 1201])
  })

  it('marks a position left open to the last close and calls it no trade', () => {
    const ledger = tradeCodes({ rows: [flat(10), flat(10), flat(11)], codes: [LONG, HOLD, LONG] })
    expect([ledger.openTrades, ledger.trades.pnl.length, ledger.positions.equity[2]]).toEqual([1, 0, 1101])
  })

  it('reverses by closing first and sizing the new position from the cash that results', () => {
    // Long 99 from 10; at 12 the exit leaves 1177.22, and 1177.22 / 12.12 = 97.1 -> 97 short. At 6 the short costs 582 + 5.82.
    const ledger = tradeCodes({
      rows: [flat(10), flat(10), flat(12), flat(6), flat(6)],
      codes: [LONG, SHORT, FLAT, HOLD, HOLD],
      cost: { type: 'percentage', percentage: 0.01 },
    })
    expect(fillsOf(ledger)).toEqual([
      [1, 99, 10, 9.9, 'signal'],
      [2, -99, 12, 11.88, 'signal'],
      [2, -97, 12, 11.64, 'signal'],
      [3, 97, 6, 5.82, 'signal'],
    ])
    expect(Array.from(ledger.trades.units)).toEqual([99, -97])
    expect(ledger.trades.pnl[1]).toBeCloseTo(97 * 6 - 11.64 - 5.82, 9)
    expect(ledger.positions.equity.at(-1)).toBeCloseTo(1177.22 + 97 * 6 - 11.64 - 5.82, 9)
  })

  it.each([
    { name: 'EXIT_LONG leaves a short alone', entry: SHORT, exit: EXIT_LONG, closes: false },
    { name: 'EXIT_SHORT leaves a long alone', entry: LONG, exit: EXIT_SHORT, closes: false },
    { name: 'EXIT_LONG closes a long', entry: LONG, exit: EXIT_LONG, closes: true },
    { name: 'EXIT_SHORT closes a short', entry: SHORT, exit: EXIT_SHORT, closes: true },
    { name: 'FLAT closes a short', entry: SHORT, exit: FLAT, closes: true },
    { name: 'LONG again does not add to a long', entry: LONG, exit: LONG, closes: false },
  ])('$name', ({ entry, exit, closes }) => {
    const ledger = tradeCodes({ rows: [flat(10), flat(10), flat(10)], codes: [entry, exit, HOLD] })
    expect(ledger.fills.bar).toHaveLength(closes ? 2 : 1)
    expect(ledger.openTrades).toBe(closes ? 0 : 1)
  })
})

describe('ruin', () => {
  it('closes everything at that close, stops the run and keeps equity at 0', () => {
    // Short 100 from 10; at a close of 21 equity is 2001 - 2100 = -99.
    const ledger = tradeCodes({
      rows: [flat(10), flat(10), [10, 21, 10, 21], flat(5), flat(5)],
      codes: [SHORT, HOLD, LONG, LONG, LONG],
    })
    expect(ledger.ruined).toBe(true)
    expect(fillsOf(ledger)).toEqual([
      [1, -100, 10, 0, 'signal'],
      [2, 100, 21, 0, 'ruin'],
    ])
    expect(Array.from(ledger.positions.equity)).toEqual([1001, 1001, 0, 0, 0])
    expect(Array.from(ledger.positions.units)).toEqual([0, -100, 0, 0, 0])
    expect([ledger.trades.pnl[0], ledger.openTrades]).toEqual([-1100, 0])
  })

  it('a stop that gaps beyond the whole capital ruins too', () => {
    const ledger = tradeCodes({
      rows: [flat(10), flat(10), flat(30), flat(5)],
      codes: [SHORT, HOLD, HOLD, HOLD],
      execution: { stop_loss: 0.05 },
    })
    expect(ledger.ruined).toBe(true)
    expect(Array.from(ledger.positions.equity)).toEqual([1001, 1001, 0, 0])
    expect(fillsOf(ledger).at(-1)).toEqual([2, 100, 30, 0, 'stop'])
  })
})
