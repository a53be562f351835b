import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sliceBars } from '#engine/market/sliceBars.ts'
import { slicePanel } from '#engine/panel/panel.ts'
import { simulatePanelRun } from '#engine/panel/simulatePanelRun.ts'
import { completeRunSpec } from '#engine/simulator/completeRunSpec.ts'
import { simulateRun } from '#engine/simulator/simulateRun.ts'
import { strategyFamily } from '#engine/strategies/registry.ts'
import type { RunLedger } from '#shared/domain/ledger.ts'
import { runSpecSchema } from '#shared/domain/runSpec.ts'
import { panelExecution, panels } from './randomPanels.ts'
import { PANEL_PARAMETERS, SINGLE_PARAMETERS } from './randomParameters.ts'
import { common, frictions, signalExecution, walks } from './randomRuns.ts'

/** Where the data end, as a share of the bars there are. */
const cuts = fc.integer({ min: 1, max: 100 })
const barsOf = (length: number, cut: number) => Math.max(1, Math.floor((length * cut) / 100))

type Group = Readonly<Record<string, Float64Array>>

function rowsUntil(group: Group, bars: Float64Array | null, end: number): Record<string, number[]> {
  const isKept = (row: number) => (bars === null ? row < end : bars[row]! < end)
  return Object.fromEntries(Object.entries(group).map(([name, column]) => [name, Array.from(column).filter((_, row) => isKept(row))]))
}

/** What a ledger says about the bars before `end`. Counts of the whole run are left out. */
function firstPart({ fills, trades, positions, symbols }: RunLedger, end: number) {
  const { borrow = new Float64Array(positions.time.length), ...columns } = positions
  return {
    symbols,
    fills: rowsUntil({ ...fills }, fills.bar, end),
    trades: rowsUntil({ ...trades }, trades.exitBar, end),
    positions: rowsUntil({ ...columns, borrow }, null, end),
  }
}

/** Fills compared: runs without any would prove nothing. */
function expectPrefix(whole: RunLedger, part: RunLedger, end: number): number {
  const expected = firstPart(whole, end)
  expect(firstPart(part, Number.POSITIVE_INFINITY)).toEqual(expected)
  expect(part.droppedOrders).toBeLessThanOrEqual(whole.droppedOrders)
  return expected.fills['bar']!.length
}

describe('a run over data that end at any bar is the first part of the run over all of them', () => {
  it.each(Object.entries(SINGLE_PARAMETERS))('%s', (type, parameters) => {
    const execution = strategyFamily(type as keyof typeof SINGLE_PARAMETERS).kind === 'signal' ? signalExecution : fc.record(frictions)
    let fills = 0
    fc.assert(
      fc.property(walks, fc.record({ ...common, parameters, execution }), cuts, (bars, { parameters: given, ...settings }, cut) => {
        const spec = completeRunSpec(runSpecSchema.parse({ ...settings, strategy: { type, parameters: given } }))
        const end = barsOf(bars.time.length, cut)
        const part = simulateRun({ bars: sliceBars(bars, 0, end), spec })
        fills += expectPrefix(simulateRun({ bars, spec }).ledger, part.ledger, end)
      }),
      { numRuns: 300, seed: 20_240_120 },
    )
    expect(fills).toBeGreaterThan(300)
  })

  it.each(Object.entries(PANEL_PARAMETERS))('%s', (type, parameters) => {
    let fills = 0
    fc.assert(
      fc.property(
        panels,
        fc.record({ ...common, parameters, execution: panelExecution }),
        cuts,
        (panel, { parameters: given, ...settings }, cut) => {
          const spec = completeRunSpec(runSpecSchema.parse({ ...settings, strategy: { type, parameters: given } }))
          const end = barsOf(panel.time.length, cut)
          const part = simulatePanelRun({ panel: slicePanel(panel, 0, end), spec })
          fills += expectPrefix(simulatePanelRun({ panel, spec }).ledger, part.ledger, end)
        },
      ),
      { numRuns: 300, seed: 20_240_121 },
    )
    expect(fills).toBeGreaterThan(300)
  })
})
