import { describe, expect, it } from 'vitest'
import type { CheckResult, CheckState } from '#shared/domain/gate.ts'
import { scaleBullet } from './bulletScale.ts'
import { checkCountWords, sortByUrgency } from './checkCounts.ts'

const check = (id: string, state: CheckState): CheckResult => ({
  id,
  title: id,
  state,
  blocking: true,
  waivable: true,
  value: null,
  threshold: null,
  margin: null,
  unit: 'ratio',
  summary: '',
  action: null,
  evidence: [],
})

describe('checkCountWords', () => {
  it('counts neither missing nor stale evidence as passed, and leaves out what does not apply', () => {
    const checks = (['PASS', 'WARN', 'WAIVED', 'FAIL', 'NOT_RUN', 'STALE', 'N/A'] as const).map((state, n) => check(`D${n}`, state))
    expect(checkCountWords({ checks })).toBe('3/6')
  })
})

describe('sortByUrgency', () => {
  it('puts failures first and keeps the policy order among equals', () => {
    const checks = [check('D1', 'PASS'), check('D2', 'FAIL'), check('D3', 'NOT_RUN'), check('D4', 'FAIL')]
    expect(sortByUrgency(checks).map(({ id }) => id)).toEqual(['D2', 'D4', 'D3', 'D1'])
  })
})

describe('scaleBullet', () => {
  const atLeast = (bound: number, warn: number | null = null) => ({ comparison: '>=' as const, bound, warn })
  it('places value and bound on a bar that starts at zero', () => {
    const scale = scaleBullet({ value: 0.5, threshold: atLeast(1) })
    expect(scale?.zero).toBe(0)
    expect(scale?.value).toBeCloseTo(0.5 / 1.15, 12)
    expect(scale?.bound).toBeCloseTo(1 / 1.15, 12)
  })
  it('gives a negative value room to the left of zero', () => {
    const scale = scaleBullet({ value: -1, threshold: atLeast(1) })
    expect(scale?.zero).toBeCloseTo(0.5, 12)
    expect(scale?.value ?? 1).toBeLessThan(0.1)
  })
  it.each([
    { name: 'no value', value: null, threshold: atLeast(1) },
    { name: 'no bound', value: 1, threshold: null },
    { name: 'an equality', value: 3, threshold: { comparison: '=' as const, bound: 3, warn: null } },
    { name: 'no span', value: 0, threshold: atLeast(0) },
  ])('$name draws nothing', ({ value, threshold }) => {
    expect(scaleBullet({ value, threshold })).toBeNull()
  })
})
