import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hashLedger } from '#engine/identity/hashLedger.ts'
import { SeriesCache } from '#engine/indicators/seriesCache.ts'
import { simulatePanelRun } from '#engine/panel/simulatePanelRun.ts'
import { completeRunSpec } from '#engine/simulator/completeRunSpec.ts'
import { runSpecSchema } from '#shared/domain/runSpec.ts'
import type { Parameters } from '#shared/domain/strategyType.ts'
import { panels } from './randomPanels.ts'
import { PANEL_PARAMETERS } from './randomParameters.ts'

/** Parameters that vary little, so that runs have much in common. */
const trials = fc.array(
  fc.oneof(
    ...Object.entries(PANEL_PARAMETERS).map(([type, parameters]) =>
      fc.record({ type: fc.constant(type), parameters: parameters as fc.Arbitrary<Parameters> }),
    ),
  ),
  { minLength: 2, maxLength: 12 },
)

it('runs that share their columns, through a cache of any size and in any order, have the bits of runs of their own', () => {
  let fills = 0
  fc.assert(
    fc.property(panels, trials, fc.constantFrom(0, 300, 2000, 1e6), (panel, strategies, capacity) => {
      const shared = new SeriesCache<readonly Float64Array[]>(capacity)
      for (const strategy of [...strategies, ...strategies]) {
        const spec = completeRunSpec(runSpecSchema.parse({ strategy, execution: { fractional: true } }))
        const alone = simulatePanelRun({ panel, spec })
        fills += alone.ledger.fills.bar.length
        expect(hashLedger(simulatePanelRun({ panel, spec, shared }).ledger)).toBe(hashLedger(alone.ledger))
      }
    }),
    { numRuns: 200, seed: 20_240_130 },
  )
  expect(fills).toBeGreaterThan(10_000)
})
