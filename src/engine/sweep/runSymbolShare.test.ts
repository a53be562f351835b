import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runSpecSchema } from '#shared/domain/runSpec.ts'
import { makeWalk } from '../../../tests/builders/makeBars.ts'
import { completeRunSpec } from '../simulator/completeRunSpec.ts'
import { runBacktest } from '../simulator/runBacktest.ts'
import { runSymbolShare } from './runSymbolShare.ts'
import { SWEEP_METRICS, SweepColumns } from './sweepColumns.ts'

const walk = fc.array(fc.double({ min: -0.06, max: 0.06, noNaN: true }), { minLength: 30, maxLength: 160 }).map(makeWalk)

describe('one specification over many instruments', () => {
  it.each([
    { name: 'folded', settings: { execution: { fractional: true }, cost_model: { type: 'percentage', percentage: 0.002 } } },
    { name: 'folded from a date on', settings: { execution: { fractional: true }, start_date: '2020-01-20', risk_free: 0.02 } },
    { name: 'simulated', settings: { execution: { stop_loss: 0.04 } } },
    { name: 'both sides', settings: { execution: { fractional: true } }, direction: 'long_short' },
  ])('$name: the bits of single runs, however it is shared out', ({ settings, direction = 'long_only' }) => {
    const parameters = { fast: 3, slow: 8, direction }
    const spec = completeRunSpec(runSpecSchema.parse({ strategy: { type: 'trend_following', parameters }, ...settings }))
    fc.assert(
      fc.property(fc.array(walk, { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 4 }), (instruments, parts) => {
        const columns = new SweepColumns(instruments.length)
        for (let part = 0; part < parts; part++) {
          runSymbolShare({ instruments, spec }, { share: { part, parts }, columns, control: { checkpoint: () => {} } })
        }
        instruments.forEach((bars, symbol) => {
          const { values } = runBacktest({ bars, symbol: 'X', spec, dataHash: '' }).metrics
          for (const name of SWEEP_METRICS) expect(columns.column(name)[symbol], name).toBe(values[name] ?? Number.NaN)
        })
      }),
      { numRuns: 25 },
    )
  })
})
