import { expect, it } from 'vitest'
import { runSpecSchema } from '#shared/domain/runSpec.ts'
import { executionCostWords } from './executionCostWords.ts'

const { execution } = runSpecSchema.parse({ strategy: { type: 'trend_following' } })

it.each([
  { name: 'an adopted run', execution: undefined, words: 'Whether prices contained slippage or spread was not recorded.' },
  { name: 'neither', execution, words: 'This run assumed neither slippage nor spread.' },
  {
    name: 'both',
    execution: { ...execution, slippage_bps: 1.5, spread_bps: 2 },
    words: 'Slippage of 1.5 bps and a spread of 2 bps stand in the fill prices and are not counted here.',
  },
])('$name: $words', ({ execution: settings, words }) => {
  expect(executionCostWords(settings)).toBe(words)
})
