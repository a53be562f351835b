import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { familySymbols, joinSpreads, NO_SHARPE, spreadOf } from './trialLedger.ts'

describe('the spread of Sharpe ratios', () => {
  it('by hand: 1, 2, 6 have mean 3 and squared deviations 4 + 1 + 9', () => {
    expect(spreadOf([1, null, 2, Number.NaN, 6])).toEqual({ count: 3, mean: 3, m2: 14 })
  })

  it('of nothing has neither mean nor deviations', () => {
    expect(spreadOf([null, Number.NaN])).toEqual(NO_SHARPE)
    expect(joinSpreads(NO_SHARPE, NO_SHARPE)).toEqual(NO_SHARPE)
    expect(joinSpreads(NO_SHARPE, spreadOf([4]))).toEqual({ count: 1, mean: 4, m2: 0 })
    expect(joinSpreads(spreadOf([4]), NO_SHARPE)).toEqual({ count: 1, mean: 4, m2: 0 })
  })

  it('of two parts together is that of the whole', () => {
    const sharpes = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(sharpes, sharpes, (first, second) => {
        const joined = joinSpreads(spreadOf(first), spreadOf(second))
        const whole = spreadOf([...first, ...second])
        expect(joined.count).toBe(whole.count)
        expect(joined.mean).toBeCloseTo(whole.mean!, 12)
        expect(joined.m2).toBeCloseTo(whole.m2!, 10)
      }),
    )
  })
})

it('a family has one name, whatever the order of its symbols', () => {
  expect(familySymbols(['SPY', 'GLD', 'TLT'])).toBe('GLD,SPY,TLT')
  expect(familySymbols(['TLT', 'SPY', 'GLD'])).toBe('GLD,SPY,TLT')
})
