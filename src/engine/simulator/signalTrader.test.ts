import { describe, expect, it } from 'vitest'
import { FILL_REASONS, type RunLedger } from '#shared/domain/ledger.ts'
import { type CostModel, costModelSchema, executionSchema } from '#shared/domain/runSpec.ts'
import { type BarRow, makeBars } from '../../../tests/builders/makeBars.ts'
import { EXIT_LONG, EXIT_SHORT, FLAT, HOLD, LONG, SHORT } from '../strategies/signalCode.ts'
import { SignalTrader } from './signalTrader.ts'
import { simulate } from './simulate.ts'

interface Scenario {
  readonly rows: readonly BarRow[]
  readonly codes: readonly number[]
  readonly cash?: number
  readonly execution?: object
  readonly cost?: object
}

/** A little over 1000: whole units need an ulp more than their exact price. */
const CASH = 1001

function trade({ rows, codes, cash = CASH, execution = {}, cost = { type: 'zero' } }: Scenario): RunLedger {
  const costModel: CostModel = costModelSchema.parse(cost)
  return simulate(
    {
      bars: makeBars(rows),
      window: { firstBar: 0, lastBar: rows.length - 1 },
      initialCash: cash,
      costModel,
      execution: executionSchema.parse(execution),
    },
    (desk) => new SignalTrader(desk, Int8Array.from(codes)),
  )
}

/** [bar, units, price, commission, reason] of every fill, commission to the cent. */
function fillsOf({ fills }: RunLedger): [number, number, number, number, string][] {
  return Array.from(fills.bar, (bar, i) => [
    bar,
    fills.units[i]!,
    Number(fills.price[i]!.toFixed(6)),
    Number(fills.commission[i]!.toFixed(2)),
    FILL_REASONS[fills.reason[i]!]!,
  ])
}

const flat = (price: number): BarRow => [price, price, price, price]

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
    const ledger = trade({ rows, codes, cost, execution })
    expect(fillsOf(ledger)).toEqual([
      [1, units, 10, paid[0], 'signal'],
      [2, -units, 12, paid[1], 'signal'],
    ])
    expect(ledger.positions.equity.at(-1)).toBeCloseTo(CASH + profit, 9)
    expect(ledger.trades.pnl[0]).toBeCloseTo(profit, 9)
  })

  it('slippage and half the spread go against the trader on both sides', () => {
    const ledger = trade({ rows, codes, execution: { slippage_bps: 50, spread_bps: 100, fractional: true } })
    expect(Array.from(ledger.fills.price)).toEqual([10 * 1.01, 12 * 0.99])
  })

  it('an order that buys no whole unit is dropped and counted', () => {
    const ledger = trade({ rows, codes, cash: 9 })
    expect(ledger.fills.bar).toHaveLength(0)
    expect(ledger.droppedOrders).toBe(1)
    expect(Array.from(ledger.positions.equity)).toEqual([9, 9, 9, 9])
  })
})

