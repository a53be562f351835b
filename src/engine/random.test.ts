import { expect, it } from 'vitest'
import { xoshiro128 } from './random.ts'

const take = (count: number, next: () => number) => Array.from({ length: count }, next)

it('gives the same numbers for the same seed, and others for another', () => {
  const one = take(100, xoshiro128(42).next)
  expect(take(100, xoshiro128(42).next)).toEqual(one)
  expect(take(100, xoshiro128(43).next)).not.toEqual(one)
})

it('keeps the numbers it has always given', () => {
  expect(take(3, xoshiro128(42).next).map((value) => value * 2 ** 32)).toMatchInlineSnapshot(`
    [
      660444221,
      3652823732,
      77672526,
    ]
  `)
})

it('is uniform and normal to within sampling error', () => {
  const { next, nextNormal } = xoshiro128(7)
  const uniform = take(100_000, next)
  expect(uniform.every((value) => value >= 0 && value < 1)).toBe(true)
  const mean = (values: number[]) => values.reduce((total, value) => total + value, 0) / values.length
  // Five standard errors: 0.29 / sqrt(n) and 1 / sqrt(n).
  expect(Math.abs(mean(uniform) - 0.5)).toBeLessThan(0.0046)
  const normal = take(100_000, nextNormal)
  expect(Math.abs(mean(normal))).toBeLessThan(0.016)
  expect(Math.abs(mean(normal.map((value) => value ** 2)) - 1)).toBeLessThan(0.023)
})
