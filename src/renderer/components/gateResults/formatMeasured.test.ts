import { expect, it } from 'vitest'
import { formatMeasured } from './formatMeasured.ts'

it.each([
  { value: 1e-9, unit: 'ratio' as const, expected: '1e-9' },
  { value: -2.345e-12, unit: 'money' as const, expected: '-2.3e-12' },
  { value: 0, unit: 'ratio' as const, expected: '0.00' },
  { value: 0.25, unit: 'ratio' as const, expected: '0.25' },
  { value: 0.001, unit: 'fraction' as const, expected: '0.10%' },
  { value: 0.00001, unit: 'fraction' as const, expected: '1e-3%' },
  { value: 100, unit: 'count' as const, expected: '100' },
  { value: 2.5, unit: 'bars' as const, expected: '2.50' },
])('$value as $unit reads $expected', ({ value, unit, expected }) => {
  expect(formatMeasured(value, unit)).toBe(expected)
})
