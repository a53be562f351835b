import { expect, it } from 'vitest'
import { sp500 } from '../../../tests/golden/sp500.ts'
import { parseRunSpec } from '../simulator/parseRunSpec.ts'
import { backtestTrials } from './backtestTrials.ts'
import { longestOpen } from './longestOpen.ts'

const fills = (rows: readonly (readonly [bar: number, units: number, symbol?: number])[]) => {
  const column = (read: (row: (typeof rows)[number]) => number) => Float64Array.from(rows, read)
  const none = new Float64Array(rows.length)
  const rest = { decisionBar: none, time: none, price: none, commission: none, reason: none }
  return { ...rest, bar: column(([bar]) => bar), units: column(([, units]) => units), symbol: column(([, , symbol = 0]) => symbol) }
}

it.each([
  { name: 'nothing was traded', rows: [], bars: 0 },
  {
    name: 'all was closed',
    rows: [
      [3, 10],
      [8, -10],
    ] as const,
    bars: 0,
  },
  {
    name: 'the last entry is open',
    rows: [
      [3, 10],
      [8, -10],
      [12, 5],
    ] as const,
    bars: 8,
  },
  {
    name: 'it was added to and reduced',
    rows: [
      [3, 10],
      [8, 5],
      [12, -7],
    ] as const,
    bars: 17,
  },
  {
    name: 'it turned around',
    rows: [
      [3, 10],
      [8, -15],
    ] as const,
    bars: 12,
  },
  {
    name: 'adding up left dust of one that was closed',
    rows: [
      [3, 0.1],
      [4, 0.2],
      [8, -0.3],
    ] as const,
    bars: 0,
  },
  {
    name: 'the oldest of several instruments counts',
    rows: [
      [3, 10, 1],
      [5, -2, 0],
      [8, -10, 1],
      [9, 4, 2],
    ] as const,
    bars: 15,
  },
])('$name', ({ rows, bars }) => expect(longestOpen(fills(rows), 20)).toBe(bars))

it('a position held to the end of a range is as old as its last entry says', () => {
  const { spec } = parseRunSpec({ strategy: { type: 'trend_following', parameters: { fast: 5, slow: 20, direction: 'long_only' } } })
  const { runTrial } = backtestTrials({ bars: sp500, spec })
  const whole = runTrial({}, { from: 500, end: 2000 })
  const entry = whole.trades.entryBar[3]!
  // Cut a little after the fourth entry: that trade is now the open one.
  const cut = runTrial({}, { from: 500, end: entry + 4 })
  expect(cut).toMatchObject({ openTrades: 1, longestOpenBars: 3 })
  expect(runTrial({}, { from: 500, end: whole.trades.exitBar[3]! + 1 })).toMatchObject({ openTrades: 0, longestOpenBars: 0 })
})