describe('order of events', () => {
  it('fills the decision of bar i at the open of bar i + 1', () => {
    const ledger = trade({ rows: [flat(10), [20, 25, 15, 25], flat(25)], codes: [LONG, HOLD, HOLD], cash: 1010 })
    expect([ledger.fills.decisionBar[0], ledger.fills.bar[0], ledger.fills.price[0]]).toEqual([0, 1, 20])
    expect(Array.from(ledger.positions.equity)).toEqual([1010, 1260, 1260])
  })

  it('with close fills, fills at the close of the deciding bar', () => {
    const ledger = trade({ rows: [flat(10), [20, 25, 15, 25], flat(30)], codes: [HOLD, LONG, HOLD], execution: { fill: 'close' } })
    expect([ledger.fills.decisionBar[0], ledger.fills.bar[0], ledger.fills.price[0]]).toEqual([1, 1, 25])
    expect(Array.from(ledger.positions.equity)).toEqual([1001, 1001, 1201])
  })

  it('marks a position left open to the last close and calls it no trade', () => {
    const ledger = trade({ rows: [flat(10), flat(10), flat(11)], codes: [LONG, HOLD, LONG] })
    expect([ledger.openTrades, ledger.trades.pnl.length, ledger.positions.equity[2]]).toEqual([1, 0, 1101])
  })

  it('reverses by closing first and sizing the new position from the cash that results', () => {
    // Long 99 from 10; at 12 the exit leaves 1177.22, and 1177.22 / 12.12 = 97.1 -> 97 short. At 6 the short costs 582 + 5.82.
    const ledger = trade({
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
    const ledger = trade({ rows: [flat(10), flat(10), flat(10)], codes: [entry, exit, HOLD] })
    expect(ledger.fills.bar).toHaveLength(closes ? 2 : 1)
    expect(ledger.openTrades).toBe(closes ? 0 : 1)
  })
})

describe('brackets (stop 5 %, target 10 % of the signal close of 10; entry at the open of bar 1)', () => {
  const bracket = { stop_loss: 0.05, take_profit: 0.1 }
  const signal = flat(10)
  it.each<{ name: string; side: number; rows: BarRow[]; exit: [number, number, string]; ambiguous: number; execution?: object }>([
    { name: 'a long is stopped at its stop', side: LONG, rows: [flat(10), [10, 10, 9.4, 9.6]], exit: [2, 9.5, 'stop'], ambiguous: 0 },
    {
      name: 'a gap through the stop fills at the open',
      side: LONG,
      rows: [flat(10), [9, 9.2, 8, 8.5]],
      exit: [2, 9, 'stop'],
      ambiguous: 0,
    },
    { name: 'a long reaches its target', side: LONG, rows: [flat(10), [10, 11.5, 10, 11.2]], exit: [2, 11, 'target'], ambiguous: 0 },
    {
      name: 'a gap beyond the target fills at the open',
      side: LONG,
      rows: [flat(10), [12, 12.5, 11.9, 12]],
      exit: [2, 12, 'target'],
      ambiguous: 0,
    },
    {
      name: 'both touched: the stop wins, counted',
      side: LONG,
      rows: [flat(10), [10, 11.5, 9.4, 10]],
      exit: [2, 9.5, 'stop'],
      ambiguous: 1,
    },
    { name: 'it lives from the entry bar itself', side: LONG, rows: [[10, 10.2, 9.4, 10]], exit: [1, 9.5, 'stop'], ambiguous: 0 },
    { name: 'a short is stopped above', side: SHORT, rows: [flat(10), [10, 10.6, 10, 10.4]], exit: [2, 10.5, 'stop'], ambiguous: 0 },
    { name: 'a gap through a short stop', side: SHORT, rows: [flat(10), [11, 11.2, 10.9, 11]], exit: [2, 11, 'stop'], ambiguous: 0 },
    { name: 'a short reaches its target below', side: SHORT, rows: [flat(10), [10, 10, 8.9, 9.2]], exit: [2, 9, 'target'], ambiguous: 0 },
    { name: 'a gap beyond a short target', side: SHORT, rows: [flat(10), [8, 8.4, 7.9, 8]], exit: [2, 8, 'target'], ambiguous: 0 },
    { name: 'a touch is a hit', side: LONG, rows: [flat(10), [10, 10, 9.5, 10]], exit: [2, 9.5, 'stop'], ambiguous: 0 },
    {
      name: 'measured from the fill price when asked',
      side: LONG,
      rows: [flat(12), [12, 12, 11.3, 12]],
      exit: [2, 11.4, 'stop'],
      ambiguous: 0,
      execution: { bracket_reference: 'fill' },
    },
    {
      name: 'a stop slips, a target does not',
      side: LONG,
      rows: [flat(10), [10, 10, 9.4, 9.6]],
      exit: [2, 9.405, 'stop'],
      ambiguous: 0,
      execution: { slippage_bps: 100 },
    },
    {
      name: 'a target does not slip',
      side: LONG,
      rows: [flat(10), [10, 11.5, 10, 11.2]],
      exit: [2, 11, 'target'],
      ambiguous: 0,
      execution: { slippage_bps: 100 },
    },
  ])('$name', ({ side, rows, exit, ambiguous, execution = {} }) => {
    const all = [signal, ...rows, flat(10)]
    const codes = [side, ...all.slice(1).map(() => HOLD)]
    const ledger = trade({ rows: all, codes, execution: { ...bracket, fractional: true, ...execution } })
    const [bar, , price, , reason] = fillsOf(ledger)[1]!
    expect([bar, price, reason]).toEqual(exit)
    expect(ledger.ambiguousBars).toBe(ambiguous)
    expect(ledger.openTrades).toBe(0)
  })

  it('a close order from a signal fills at the open, ahead of the bracket', () => {
    const ledger = trade({ rows: [signal, flat(10), [10, 11.5, 9, 10], flat(10)], codes: [LONG, FLAT, HOLD, HOLD], execution: bracket })
    expect(fillsOf(ledger)[1]).toEqual([2, -100, 10, 0, 'signal'])
  })

  it('with close fills the range of the entry bar is past and cannot stop the entry', () => {
    const rows: BarRow[] = [[10, 12, 8, 10], flat(10), flat(9)]
    const ledger = trade({ rows, codes: [LONG, HOLD, HOLD], execution: { ...bracket, fill: 'close' } })
    expect(fillsOf(ledger)).toEqual([
      [0, 100, 10, 0, 'signal'],
      [2, -100, 9, 0, 'stop'],
    ])
  })

  it('a new position gets its own bracket', () => {
    const rows: BarRow[] = [flat(10), flat(10), flat(20), [20, 20, 19.5, 20], [20, 20, 18, 20]]
    const ledger = trade({ rows, codes: [LONG, HOLD, LONG, HOLD, HOLD], execution: { stop_loss: 0.05, take_profit: 0.1 } })
    expect(fillsOf(ledger).map(([bar, , price, , reason]) => [bar, price, reason])).toEqual([
      [1, 10, 'signal'],
      [2, 20, 'target'],
      [3, 20, 'signal'],
      [4, 19, 'stop'],
    ])
  })
})

describe('ruin', () => {
  it('closes everything at that close, stops the run and keeps equity at 0', () => {
    // Short 100 from 10; at a close of 21 equity is 2001 - 2100 = -99.
    const ledger = trade({
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
    const ledger = trade({
      rows: [flat(10), flat(10), flat(30), flat(5)],
      codes: [SHORT, HOLD, HOLD, HOLD],
      execution: { stop_loss: 0.05 },
    })
    expect(ledger.ruined).toBe(true)
    expect(Array.from(ledger.positions.equity)).toEqual([1001, 1001, 0, 0])
    expect(fillsOf(ledger).at(-1)).toEqual([2, 100, 30, 0, 'stop'])
  })
})
