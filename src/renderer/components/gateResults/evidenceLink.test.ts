import { describe, expect, it } from 'vitest'
import { makeCheck } from '../../../../tests/builders/gateResults.ts'
import { evidenceLink } from './evidenceLink.ts'

describe('evidenceLink', () => {
  const result = { strategyId: 'S', binding: null }
  it.each([
    { id: 'C30', source: 'governance', address: '/data' },
    { id: 'P4', source: 'governance', address: '/strategies/S?tab=governance' },
    { id: 'P6', source: 'governance', address: '/activity' },
    { id: 'P1', source: 'gates', address: '/strategies/S?tab=gates' },
  ] as const)('$id leads to where it can be answered', ({ id, source, address }) => {
    expect(evidenceLink(makeCheck({ id, source }), result)?.address).toBe(address)
  })
})
