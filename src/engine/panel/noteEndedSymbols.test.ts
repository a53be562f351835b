import { describe, expect, it } from 'vitest'
import { runSpecSchema } from '#shared/domain/runSpec.ts'
import { makePanel } from '../../../tests/builders/makePanel.ts'
import { runPanelBacktest } from './runPanelBacktest.ts'

const steady = [1, 1, 1, 1, 1, 1, 1, 1]

/** Long what pays most and short what pays least, anew at every bar; the first symbol pays most. */
function notesOf(prices: Parameters<typeof makePanel>[0], settings: { quantile?: number; execution?: object; end_date?: string } = {}) {
  const { quantile = 0.25, ...rest } = settings
  const carries = Object.fromEntries(Object.keys(prices).map((symbol, k) => [symbol, -k]))
  const spec = runSpecSchema.parse({ strategy: { type: 'carry', parameters: { quantile, rebalance: 1 } }, ...rest })
  return runPanelBacktest({ panel: makePanel(prices, carries), spec, dataHash: '' }).metrics.notes
}

describe('symbols whose data end', () => {
  const ended = [1, 1, 1, 1, null, null, null, null]

  it('are named with their last bar when something is still held of them', () => {
    expect(notesOf({ A: ended, B: steady, C: steady })).toEqual([
      '1 position of a symbol whose data ended stays open at the last known close: A (2020-01-04). execution.delist_after settles them after so many bars without one.',
    ])
    expect(notesOf({ A: ended, B: steady, C: steady, D: ended }, { quantile: 0.5 })?.[0]).toMatch(
      /^2 positions of symbols whose data ended stay open at the last known close: A \(2020-01-04\), D \(2020-01-04\)/,
    )
  })

  it.each([
    { name: 'that were settled', prices: { A: ended, B: steady, C: steady }, settings: { execution: { delist_after: 2 } } },
    { name: 'of which nothing is held', prices: { A: steady, B: ended, C: steady } },
    { name: 'that have had a gap as long', prices: { A: [1, 1, null, null, 1, 1, null, null], B: steady, C: steady } },
    { name: 'that end after the run', prices: { A: ended, B: steady, C: steady }, settings: { end_date: '2020-01-04' } },
  ])('are not, $name', ({ prices, settings }) => {
    expect(notesOf(prices, settings)).toBeUndefined()
  })
})
