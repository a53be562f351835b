import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keepExtremes } from './keepExtremes.ts'

const series = (...values: number[]) => Float64Array.from(values)
const least = (values: readonly number[]) => values.reduce((a, b) => (b < a ? b : a), Number.POSITIVE_INFINITY)
const greatest = (values: readonly number[]) => values.reduce((a, b) => (b > a ? b : a), Number.NEGATIVE_INFINITY)

describe('keepExtremes', () => {
  it('keeps every row when there are few', () => {
    expect([...keepExtremes([series(5, 1, 9)], { from: 0, to: 3 }, 2)]).toEqual([0, 1, 2])
  })

  it('keeps the peak and the trough of each bucket, and both ends', () => {
    const values = series(1, 1, 9, 1, -7, 1, 1, 1, 1, 8, 1, 1)
    expect([...keepExtremes([values], { from: 0, to: 12 }, 2)]).toEqual([0, 2, 4, 6, 9, 11])
  })

  it('looks at every column and never takes a missing value for an extreme', () => {
    const missing = Number.NaN
    const first = series(missing, missing, missing, missing, missing, missing, missing, missing, 3, missing)
    const second = series(0, 0, 0, 5, 0, 0, 0, 0, 0, 0)
    const kept = keepExtremes([first, second], { from: 0, to: 10 }, 1)
    expect([...kept]).toEqual(expect.arrayContaining([0, 3, 8, 9]))
  })

  it('keeps the extremes of any span of any series, in order, equally many per bucket', () => {
    const numbers = fc.array(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(Number.NaN)), { maxLength: 300 })
    fc.assert(
      fc.property(numbers, numbers, fc.integer({ min: 1, max: 20 }), (left, right, buckets) => {
        const rowCount = Math.min(left.length, right.length)
        const columns = [left, right].map((values) => Float64Array.from(values.slice(0, rowCount)))
        const kept = [...keepExtremes(columns, { from: 0, to: rowCount }, buckets)]
        expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b))
        expect(kept.length).toBeGreaterThanOrEqual(Math.min(rowCount, 4 * buckets))
        expect(kept.length).toBeLessThanOrEqual(4 * buckets + 2)
        for (const column of columns) {
          const all = [...column]
          const shown = kept.map((row) => column[row] ?? Number.NaN)
          expect([least(shown), greatest(shown)]).toEqual([least(all), greatest(all)])
        }
      }),
    )
  })
})
