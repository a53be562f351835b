import { expect, it } from 'vitest'
import { columnWidth, endsOf } from './columnWidth.ts'

it('has room for the header and the longest text', () => {
  expect(columnWidth('Entry price', ['9.00'])).toBe(columnWidth('Entry price', []))
  expect(columnWidth('Profit', ['+1.00', '-1,234,567.89'])).toBeGreaterThan(columnWidth('Profit', ['-234,567.89']))
})

it.each([
  { values: [3, -7, Number.NaN, 2], ends: [-7, 3] },
  { values: [5], ends: [5, 5] },
  { values: [Number.NaN], ends: [] },
])('ends of $values are $ends', ({ values, ends }) => {
  expect(endsOf(Float64Array.from(values))).toEqual(ends)
})
