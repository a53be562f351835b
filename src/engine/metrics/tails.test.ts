import { expect, it } from 'vitest'
import { measureTails, quantile } from './tails.ts'

const oneTo = (n: number) => Float64Array.from({ length: n }, (_, i) => i + 1)

it.each([
  { level: 0, expected: 1 },
  { level: 0.05, expected: 1.45 },
  { level: 0.5, expected: 5.5 },
  { level: 1, expected: 10 },
])('type 7 quantile of 1..10 at $level is $expected', ({ level, expected }) => {
  expect(quantile(oneTo(10), level)).toBeCloseTo(expected, 14)
})

it('averages the floor((n - 1) * 0.05) + 1 smallest', () => {
  expect(measureTails(oneTo(20)).conditionalValueAtRisk95.value).toBe(1)
  expect(measureTails(oneTo(21)).conditionalValueAtRisk95.value).toBe(1.5)
  expect(measureTails(oneTo(21)).valueAtRisk95.value).toBe(2)
})

it('has no tail ratio over a zero 5th percentile', () => {
  expect(measureTails(Float64Array.from([0, 0, 0, 1])).tailRatio.reason).toMatch(/zero/)
})
