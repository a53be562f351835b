import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { simulatePanel } from '#engine/panel/simulatePanel.ts'
import { parseRunSpec } from '#engine/simulator/parseRunSpec.ts'
import type { Panel } from '#shared/domain/dataset.ts'
import { FILL_REASONS } from '#shared/domain/ledger.ts'
import { panelSpecs, panels, wishes } from './randomPanels.ts'
import { type SimplePanelRun, simulatePanelSimply } from './simplePanelSimulator.ts'

const TOLERANCE = 1e-10

/** Relative to the larger of the two and of the scale: sums are made in another order. */
function isClose(actual: number, expected: number, scale: number): boolean {
  return Math.abs(actual - expected) <= TOLERANCE * Math.max(Math.abs(actual), Math.abs(expected), scale)
}

interface PanelCase {
  readonly panel: Panel
  readonly decided: readonly (readonly (number | null)[])[]
  readonly specFile: object
  readonly firstBar: number
}

function compare({ panel, decided, specFile, firstBar: first }: PanelCase): void {
  const { spec } = parseRunSpec(specFile)
  const window = { firstBar: Math.min(first, panel.time.length - 1), lastBar: panel.time.length - 1 }
  const weights = panel.instruments.map((_, k) => Float64Array.from(panel.time, (_time, bar) => decided[bar]![k] ?? Number.NaN))
  const { fills, trades, positions, ...counts } = simulatePanel({ panel, spec, window, weights })
  const simple = simulatePanelSimply({ panel, spec, window, decide: (bar) => decided[bar]! })
  remember(simple)
  const occasion = (k: number) => [fills.bar[k], fills.decisionBar[k], fills.symbol![k], FILL_REASONS[fills.reason[k]!]]
  expect(Array.from(fills.bar, (_, k) => occasion(k))).toEqual(
    simple.fills.map(({ bar, decisionBar, symbol, reason }) => [bar, decisionBar, symbol, reason]),
  )
  for (const [k, fill] of simple.fills.entries()) {
    expect(isClose(fills.units[k]!, fill.units, 1e-3) && isClose(fills.price[k]!, fill.price, 0), `fill ${k}`).toBe(true)
    expect(isClose(fills.commission[k]!, fill.commission, 1e-9), `commission of fill ${k}`).toBe(true)
  }
  expect(trades.pnl).toHaveLength(simple.profits.length)
  for (const [k, profit] of simple.profits.entries()) expect(isClose(trades.pnl[k]!, profit, spec.initial_cash), `trade ${k}`).toBe(true)
  for (const [row, equity] of simple.equity.entries()) {
    expect(isClose(positions.equity[row]!, equity, spec.initial_cash), `equity at row ${row}`).toBe(true)
    expect(isClose(positions.cash[row]!, simple.cash[row]!, spec.initial_cash), `cash at row ${row}`).toBe(true)
  }
  expect([counts.droppedOrders, counts.ruined]).toEqual([simple.droppedOrders, simple.ruined])
}

/** What happened in all runs compared: a comparison of runs in which nothing happens would prove nothing. */
const seen = { reasons: new Map<string, number>(), droppedOrders: 0, trades: 0 }

function remember(simple: SimplePanelRun): void {
  for (const { reason } of simple.fills) seen.reasons.set(reason, (seen.reasons.get(reason) ?? 0) + 1)
  seen.droppedOrders += simple.droppedOrders
  seen.trades += simple.profits.length
}

describe('the engine agrees with a second, simple simulator of panels', () => {
  it('on random weights over random panels', () => {
    fc.assert(
      fc.property(fc.record({ panel: panels, decided: wishes, specFile: panelSpecs, firstBar: fc.constantFrom(0, 0, 5, 12) }), compare),
      { numRuns: 3000, seed: 20_240_110 },
    )
  }, 120_000)

  it('on runs in which everything happens', () => {
    for (const reason of ['signal', 'ruin', 'margin_call', 'delisted']) expect(seen.reasons.get(reason), reason).toBeGreaterThan(50)
    expect(seen.droppedOrders).toBeGreaterThan(1000)
    expect(seen.trades).toBeGreaterThan(5000)
  })
})
