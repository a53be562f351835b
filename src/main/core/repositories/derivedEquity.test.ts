import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withDerivedEquity, withoutDerivedEquity } from './derivedEquity.ts'

const money = fc.double({ noDefaultInfinity: true, noNaN: true, min: -1e9, max: 1e9 })

describe('derived equity', () => {
  it('comes back in the same bits, whether it follows from the other columns or not', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(money, money, money, fc.oneof(fc.constant(null), money))), (rows) => {
        const cash = Float64Array.from(rows, ([value]) => value)
        const units = Float64Array.from(rows, ([, value]) => value)
        const close = Float64Array.from(rows, ([, , value]) => value)
        const equity = Float64Array.from(rows, ([c, u, p, odd]) => odd ?? c + u * p)
        const stored = withoutDerivedEquity({ cash, units, close, equity })
        expect(withDerivedEquity('positions', stored)).toEqual({ cash, units, close, equity })
      }),
    )
  })

  it('is left out of what is stored only where every bar follows', () => {
    const columns = { cash: Float64Array.of(10, 4), units: Float64Array.of(0, 2), close: Float64Array.of(3, 3) }
    expect(withoutDerivedEquity({ ...columns, equity: Float64Array.of(10, 10) })).toEqual(columns)
    expect(withoutDerivedEquity({ ...columns, equity: Float64Array.of(10, 10.5) })).toHaveProperty('equity')
  })

  it('is not made up for columns that never had any', () => {
    const fills = { units: Float64Array.of(1), cash: Float64Array.of(1), close: Float64Array.of(1) }
    expect(withDerivedEquity('fills', fills)).toBe(fills)
    const curve = { equity: Float64Array.of(1, 2) }
    expect(withDerivedEquity('positions', withoutDerivedEquity(curve))).toEqual(curve)
  })
})
