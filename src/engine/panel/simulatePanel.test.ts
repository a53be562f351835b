import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Panel } from '#shared/domain/dataset.ts'
import { FILL_REASONS, type RunLedger } from '#shared/domain/ledger.ts'
import { type RunSpec, runSpecSchema } from '#shared/domain/runSpec.ts'
import { makePanel, makeWalkPanel, type PricesBySymbol } from '../../../tests/builders/makePanel.ts'
import { LedgerBuffers } from '../simulator/ledgerBuffers.ts'
import { simulatePanel } from './simulatePanel.ts'

const { NaN: none } = Number

interface Settings {
  readonly initial_cash?: number
  readonly cost_model?: object
  readonly execution?: object
  readonly periods_per_year?: number
}

function specOf({ execution, ...settings }: Settings): RunSpec {
  return runSpecSchema.parse({
    strategy: { type: 'carry' },
    initial_cash: 1000,
    ...settings,
    execution: { fractional: true, ...execution },
  })
}

function simulate(panel: Panel, weights: readonly (readonly number[])[], settings: Settings = {}): RunLedger {
  const length = panel.time.length
  const columns = weights.map((column) => Float64Array.from({ length }, (_, bar) => column[bar] ?? none))
  return simulatePanel({ panel, window: { firstBar: 0, lastBar: length - 1 }, weights: columns, spec: specOf(settings) })
}

const run = (prices: PricesBySymbol, weights: readonly (readonly number[])[], settings?: Settings) =>
  simulate(makePanel(prices), weights, settings)

const fillsOf = ({ fills, symbols }: RunLedger) =>
  Array.from(fills.bar, (bar, row) => [bar, symbols![fills.symbol![row]!], fills.units[row], fills.price[row], fills.commission[row]])

