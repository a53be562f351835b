import { expect, it } from 'vitest'
import { conditionalValueAtRisk95, quantile, tailRatio, valueAtRisk95 } from './tails.ts'

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
  expect(conditionalValueAtRisk95(oneTo(20)).value).toBe(1)
  expect(conditionalValueAtRisk95(oneTo(21)).value).toBe(1.5)
  expect(valueAtRisk95(oneTo(21)).value).toBe(2)
})

it('has no tail ratio over a zero 5th percentile', () => {
  expect(tailRatio(Float64Array.from([0, 0, 0, 1])).reason).toMatch(/zero/)
})
