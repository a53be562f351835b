import { describe, expect, it } from 'vitest'
import type { Panel } from '#shared/domain/dataset.ts'
import { FILL_REASONS, type RunLedger } from '#shared/domain/ledger.ts'
import { runSpecSchema } from '#shared/domain/runSpec.ts'
import { makePanel, type PricesBySymbol } from '../../../tests/builders/makePanel.ts'
import { parseRunSpec } from '../simulator/parseRunSpec.ts'
import { simulatePanel } from './simulatePanel.ts'

const { NaN: none } = Number

interface Settings {
  readonly execution?: object
  readonly cost_model?: object
}

/** 1000 of cash, fractional units, no costs unless the settings say otherwise; `weights` are padded with "let be". */
function simulate(panel: Panel, weights: readonly (readonly number[])[], { execution, ...settings }: Settings): RunLedger {
  const columns = weights.map((column) => Float64Array.from(panel.time, (_, bar) => column[bar] ?? none))
  const spec = runSpecSchema.parse({
    strategy: { type: 'carry' },
    initial_cash: 1000,
    ...settings,
    execution: { fractional: true, ...execution },
  })
  return simulatePanel({ panel, window: { firstBar: 0, lastBar: panel.time.length - 1 }, weights: columns, spec })
}

const run = (prices: PricesBySymbol, weights: readonly (readonly number[])[], settings: Settings) =>
  simulate(makePanel(prices), weights, settings)

/** The panel with each instrument's volumes in place of its own. */
function withVolumes(panel: Panel, volumes: readonly (readonly number[])[]): Panel {
  return { ...panel, instruments: panel.instruments.map((each, k) => ({ ...each, volume: Float64Array.from(volumes[k]!) })) }
}

const fillsOf = ({ fills, symbols }: RunLedger) =>
  Array.from(fills.bar, (bar, row) => [
    bar,
    symbols![fills.symbol![row]!],
    fills.units[row],
    fills.price[row],
    FILL_REASONS[fills.reason[row]!],
  ])