describe('worked by hand', () => {
  const prices = { A: [10, 10, 20, 20], B: [100, 100, 50, 50] }
  const longShort = [[0.5], [-0.5]]

  it('half of equity long A and short B, filled at the next open in the order of symbols', () => {
    const ledger = run(prices, longShort)
    expect(fillsOf(ledger)).toEqual([
      [1, 'A', 50, 10, 0],
      [1, 'B', -5, 100, 0],
    ])
    // 1000 - 500 + 500 = 1000 in cash; 50 A and -5 B are worth 0, then 1000 - 250 = 750.
    expect(Array.from(ledger.positions.cash)).toEqual([1000, 1000, 1000, 1000])
    expect(Array.from(ledger.positions.close)).toEqual([0, 0, 750, 750])
    expect(Array.from(ledger.positions.units)).toEqual([0, 1, 1, 1])
    expect(Array.from(ledger.positions.equity)).toEqual([1000, 1000, 1750, 1750])
    expect(ledger.openTrades).toBe(2)
  })

  it('closing writes one trade per symbol, at average cost, net of commission', () => {
    const ledger = run(
      prices,
      [
        [0.5, none, 0],
        [-0.5, none, 0],
      ],
      { cost_model: { type: 'percentage', percentage: 0.01 } },
    )
    // Commission is 1% of 500, 500, 1000 and 250.
    expect(fillsOf(ledger).map((fill) => fill[4])).toEqual([5, 5, 10, 2.5])
    const { trades } = ledger
    expect(Array.from(trades.symbol!)).toEqual([0, 1])
    expect(Array.from(trades.units)).toEqual([50, -5])
    expect(Array.from(trades.pnl)).toEqual([500 - 15, 250 - 7.5])
    expect(Array.from(trades.entryBar)).toEqual([1, 1])
    expect(Array.from(trades.exitBar)).toEqual([3, 3])
    expect(ledger.positions.equity.at(-1)).toBe(1000 + 485 + 242.5)
    expect(ledger.openTrades).toBe(0)
  })

  it('an order of a symbol without a bar waits for its next open; the book is marked at the last known close', () => {
    const ledger = run({ A: [10, null, 20, 30], B: [100, 100, 100, 100] }, longShort)
    expect(fillsOf(ledger)).toEqual([
      [1, 'B', -5, 100, 0],
      [2, 'A', 50, 20, 0],
    ])
    const gap = run({ A: [10, 10, null, 30], B: [100, 100, 100, 100] }, longShort)
    expect(Array.from(gap.positions.equity)).toEqual([1000, 1000, 1000, 2000])
  })

  it('a later decision replaces an order that still waits', () => {
    const ledger = run({ A: [10, null, 20, 30], B: [100, 100, 100, 100] }, [
      [0.5, 0],
      [-0.5, 0],
    ])
    expect(fillsOf(ledger).map((fill) => fill[1])).toEqual(['B', 'B'])
  })

  it('a symbol that starts later is not traded before, and one that has ended stays as it is', () => {
    const late = run({ A: [null, null, 20, 30], B: [100, 100, 100, 100] }, [[0.5, none, 0.5], [-0.5]])
    expect(fillsOf(late).map((fill) => [fill[0], fill[1]])).toEqual([
      [1, 'B'],
      [3, 'A'],
    ])
    const ended = run({ A: [10, 10, null, null], B: [100, 100, 50, 50] }, [
      [0.5, none, 0],
      [-0.5, none, 0],
    ])
    expect(fillsOf(ended).map((fill) => [fill[0], fill[1]])).toEqual([
      [1, 'A'],
      [1, 'B'],
      [3, 'B'],
    ])
    expect(ended.openTrades).toBe(1)
    expect(ended.positions.equity.at(-1)).toBe(1250)
  })

  it('a run that begins later knows the closes before it, and trades only on what is decided within it', () => {
    const panel = makePanel({ A: [10, 20, null, null, 40], B: [100, 100, 100, 100, 100] })
    const weights = [
      [0.1, none, 0.5],
      [0.1, none, 0.5],
    ].map((column) => Float64Array.from({ length: 5 }, (_, bar) => column[bar] ?? none))
    const ledger = simulatePanel({ panel, window: { firstBar: 2, lastBar: 4 }, weights, spec: specOf({}) })
    // 500 money of A at its close of bar 1, filled at its next open.
    expect(fillsOf(ledger)).toEqual([
      [3, 'B', 5, 100, 0],
      [4, 'A', 25, 40, 0],
    ])
    expect(ledger.positions.time).toHaveLength(3)
  })

  it('close fills trade at the close of the deciding bar', () => {
    const ledger = run(prices, longShort, { execution: { fill: 'close' } })
    expect(fillsOf(ledger)).toEqual([
      [0, 'A', 50, 10, 0],
      [0, 'B', -5, 100, 0],
    ])
  })

  it.each([
    { name: 'whole units are rounded towards zero', execution: { fractional: false }, weights: [[0.333], [-0.333]], units: [33, -3] },
    { name: 'the whole book is held within max_leverage', execution: {}, weights: [[3], [-1]], units: [75, -2.5] },
    { name: 'no cap, no scaling', execution: { max_leverage: null }, weights: [[3], [-1]], units: [300, -10] },
  ])('$name', ({ execution, weights, units }) => {
    expect(fillsOf(run(prices, weights, { execution })).map((fill) => fill[2])).toEqual(units)
  })

  it('what is held and let be counts against max_leverage', () => {
    // 0.8 of equity in A, let be at bar 2; B may have the 0.2 that is left of the 0.5 it asks for.
    const ledger = run({ A: [10, 10, 10, 10], B: [100, 100, 100, 100] }, [[0.8], [none, none, 0.5]])
    expect(fillsOf(ledger).map((fill) => fill[2])).toEqual([80, expect.closeTo(2, 12)])
  })

  it('an order too small for one unit is dropped and counted', () => {
    expect(run({ A: [10, 10], B: [5000, 5000] }, longShort, { execution: { fractional: false } }).droppedOrders).toBe(1)
  })

  it('slippage and half the spread go against both sides', () => {
    const ledger = run(prices, longShort, { execution: { slippage_bps: 10, spread_bps: 20 } })
    expect(fillsOf(ledger).map((fill) => fill[3])).toEqual([expect.closeTo(10.02, 12), expect.closeTo(99.8, 12)])
  })

  it('borrowing costs its rate on the short value at each close, and comes off the trade', () => {
    const ledger = run(
      { A: [10, 10, 10, 10], B: [100, 100, 100, 100] },
      [
        [0.5, none, 0],
        [-0.5, none, 0],
      ],
      {
        execution: { borrow_rate: 0.1 },
        periods_per_year: 10,
      },
    )
    // 1% of 500 at bars 1 and 2.
    expect(Array.from(ledger.positions.borrow!)).toEqual([0, 5, 5, 0])
    expect(Array.from(ledger.trades.pnl)).toEqual([0, -10])
    expect(ledger.positions.equity.at(-1)).toBe(990)
  })

  it('a book worth nothing closes at the last known closes and stays at nothing', () => {
    const ledger = run({ A: [10, 10, 1, 1], B: [100, 100, 400, 100] }, longShort)
    expect(ledger.ruined).toBe(true)
    expect(Array.from(ledger.positions.equity)).toEqual([1000, 1000, 0, 0])
    expect(Array.from(ledger.fills.reason, (reason) => FILL_REASONS[reason])).toEqual(['signal', 'signal', 'ruin', 'ruin'])
    expect(ledger.openTrades).toBe(0)
  })

  it('memory of an earlier run leaves no trace in a ruined one', () => {
    const buffers = new LedgerBuffers()
    const play = (prices: PricesBySymbol, memory?: LedgerBuffers) => {
      const weights = longShort.map(([weight]) => Float64Array.of(weight!, none, none, none))
      const input = { panel: makePanel(prices), window: { firstBar: 0, lastBar: 3 }, weights, spec: specOf({}) }
      return simulatePanel({ ...input, buffers: memory })
    }
    play({ A: [10, 11, 12, 13], B: [100, 90, 80, 70] }, buffers)
    const ruinous = { A: [10, 10, 1, 1], B: [100, 100, 400, 100] }
    expect(play(ruinous, buffers)).toEqual(play(ruinous))
  })
})

