import { describe, expect, it } from 'vitest'
import type { BarRow } from '../../../tests/builders/makeBars.ts'
import { fillsOf, flat, tradeCodes } from '../../../tests/builders/tradeCodes.ts'
import { FLAT, HOLD, LONG, SHORT } from '../strategies/signalCode.ts'

/** Bar, price and reason of every fill after the entry. */
function exitsOf(side: number, rows: readonly BarRow[], execution: object) {
  const codes = [side, ...rows.slice(1).map(() => HOLD)]
  return fillsOf(tradeCodes({ rows, codes, execution: { fractional: true, ...execution } }))
    .slice(1)
    .map(([bar, , price, , reason]) => [bar, price, reason])
}

describe('a trailing stop of 10% (signal close and entry at 10)', () => {
  const trailing_stop = 0.1
  it.each<{ name: string; side?: number; rows: BarRow[]; execution?: object; exits: unknown[] }>([
    // High of 20 on bar 2 moves the stop from 9 to 18, for bar 3.
    { name: 'follows the highest high', rows: [flat(10), flat(10), [12, 20, 12, 19], [19, 19, 17, 18]], exits: [[3, 18, 'trailing_stop']] },
    // Bar 2 reaches 20 and falls to 12 within itself: which came first is unknown, so its own high moves the stop only afterwards.
    { name: 'a bar is judged by the highs before it', rows: [flat(10), flat(10), [12, 20, 12, 19], flat(19)], exits: [] },
    { name: 'never moves back', rows: [flat(10), flat(10), flat(20), flat(19), [19, 19, 17.9, 18]], exits: [[4, 18, 'trailing_stop']] },
    { name: 'fills at the open of a gap', rows: [flat(10), flat(10), flat(20), flat(15)], exits: [[3, 15, 'trailing_stop']] },
    { name: 'stands below the entry at first', rows: [flat(10), flat(10), [10, 10, 8.9, 9]], exits: [[2, 9, 'trailing_stop']] },
    { name: 'lives from the entry bar itself', rows: [flat(10), [10, 10, 8.5, 9]], exits: [[1, 9, 'trailing_stop']] },
    {
      name: 'leaves a tighter stop in charge',
      rows: [flat(10), flat(10), [10, 10, 9.4, 9.6]],
      execution: { stop_loss: 0.05 },
      exits: [[2, 9.5, 'stop']],
    },
    {
      name: 'takes over from a stop it has passed',
      rows: [flat(10), flat(10), flat(12), [12, 12, 10.7, 11]],
      execution: { stop_loss: 0.05 },
      exits: [[3, 10.8, 'trailing_stop']],
    },
    {
      name: 'follows the lowest low of a short',
      side: SHORT,
      rows: [flat(10), flat(10), [10, 10, 5, 6], [6, 6, 5, 5.2]],
      exits: [[3, 6, 'trailing_stop']],
    },
  ])('$name', ({ side = LONG, rows, execution = {}, exits }) => {
    expect(exitsOf(side, rows, { trailing_stop, ...execution })).toEqual(exits)
  })
})

describe('a time stop of 2 bars (entry at bar 1)', () => {
  const rows = [flat(10), flat(10), flat(11), flat(12), flat(13), flat(14)]
  it('leaves at the open of the second bar after the entry', () => {
    expect(exitsOf(LONG, rows, { time_stop: 2 })).toEqual([[3, 12, 'time_stop']])
  })

  it('is an order of the bar before, decided at its close', () => {
    const { fills } = tradeCodes({ rows, codes: [LONG, HOLD, HOLD, HOLD, HOLD, HOLD], execution: { time_stop: 2 } })
    expect(Array.from(fills.decisionBar)).toEqual([0, 2])
  })

  it('with close fills leaves at that close', () => {
    // Entry at the close of bar 0.
    const ledger = tradeCodes({ rows, codes: [LONG, HOLD, HOLD, HOLD, HOLD, HOLD], execution: { time_stop: 2, fill: 'close' } })
    expect([ledger.fills.bar[1], ledger.fills.price[1], ledger.fills.decisionBar[1]]).toEqual([2, 11, 2])
  })

  it('gives way to a signal of the same bar, and a new entry starts a new count', () => {
    const codes = [LONG, HOLD, FLAT, LONG, HOLD, HOLD, HOLD, HOLD]
    const ledger = tradeCodes({ rows: [...rows, flat(15), flat(16)], codes, execution: { time_stop: 2 } })
    expect(fillsOf(ledger).map(([bar, , , , reason]) => [bar, reason])).toEqual([
      [1, 'signal'],
      [3, 'signal'],
      [4, 'signal'],
      [6, 'time_stop'],
    ])
  })

  it('a stop on the way ends the count', () => {
    const falling: BarRow[] = [flat(10), flat(10), flat(9), flat(9), flat(9)]
    expect(exitsOf(LONG, falling, { time_stop: 2, stop_loss: 0.05 })).toEqual([[2, 9, 'stop']])
  })
})

describe('a margin call', () => {
  // 1000 buys 200 at 10 on twice the equity: cash -1000. At 6 equity is 200 of a position worth 1200, at 7.5 500 of 1500.
  const leveraged = { sizing: { type: 'fraction', of_equity: 2 }, max_leverage: 2, fractional: true }
  const rows = [flat(10), flat(10), flat(7.5), flat(6), flat(9)]
  const play = (maintenance_margin: number, execution = {}) =>
    tradeCodes({ rows, codes: [LONG, HOLD, HOLD, HOLD, HOLD], cash: 1000, execution: { ...leveraged, maintenance_margin, ...execution } })

  it('closes at the close at which equity is below the margin, and the run goes on', () => {
    const ledger = play(0.25)
    expect(fillsOf(ledger)[1]).toEqual([3, -200, 6, 0, 'margin_call'])
    expect(Array.from(ledger.positions.equity)).toEqual([1000, 1000, 500, 200, 200])
    expect(ledger.ruined).toBe(false)
  })

  it('comes earlier with a higher margin, and pays slippage', () => {
    expect(fillsOf(play(0.4, { slippage_bps: 100 }))[1]).toMatchObject([2, expect.any(Number), 7.425, 0, 'margin_call'])
  })

  it('does not come without a limit', () => {
    expect(play(0).fills.bar).toHaveLength(1)
  })
})