describe('max_participation', () => {
  const flat = makePanel({ A: [10, 10, 10, 10, 10], B: [10, 10, 10, 10, 10] })
  const volumes = [
    [100, 200, 200, 400, 400],
    [100, 1000, 1000, 1000, 1000],
  ]

  it('fills a tenth of each bar of each instrument; what is cut off waits and is counted', () => {
    // 50 units of both: A takes 20 of 200, 20 of 200, then the last 10; B has 100 of 1000.
    const ledger = simulate(withVolumes(flat, volumes), [[0.5], [0.5]], { execution: { max_participation: 0.1 } })
    expect(fillsOf(ledger)).toEqual([
      [1, 'A', 20, 10, 'signal'],
      [1, 'B', 50, 10, 'signal'],
      [2, 'A', 20, 10, 'signal'],
      [3, 'A', 10, 10, 'signal'],
    ])
    expect(ledger.droppedOrders).toBe(2)
    expect(Array.from(ledger.fills.decisionBar)).toEqual([0, 0, 0, 0])
  })

  it('exits are cut as well, and a later decision replaces what waits', () => {
    const wishes = [
      [0.2, none, 0],
      [0, none, none],
    ]
    const thin = [
      [100, 200, 100, 50, 80],
      [1, 1, 1, 1, 1],
    ]
    const ledger = simulate(withVolumes(flat, thin), wishes, { execution: { max_participation: 0.1 } })
    expect(fillsOf(ledger)).toEqual([
      [1, 'A', 20, 10, 'signal'],
      [3, 'A', -5, 10, 'signal'],
      [4, 'A', -8, 10, 'signal'],
    ])
    expect(ledger.openTrades).toBe(1)
    const changed = simulate(withVolumes(flat, volumes), [[0.5, none, 0.4], [0]], { execution: { max_participation: 0.1 } })
    // 40 of the 50 are held when 40 are wanted: what waits is void.
    expect(fillsOf(changed).map((fill) => [fill[0], fill[2]])).toEqual([
      [1, 20],
      [2, 20],
    ])
  })

  it('whole units round the share down, and a bar of too few units lets the order wait', () => {
    const ledger = simulate(
      withVolumes(flat, [
        [9, 9, 19, 1000, 1000],
        [9, 9, 9, 9, 9],
      ]),
      [[0.5], [none]],
      { execution: { max_participation: 0.1, fractional: false } },
    )
    expect(fillsOf(ledger).map((fill) => [fill[0], fill[2]])).toEqual([
      [2, 1],
      [3, 49],
    ])
    expect(ledger.droppedOrders).toBe(2)
  })

  it('an order that fills at the open leaves less of the bar to one at its close', () => {
    // Decided at close 0 of A, which has no bar there: it waits for the open of bar 1, and fills up at its close.
    const late = makePanel({ A: [10, null, 10, 10], B: [10, 10, 10, 10] })
    const volumesOf = [
      [0, none, 100, 1000],
      [1000, 1000, 1000, 1000],
    ]
    const ledger = simulate(withVolumes(late, volumesOf), [[none, 0.05, 0.5], [none]], {
      execution: { max_participation: 0.1, fill: 'close' },
    })
    // 5 at the open of bar 2; 45 more wanted at its close, where 5 of the 10 are left.
    expect(fillsOf(ledger).map((fill) => [fill[0], fill[2]])).toEqual([
      [2, 5],
      [2, 5],
      [3, 40],
    ])
  })

  it('a volume that is not known is an error where there is a bar, and nowhere else', () => {
    const gap = makePanel({ A: [10, null, 10], B: [10, 10, 10] })
    const known = [
      [100, none, 100],
      [100, 100, 100],
    ]
    const settings = { execution: { max_participation: 0.1 } }
    expect(() => simulate(withVolumes(gap, known), [[0.5], [0.5]], settings)).not.toThrow()
    const unknown = withVolumes(gap, [known[0]!, [100, none, 100]])
    expect(() => simulate(unknown, [[0.5], [0.5]], settings)).toThrow(
      expect.objectContaining({
        code: 'invalid_input',
        message: expect.stringContaining('execution.max_participation: the volume of B at bar 1 is not known'),
      }),
    )
  })
})

describe('maintenance_margin', () => {
  // 100 A long and 10 B short: equity 1000 against 2000 of positions.
  const prices = { A: [10, 10, 8, 8], B: [100, 100, 110, 110] }
  const book = [[1], [-1]]

  it('closes the whole book at the close, with slippage, when equity is down to the margin of all positions together', () => {
    // At bar 2: 1000 - 1000 + 1000 = 1000 cash, 800 long and 1100 short: equity 700 is 0.368 of 1900.
    const ledger = run(prices, book, { execution: { max_leverage: null, maintenance_margin: 0.37 } })
    expect(fillsOf(ledger)).toEqual([
      [1, 'A', 100, 10, 'signal'],
      [1, 'B', -10, 100, 'signal'],
      [2, 'A', -100, 8, 'margin_call'],
      [2, 'B', 10, 110, 'margin_call'],
    ])
    expect(Array.from(ledger.positions.equity)).toEqual([1000, 1000, 700, 700])
    expect([ledger.openTrades, ledger.ruined]).toEqual([0, false])
    const slipped = run(prices, book, { execution: { max_leverage: null, maintenance_margin: 0.4, slippage_bps: 100 } })
    expect(fillsOf(slipped).slice(2)).toEqual([
      [2, 'A', expect.any(Number), expect.closeTo(7.92, 10), 'margin_call'],
      [2, 'B', expect.any(Number), expect.closeTo(111.1, 10), 'margin_call'],
    ])
  })

  it('lets the book be above the margin', () => {
    const ledger = run(prices, book, { execution: { max_leverage: null, maintenance_margin: 0.36 } })
    expect(ledger.openTrades).toBe(2)
  })

  it('what has no bar is closed at its next open, and no other order survives the call', () => {
    const gap = { A: [10, 10, null, 9], B: [100, 100, 150, 150], C: [10, null, null, 10] }
    // At bar 2: cash 1000, 1000 long at the last close and 1500 short: equity 500 of 2500.
    const ledger = run(gap, [[1], [-1], [0.1]], { execution: { max_leverage: null, maintenance_margin: 0.2 } })
    expect(fillsOf(ledger)).toEqual([
      [1, 'A', 100, 10, 'signal'],
      [1, 'B', -10, 100, 'signal'],
      [2, 'B', 10, 150, 'margin_call'],
      [3, 'A', -100, 9, 'margin_call'],
    ])
    expect(Array.from(ledger.positions.equity)).toEqual([1000, 1000, 500, 400])
  })

  it('a loss beyond the capital is ruin, not a call', () => {
    const ledger = run({ A: [10, 10, 1, 1], B: [100, 100, 200, 200] }, book, { execution: { max_leverage: null, maintenance_margin: 0.4 } })
    expect(
      fillsOf(ledger)
        .slice(2)
        .map((fill) => fill[4]),
    ).toEqual(['ruin', 'ruin'])
    expect(ledger.ruined).toBe(true)
  })
})

