import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { simulatePanel } from '#engine/panel/simulatePanel.ts'
import { parseRunSpec } from '#engine/simulator/parseRunSpec.ts'
import { panelFamily } from '#engine/strategies/registry.ts'
import type { Panel } from '#shared/domain/dataset.ts'
import { FILL_REASONS } from '#shared/domain/ledger.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import { panelExecution, panelSpecs, panels, wishes } from './randomPanels.ts'
import { PANEL_PARAMETERS } from './randomParameters.ts'
import { common } from './randomRuns.ts'
import { PANEL_DECISIONS } from './simplePanelDecisions.ts'
import { type SimplePanelRun, simulatePanelSimply } from './simplePanelSimulator.ts'

const TOLERANCE = 1e-10

/** Relative to the larger of the two and of the scale: sums are made in another order. */
function isClose(actual: number, expected: number, scale: number): boolean {
  return Math.abs(actual - expected) <= TOLERANCE * Math.max(Math.abs(actual), Math.abs(expected), scale)
}

interface PanelCase {
  readonly panel: Panel
  readonly specFile: object
  readonly firstBar: number
}

/** Weights at random, whatever the strategy of the file says. */
function compareWeights({ decided, ...each }: PanelCase & { readonly decided: readonly (readonly (number | null)[])[] }): void {
  const { panel } = each
  const weights = panel.instruments.map((_, k) => Float64Array.from(panel.time, (_time, bar) => decided[bar]![k] ?? Number.NaN))
  compare(each, { weights: () => weights, decide: () => (bar) => decided[bar]! })
}

/** The weights that the family of the file decides. */
function compareFamily(each: PanelCase): number {
  const { panel } = each
  return compare(each, {
    weights: ({ strategy: { type, parameters } }) => panelFamily(type).decide({ panel, parameters, periodsPerYear: 252 }),
    decide:
      ({ strategy: { type, parameters } }) =>
      (bar) =>
        PANEL_DECISIONS[type]!(panel, bar, parameters),
  })
}

interface Deciders {
  readonly weights: (spec: RunSpec) => readonly Float64Array[]
  readonly decide: (spec: RunSpec) => (bar: number) => readonly (number | null)[]
}

/** Fills compared. */
function compare({ panel, specFile, firstBar: first }: PanelCase, { weights, decide }: Deciders): number {
  const { spec } = parseRunSpec(specFile)
  const window = { firstBar: Math.min(first, panel.time.length - 1), lastBar: panel.time.length - 1 }
  const { fills, trades, positions, ...counts } = simulatePanel({ panel, spec, window, weights: weights(spec) })
  const simple = simulatePanelSimply({ panel, spec, window, decide: decide(spec) })
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
  return fills.bar.length
}

/** What happened in all runs compared: a comparison of runs in which nothing happens would prove nothing. */
const seen = { reasons: new Map<string, number>(), droppedOrders: 0, trades: 0 }

function remember(simple: SimplePanelRun): void {
  for (const { reason } of simple.fills) seen.reasons.set(reason, (seen.reasons.get(reason) ?? 0) + 1)
  seen.droppedOrders += simple.droppedOrders
  seen.trades += simple.profits.length
}

const cases = { panel: panels, firstBar: fc.constantFrom(0, 0, 5, 12) }

describe('the engine agrees with a second, simple simulator of panels', () => {
  it('on random weights over random panels', () => {
    fc.assert(fc.property(fc.record({ ...cases, decided: wishes, specFile: panelSpecs }), compareWeights), {
      numRuns: 3000,
      seed: 20_240_110,
    })
  }, 120_000)

  it('on runs in which everything happens', () => {
    for (const reason of ['signal', 'ruin', 'margin_call', 'delisted']) expect(seen.reasons.get(reason), reason).toBeGreaterThan(50)
    expect(seen.droppedOrders).toBeGreaterThan(1000)
    expect(seen.trades).toBeGreaterThan(5000)
  })

  // Principal components are the business of eigenvectors.test.ts: here the mean is what the others explain.
  it.each(Object.keys(PANEL_DECISIONS))(
    'on random runs of %s',
    (type) => {
      let fills = 0
      const parameters = PANEL_PARAMETERS[type as keyof typeof PANEL_PARAMETERS].map((drawn) =>
        'factors' in drawn ? { ...drawn, factors: 0 } : drawn,
      )
      const specFile = fc.record({ ...common, strategy: fc.record({ type: fc.constant(type), parameters }), execution: panelExecution })
      fc.assert(
        fc.property(fc.record({ ...cases, specFile }), (each) => {
          fills += compareFamily(each)
        }),
        { numRuns: 300, seed: 20_240_111 },
      )
      expect(fills).toBeGreaterThan(500)
    },
    120_000,
  )
})
