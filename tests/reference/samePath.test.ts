import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashLedger } from '#engine/identity/hashLedger.ts'
import { computeMetrics } from '#engine/metrics/computeMetrics.ts'
import { ROW_METRICS } from '#engine/metrics/metricRow.ts'
import { SUM_COUNT, sumRun } from '#engine/metrics/runSums.ts'
import { openPanelSimulation, simulatePanel } from '#engine/panel/simulatePanel.ts'
import { foldRun } from '#engine/simulator/foldRun.ts'
import { rowTerms } from '#engine/simulator/foldTerms.ts'
import { measureRun } from '#engine/simulator/measureRun.ts'
import { parseRunSpec } from '#engine/simulator/parseRunSpec.ts'
import { openSimulation } from '#engine/simulator/simulate.ts'
import { simulateRun } from '#engine/simulator/simulateRun.ts'
import { strategyFamily } from '#engine/strategies/registry.ts'
import { SHORT } from '#engine/strategies/signalCode.ts'
import type { Bars } from '#shared/domain/dataset.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import { panelSpecs, panels, wishes } from './randomPanels.ts'
import { foldableSpecs, signalSpecs, targetSpecs, walks } from './randomRuns.ts'

const RUNS = { numRuns: 1000, seed: 20_240_103 }

function codesOf(spec: RunSpec, bars: Bars): Int8Array {
  const family = strategyFamily(spec.strategy.type)
  if (family.kind !== 'signal') throw new Error('expected a signal family')
  return family.decide({ bars, parameters: spec.strategy.parameters, periodsPerYear: spec.periods_per_year })
}

describe('the folded run and the simulated run', () => {
  it('have the same sums, bit for bit', () => {
    let count = 0
    fc.assert(
      fc.property(walks, foldableSpecs, fc.integer({ min: 0, max: 20 }), (bars, specFile, firstBar) => {
        const start_date = new Date(bars.time[firstBar]!).toISOString().slice(0, 10)
        const { spec } = parseRunSpec({ ...specFile, start_date })
        const terms = rowTerms(spec)
        const folded = foldRun(bars, spec)
        if (folded === null) {
          // A short may lose everything: only the simulator knows what follows.
          expect(codesOf(spec, bars)).toContain(SHORT)
          return
        }
        count++
        const expected = new Float64Array(SUM_COUNT)
        sumRun(simulateRun({ bars, spec }).ledger, terms, expected)
        expect(Array.from(folded.sums)).toEqual(Array.from(expected))
      }),
      RUNS,
    )
    expect(count).toBeGreaterThan(300)
  })

  it.each([
    { name: 'runs that are folded', specs: foldableSpecs },
    { name: 'runs on signals', specs: signalSpecs },
    { name: 'runs on targets', specs: targetSpecs },
  ])('$name have the row that their metrics have', ({ specs }) => {
    fc.assert(
      fc.property(walks, specs as fc.Arbitrary<object>, (bars, specFile) => {
        const { spec } = parseRunSpec(specFile)
        const { ledger } = simulateRun({ bars, spec })
        const { values } = computeMetrics({
          ledger,
          initialCash: spec.initial_cash,
          periodsPerYear: spec.periods_per_year,
          riskFree: spec.risk_free,
          benchmark: null,
        })
        const row = Array.from(measureRun({ bars, spec }), (value) => (Number.isFinite(value) ? value : null))
        expect(row).toEqual(ROW_METRICS.map((name) => values[name]))
      }),
      { ...RUNS, numRuns: 500 },
    )
  })
})

it.each([
  { name: 'signals', specs: signalSpecs },
  { name: 'targets', specs: targetSpecs },
])('a run on $name that stops at any bars and goes on is one run', ({ specs }) => {
  fc.assert(
    fc.property(
      walks,
      specs as fc.Arbitrary<object>,
      fc.array(fc.integer({ min: 0, max: 120 }), { maxLength: 6 }),
      (bars, specFile, cuts) => {
        const { spec } = parseRunSpec(specFile)
        const whole = simulateRun({ bars, spec })
        const family = strategyFamily(spec.strategy.type)
        const input = { bars, parameters: spec.strategy.parameters, periodsPerYear: spec.periods_per_year }
        const decisions = family.kind === 'signal' ? { codes: family.decide(input) } : { exposure: family.decide(input) }
        const simulation = openSimulation({ bars, spec, decisions, window: whole })
        for (const cut of [...cuts, bars.time.length]) simulation.advance(Math.min(cut, bars.time.length))
        expect(hashLedger(simulation.toLedger())).toBe(hashLedger(whole.ledger))
      },
    ),
    { ...RUNS, numRuns: 500 },
  )
})

it('a run over a panel that stops at any bars and goes on is one run', () => {
  let fills = 0
  fc.assert(
    fc.property(
      fc.record({ panel: panels, decided: wishes, specFile: panelSpecs }),
      fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 6 }),
      ({ panel, decided, specFile }, cuts) => {
        const weights = panel.instruments.map((_, k) => Float64Array.from(panel.time, (_time, bar) => decided[bar]![k] ?? Number.NaN))
        const window = { firstBar: 0, lastBar: panel.time.length - 1 }
        const input = { panel, window, weights, spec: parseRunSpec(specFile).spec }
        const whole = simulatePanel(input)
        fills += whole.fills.bar.length
        const simulation = openPanelSimulation(input)
        for (const cut of [...cuts, panel.time.length]) {
          simulation.advance(cut)
          // The books may be read at any stop.
          expect(simulation.toLedger().positions.equity).toHaveLength(panel.time.length)
        }
        expect(hashLedger(simulation.toLedger())).toBe(hashLedger(whole))
      },
    ),
    { ...RUNS, numRuns: 500 },
  )
  expect(fills).toBeGreaterThan(1000)
})
