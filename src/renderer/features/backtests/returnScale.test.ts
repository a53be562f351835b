import { expect, it } from 'vitest'
import { placeOnScale, returnScale } from './returnScale.ts'

const year = (...values: (number | null)[]) => ({
  year: 2020,
  months: values.map((value) => (value === null ? null : { value, fromMs: 0, toMs: 0 })),
  total: 0,
})

it('fits all but the wildest months, on both sides of zero alike', () => {
  const calm = Array.from({ length: 19 }, (_, index) => (index % 2 === 0 ? -0.01 : 0.02))
  expect(returnScale([year(...calm, -0.9)])).toBe(0.02)
})

it('counts neither missing months nor those without any move', () => {
  expect(returnScale([year(null, 0, 0, -0.04)])).toBe(0.04)
  expect(returnScale([year(null, 0)])).toBe(1)
})

it.each([
  { value: 0, place: 0 },
  { value: -0.01, place: -0.25 },
  { value: 0.5, place: 1 },
  { value: -0.5, place: -1 },
])('$value is at $place', ({ value, place }) => {
  expect(placeOnScale(value, 0.04)).toBe(place)
})
