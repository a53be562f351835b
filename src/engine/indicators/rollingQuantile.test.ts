import fc from 'fast-check'
import { expect, it } from 'vitest'
import { quantile } from '../metrics/tails.ts'
import { rollingQuantile } from './rollingQuantile.ts'

const { NaN: none } = Number

it('takes the quantile of the last values, its own included', () => {
  const values = Float64Array.of(none, 3, 1, 2, 10)
  expect(Array.from(rollingQuantile(values, 3, 0.5))).toEqual([none, none, none, 2, 2])
  // Of 1, 2, 10: three quarters of the way between 2 and 10 is at position 1.5.
  expect(Array.from(rollingQuantile(values, 3, 0.75)).at(-1)).toBe(6)
  expect(Array.from(rollingQuantile(values, 3, 0)).at(-1)).toBe(1)
  expect(Array.from(rollingQuantile(values, 3, 1)).at(-1)).toBe(10)
})

it('agrees with a sorted window at every bar', () => {
  const columns = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 60 }).map((values) => Float64Array.from(values))
  fc.assert(
    fc.property(columns, fc.integer({ min: 1, max: 12 }), fc.double({ min: 0, max: 1, noNaN: true }), (values, period, share) => {
      rollingQuantile(values, period, share).forEach((value, i) => {
        const window = values.slice(Math.max(0, i - period + 1), i + 1).sort()
        expect(value).toBe(window.length < period ? Number.NaN : quantile(window, share))
      })
    }),
  )
})
