import { expect, it } from 'vitest'
import { heldInTests } from './heldInTests.ts'

const column = (...values: number[]) => Float64Array.of(...values)

it.each([
  { name: 'tests without a gap', bar: column(5, 6, 7, 8), close: column(10, 11, 12, 9), held: [10, 11, 12, 9] },
  { name: 'a gap in which the price doubled', bar: column(5, 6, 20, 21), close: column(10, 11, 22, 33), held: [10, 11, 11, 16.5] },
  {
    name: 'a gap before a bar without a price',
    bar: column(5, 6, 20, 21),
    close: column(10, 11, Number.NaN, 33),
    held: [10, 11, Number.NaN, 33],
  },
  { name: 'nothing', bar: column(), close: column(), held: [] },
])('holding earns only during the tests: $name', ({ bar, close, held }) => {
  expect([...heldInTests(bar, close)]).toEqual(held)
})
