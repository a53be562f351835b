import { expect, it } from 'vitest'
import { sortRows } from './sortRows.ts'

const values = [3, Number.NaN, -1, 3, 0]
const readValue = (row: number) => values[row] ?? Number.NaN

it.each([
  { direction: 'asc' as const, expected: [2, 4, 0, 3, 1] },
  { direction: 'desc' as const, expected: [0, 3, 4, 2, 1] },
])('$direction keeps ties in place and missing values last', ({ direction, expected }) => {
  expect([...sortRows(values.length, readValue, direction)]).toEqual(expected)
})