describe('a symbol whose data end', () => {
  const prices = { A: [10, 10, null, null, null, null], B: [100, 100, 100, 100, 100, 100] }
  const longA = [[0.5], [-0.5]]
  const shortA = [[-0.5], [0.5]]

  it('is held at its last close for ever unless the run says otherwise', () => {
    expect(run(prices, longA, {}).openTrades).toBe(2)
  })

  it('is settled at its last close after as many bars without one as delist_after says, without costs', () => {
    const ledger = run(prices, longA, {
      execution: { delist_after: 3, slippage_bps: 50 },
      cost_model: { type: 'percentage', percentage: 0.01 },
    })
    expect(fillsOf(ledger).slice(2)).toEqual([[4, 'A', -50, 10, 'delisted']])
    expect(ledger.fills.commission[2]).toBe(0)
    expect(ledger.openTrades).toBe(1)
  })

  it('costs a long the delisting_loss, and spares a short the gain', () => {
    const loss = { execution: { delist_after: 2, delisting_loss: 0.3 } }
    const long = run(prices, longA, loss)
    expect(fillsOf(long).slice(2)).toEqual([[3, 'A', -50, 7, 'delisted']])
    expect(Array.from(long.positions.equity)).toEqual([1000, 1000, 1000, 850, 850, 850])
    const short = run(prices, shortA, loss)
    expect(fillsOf(short).slice(2)).toEqual([[3, 'A', 50, 10, 'delisted']])
    expect(short.positions.equity.at(-1)).toBe(1000)
  })

  it('takes what waits for it along, and a gap that is shorter changes nothing', () => {
    const back = { A: [10, 10, null, null, 10, 10], B: [100, 100, 100, 100, 100, 100] }
    // The order to double A, decided at bar 1, is void at bar 3; at bar 4 nothing is bought.
    const wishes = [[0.5, 1], [0]]
    expect(fillsOf(run(back, wishes, { execution: { delist_after: 2 } }))).toEqual([
      [1, 'A', 50, 10, 'signal'],
      [3, 'A', -50, 10, 'delisted'],
    ])
    expect(fillsOf(run(back, wishes, { execution: { delist_after: 3 } }))).toEqual([
      [1, 'A', 50, 10, 'signal'],
      [4, 'A', 50, 10, 'signal'],
    ])
  })

  it('frees the leverage it took', () => {
    const wishes = [[1], [none, none, none, none, 1]]
    expect(fillsOf(run(prices, wishes, {}))).toHaveLength(1)
    expect(fillsOf(run(prices, wishes, { execution: { delist_after: 2 } })).at(-1)).toEqual([5, 'B', 10, 100, 'signal'])
  })

  it.each([
    { strategy: { type: 'breakout' }, execution: { delist_after: 5 }, message: 'execution.delist_after: breakout runs on one instrument' },
    { strategy: { type: 'carry' }, execution: { delisting_loss: 0.3 }, message: 'execution.delisting_loss: nothing is closed without' },
  ])('$message is refused', ({ message, ...file }) => {
    expect(() => parseRunSpec(file)).toThrow(message)
  })
})
