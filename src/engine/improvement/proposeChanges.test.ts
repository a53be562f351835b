import { describe, expect, it } from 'vitest'
import type { CheckResult } from '#shared/domain/gate.ts'
import { type RunSpec, runSpecSchema } from '#shared/domain/runSpec.ts'
import { completeRunSpec } from '../simulator/completeRunSpec.ts'
import { findWeaknesses } from './findWeaknesses.ts'
import { applyChange, countIdeas, type Proposal, proposeChange } from './proposeChanges.ts'

const specOf = (strategy: object, execution: object = {}): RunSpec => completeRunSpec(runSpecSchema.parse({ strategy, execution }))
const CROSS = { type: 'trend_following', parameters: { fast: 20, slow: 50 } }

function changeOf(proposal: Proposal | null) {
  if (proposal?.kind !== 'change') throw new Error(`no change but ${JSON.stringify(proposal)}`)
  return proposal.change
}

describe('weaknesses', () => {
  const check = (id: string, state: CheckResult['state']): CheckResult => ({
    ...{ id, state, title: id, blocking: true, waivable: true, value: null, threshold: null, margin: null, unit: 'ratio' },
    ...{ summary: '', action: 'Do this.', evidence: [] },
  })

  it('are read from failed checks, each once, what parameters cannot answer apart', () => {
    const { weaknesses, unanswered } = findWeaknesses([
      ...[
        check('C1', 'FAIL'),
        check('C4', 'NOT_RUN'),
        check('C7', 'PASS'),
        check('C16', 'FAIL'),
        check('C18', 'FAIL'),
        check('C20', 'FAIL'),
      ],
    ])
    expect(weaknesses.map(({ weakness, check: { id } }) => [weakness, id])).toEqual([
      ['drawdown', 'C16'],
      ['costs', 'C20'],
    ])
    expect(unanswered).toEqual([{ checkId: 'C1', reason: expect.stringContaining('Do this.') }])
  })
})

describe('proposals', () => {
  it.each([
    { name: 'a stop where there is none', execution: {}, index: 0, change: { stopLoss: 0.1, words: 'stop loss none -> 10%' } },
    { name: 'a tighter stop', execution: { stop_loss: 0.2 }, index: 0, change: { stopLoss: 0.15, words: 'stop loss 20% -> 15%' } },
    { name: 'half of everything', execution: {}, index: 1, change: { sizeFraction: 0.5, words: 'position 100% -> 50% of equity' } },
    { name: 'half the size', execution: { sizing: { type: 'fraction', of_equity: 0.5 } }, index: 1, change: { sizeFraction: 0.25 } },
  ])('answer a deep drawdown by $name', ({ execution, index, change }) => {
    const spec = specOf(CROSS, execution)
    const proposed = changeOf(proposeChange('drawdown', index, spec))
    expect(proposed).toMatchObject(change)
    expect(() => completeRunSpec(applyChange(spec, proposed))).not.toThrow()
  })

  it('give a strategy that sizes itself neither stop nor size, but a lower target', () => {
    const spec = specOf({ type: 'volatility_trading', parameters: { vol_target: 0.2 } })
    expect(proposeChange('drawdown', 0, spec)).toBeNull()
    expect(proposeChange('drawdown', 1, spec)).toBeNull()
    expect(changeOf(proposeChange('drawdown', 2, spec))).toMatchObject({ parameters: { vol_target: 0.14 } })
  })

  it('shorten and lengthen all lookbacks together', () => {
    const spec = specOf(CROSS)
    expect(changeOf(proposeChange('few_trades', 1, spec)).parameters).toEqual({ fast: 10, slow: 25 })
    expect(changeOf(proposeChange('costs', 1, spec)).words).toBe('fast 20 -> 40, slow 50 -> 100')
  })

  it('leave out what the family refuses, as a cross of equal lengths', () => {
    expect(proposeChange('few_trades', 1, specOf({ type: 'trend_following', parameters: { fast: 1, slow: 2 } }))).toBeNull()
  })

  it('answer overfitting with one free parameter at a time, and know when there are no more', () => {
    const searches = Array.from({ length: countIdeas('overfitting') + 1 }, (_, index) => proposeChange('overfitting', index, specOf(CROSS)))
    expect(searches).toMatchObject([{ kind: 'search', parameters: ['fast'] }, { kind: 'search', parameters: ['slow'] }, null])
  })
})
