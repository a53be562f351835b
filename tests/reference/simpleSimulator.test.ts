import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRunSpec } from '#engine/simulator/parseRunSpec.ts'
import { simulateRun } from '#engine/simulator/simulateRun.ts'
import type { Bars } from '#shared/domain/dataset.ts'
import { FILL_REASONS } from '#shared/domain/ledger.ts'
import { signalSpecs, targetSpecs, walks } from './randomRuns.ts'
import { type SimpleRun, simulateSimply } from './simpleSimulator.ts'

const TOLERANCE = 1e-10

/** Relative to the larger of the two and of the capital: sums are made in another order. */
function isClose(actual: number, expected: number, scale: number): boolean {
  return Math.abs(actual - expected) <= TOLERANCE * Math.max(Math.abs(actual), Math.abs(expected), scale)
}

function compare(bars: Bars, specFile: object): void {
  const { spec } = parseRunSpec(specFile)
  const { ledger, firstBar, lastBar } = simulateRun({ bars, spec })
  const simple = simulateSimply(bars, spec, { firstBar, lastBar })
  remember(simple)
  const { fills, trades, positions } = ledger
  const occasion = (k: number) => [fills.bar[k], fills.decisionBar[k], FILL_REASONS[fills.reason[k]!]]
  expect(Array.from(fills.bar, (_, k) => occasion(k))).toEqual(simple.fills.map((fill) => [fill.bar, fill.decisionBar, fill.reason]))
  for (const [k, fill] of simple.fills.entries()) {
    expect(isClose(fills.units[k]!, fill.units, 0) && isClose(fills.price[k]!, fill.price, 0), `fill ${k}`).toBe(true)
    expect(isClose(fills.commission[k]!, fill.commission, 1e-9), `commission of fill ${k}`).toBe(true)
  }
  expect(trades.pnl).toHaveLength(simple.profits.length)
  for (const [k, profit] of simple.profits.entries()) expect(isClose(trades.pnl[k]!, profit, spec.initial_cash), `trade ${k}`).toBe(true)
  for (const [row, equity] of simple.equity.entries()) {
    expect(isClose(positions.equity[row]!, equity, spec.initial_cash * 1e-3), `equity at row ${row}`).toBe(true)
  }
  expect([ledger.ambiguousBars, ledger.droppedOrders, ledger.ruined]).toEqual([simple.ambiguousBars, simple.droppedOrders, simple.ruined])
}

/** What happened in all runs compared: a comparison of runs in which nothing happens would prove nothing. */
const seen = { reasons: new Set<string>(), ambiguousBars: 0, droppedOrders: 0, ruins: 0, trades: 0 }

function remember(simple: SimpleRun): void {
  for (const { reason } of simple.fills) seen.reasons.add(reason)
  seen.ambiguousBars += simple.ambiguousBars
  seen.droppedOrders += simple.droppedOrders
  seen.ruins += Number(simple.ruined)
  seen.trades += simple.profits.length
}

describe('the engine agrees with a second, simple simulator', () => {
  it('on random signal runs', () => {
    fc.assert(fc.property(walks, signalSpecs, compare), { numRuns: 3000, seed: 20_240_101 })
  }, 120_000)

  it('on random target runs', () => {
    fc.assert(fc.property(walks, targetSpecs, compare), { numRuns: 1000, seed: 20_240_102 })
  }, 120_000)

  it('on runs in which everything happens', () => {
    // The data of one instrument end with its run.
    expect(seen.reasons).toEqual(new Set(FILL_REASONS.filter((reason) => reason !== 'delisted')))
    expect(seen.ambiguousBars).toBeGreaterThan(50)
    expect(seen.droppedOrders).toBeGreaterThan(1000)
    expect(seen.ruins).toBeGreaterThan(10)
    expect(seen.trades).toBeGreaterThan(20_000)
  })
})