describe('any weights on any panel', () => {
  const LENGTH = 40
  const walk = fc.record({
    steps: fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: LENGTH, maxLength: LENGTH }),
    from: fc.integer({ min: 0, max: 20 }),
    missing: fc.uniqueArray(fc.nat(LENGTH - 1), { maxLength: 8 }).map((bars) => new Set(bars)),
  })
  const weightColumn = fc.array(
    fc.oneof(
      fc.constant(none),
      fc.integer({ min: -1000, max: 1000 }).map((thousandths) => thousandths / 1000),
    ),
    {
      minLength: LENGTH,
      maxLength: LENGTH,
    },
  )
  const cases = fc.record({
    panel: fc.array(walk, { minLength: 3, maxLength: 3 }).map(makeWalkPanel),
    weights: fc.array(weightColumn, { minLength: 3, maxLength: 3 }),
    execution: fc.record({
      fractional: fc.boolean(),
      fill: fc.constantFrom('next_open', 'close'),
      max_leverage: fc.constantFrom(1, 3),
      slippage_bps: fc.constantFrom(0, 20),
      borrow_rate: fc.constantFrom(0, 0.2),
    }),
  })
  const costs = { cost_model: { type: 'percentage', percentage: 0.001, minimum_commission: 0.01 } }

  it('cash is rebuilt from the fills alone, and cash + units * last known close is equity at every bar', () => {
    fc.assert(
      fc.property(cases, ({ panel, weights, execution }) => {
        const ledger = simulate(panel, weights, { ...costs, execution })
        if (ledger.ruined) return
        const books = rebuild(ledger, panel)
        for (const [bar, { cash, value }] of books.entries()) {
          expect(ledger.positions.cash[bar]).toBeCloseTo(cash, 6)
          expect(ledger.positions.equity[bar]).toBeCloseTo(cash + value, 6)
          const { cash: own, units, close, equity } = ledger.positions
          expect(equity[bar]).toBe(own[bar]! + units[bar]! * close[bar]!)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('a symbol is only ever filled at a bar of its own', () => {
    fc.assert(
      fc.property(cases, ({ panel, weights, execution }) => {
        const { fills } = simulate(panel, weights, { ...costs, execution })
        for (const [row, bar] of fills.bar.entries()) {
          const { open, close } = panel.instruments[fills.symbol![row]!]!
          if (FILL_REASONS[fills.reason[row]!] === 'signal') expect(Number.isNaN(open[bar]) || Number.isNaN(close[bar])).toBe(false)
          expect(fills.decisionBar[row]).toBeLessThanOrEqual(execution.fill === 'close' ? bar : bar - Number(fills.reason[row] === 0))
        }
      }),
      { numRuns: 100 },
    )
  })

  it('profits of the trades, and of what is still open, are the growth of equity', () => {
    fc.assert(
      fc.property(cases, ({ panel, weights, execution }) => {
        const flat = weights.map((column) => [...column.slice(0, LENGTH - 12), ...Array.from({ length: 12 }, () => 0)])
        const ledger = simulate(panel, flat, { ...costs, execution })
        if (ledger.ruined || ledger.openTrades > 0) return
        const profits = ledger.trades.pnl.reduce((total, pnl) => total + pnl, 0)
        expect(ledger.positions.equity.at(-1)! - 1000).toBeCloseTo(profits, 6)
      }),
      { numRuns: 200 },
    )
  })

  it('equity scales with capital when units are fractional and nothing costs', () => {
    fc.assert(
      fc.property(cases, fc.double({ min: 2, max: 1000, noNaN: true }), ({ panel, weights }, scale) => {
        const small = simulate(panel, weights)
        const large = simulate(panel, weights, { initial_cash: 1000 * scale })
        for (const [bar, equity] of large.positions.equity.entries()) {
          expect(Math.abs(equity - scale * small.positions.equity[bar]!)).toBeLessThan(1e-9 * scale * 1000)
        }
      }),
      { numRuns: 100 },
    )
  })
})

/** Cash and value of the positions after each bar, from the fills and the borrow costs alone. */
function rebuild({ fills, positions }: RunLedger, panel: Panel): { cash: number; value: number }[] {
  const units = panel.instruments.map(() => 0)
  const closes = panel.instruments.map(() => 0)
  let cash = 1000
  return Array.from(positions.time, (_, bar) => {
    for (const [row, at] of fills.bar.entries()) {
      if (at !== bar) continue
      cash -= fills.units[row]! * fills.price[row]! + fills.commission[row]!
      units[fills.symbol![row]!]! += fills.units[row]!
    }
    for (const [k, { close }] of panel.instruments.entries()) if (!Number.isNaN(close[bar])) closes[k] = close[bar]!
    cash -= positions.borrow?.[bar] ?? 0
    return { cash, value: units.reduce((total, held, k) => total + held * closes[k]!, 0) }
  })
}
