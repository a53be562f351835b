import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { onAxis, sharedAxis } from './sharedAxis.ts'

const column = (...values: number[]) => Float64Array.from(values)

describe('one axis for several curves', () => {
  it('holds every instant once while they are few', () => {
    const axis = sharedAxis([column(1, 2, 4), column(2, 3)], 100)
    expect(axis).toEqual({ time: column(1, 2, 3, 4), isThinned: false })
    expect(onAxis({ time: column(2, 3), values: column(7, 8) }, axis)).toEqual(column(Number.NaN, 7, 8, Number.NaN))
  })

  it('keeps the extremes of each span in their order when there are many', () => {
    const time = column(0, 1, 2, 3, 4, 5, 6, 7)
    const axis = sharedAxis([time], 4)
    expect(axis).toEqual({ time: column(0, 3, 4, 7), isThinned: true })
    expect(onAxis({ time, values: column(1, 9, 2, 0, 5, 6, 3, 4) }, axis)).toEqual(column(9, 0, 6, 3))
  })

  it('loses no peak and no trough, whatever the curves', () => {
    const curve = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 400 })
    const gap = fc.integer({ min: 1, max: 5 })
    fc.assert(
      fc.property(fc.tuple(curve, curve), gap, fc.integer({ min: 4, max: 60 }), (columns, step, points) => {
        const curves = columns.map((values, which) => ({
          time: Float64Array.from(values, (_, row) => row * (which === 0 ? 1 : step)),
          values: Float64Array.from(values),
        }))
        const axis = sharedAxis(
          curves.map(({ time }) => time),
          points,
        )
        expect(axis.time.length).toBeLessThanOrEqual(points)
        expect(axis.time.every((instant, row) => row === 0 || instant > axis.time[row - 1]!)).toBe(true)
        for (const each of curves) {
          const shown = onAxis(each, axis).filter((value) => !Number.isNaN(value))
          expect([Math.min(...shown), Math.max(...shown)]).toEqual([Math.min(...each.values), Math.max(...each.values)])
        }
      }),
    )
  })

  it('keeps a missing value missing', () => {
    const time = column(0, 1, 2, 3, 4, 5, 6, 7)
    const values = column(1, Number.NaN, Number.NaN, 2, Number.NaN, Number.NaN, Number.NaN, Number.NaN)
    expect(onAxis({ time, values }, sharedAxis([time], 4))).toEqual(column(1, 2, Number.NaN, Number.NaN))
  })
})
