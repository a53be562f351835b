import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exactMedian, valueAtRank } from './exactMedian.ts'

const sortedRank = (values: Float64Array, rank: number) => values.toSorted()[rank]!

describe('valueAtRank', () => {
  it('is what sorting finds, for few values of every kind', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 50 }), fc.nat(), (list, seed) => {
        const values = Float64Array.from(list)
        const rank = seed % values.length
        expect(
          Object.is(
            valueAtRank(() => [values], rank, values.length),
            sortedRank(values, rank),
          ),
        ).toBe(true)
      }),
    )
  })

  // More than are sorted at once: digits are narrowed down over pieces.
  it.each([
    { name: 'spread returns', value: (i: number) => Math.sin(i * 12.9898) * 1e-3 },
    { name: 'signs and scales', value: (i: number) => (i % 2 === 0 ? -1 : 1) * 10 ** ((i * 7) % 40) },
    { name: 'a constant step', value: () => 60_000 },
    { name: 'two neighbours in their last bit', value: (i: number) => (i % 3 === 0 ? 1 : 1 + Number.EPSILON) },
  ])('is what sorting finds, for many: $name', ({ value }) => {
    const values = Float64Array.from({ length: 200_001 }, (_, i) => value(i))
    const pieces = [values.subarray(0, 65_536), values.subarray(65_536, 70_000), values.subarray(70_000)]
    for (const rank of [0, 1, 65_535, 65_536, 100_000, 200_000]) {
      expect(valueAtRank(() => pieces, rank, values.length)).toBe(sortedRank(values, rank))
    }
  })
})

it('exactMedian takes the mean of both middle values of an even number', () => {
  expect(exactMedian(() => [Float64Array.of(4, 1), Float64Array.of(3, 2)], 4)).toBe(2.5)
  expect(exactMedian(() => [Float64Array.of(9, -1, 5)], 3)).toBe(5)
})
