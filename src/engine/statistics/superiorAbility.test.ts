import { describe, expect, it } from 'vitest'
import { congruentialSeries } from '../../../tests/builders/congruentialSeries.ts'
import { xoshiro128 } from '../random.ts'
import { columnOf, matrixOfColumns, type ReturnMatrix } from './returnMatrix.ts'
import { longRunVariance } from './stationaryBootstrap.ts'
import { testSuperiorAbility } from './superiorAbility.ts'

const OPTIONS = { jump: 0.2, paths: 499, seed: 9 }

function noise(seed: number, { rows, columns, shift = 0 }: { rows: number; columns: number; shift?: number }): ReturnMatrix {
  const random = xoshiro128(seed)
  return { rows, columns, values: Float64Array.from({ length: rows * columns }, () => random.nextNormal() + shift) }
}

describe('under the null hypothesis', () => {
  const results = Array.from({ length: 300 }, (_, trial) =>
    testSuperiorAbility(noise(1000 + trial, { rows: 80, columns: 4 }), { jump: 0.5, paths: 199, seed: trial }),
  )
  const pValues = (read: (result: (typeof results)[number]) => number | null) => results.map((result) => read(result)!)

  it('the p values of the reality check are uniform', () => {
    expect(kolmogorovDistance(pValues(({ realityCheck }) => realityCheck.value))).toBeLessThan(1.63 / Math.sqrt(300))
  })

  it('the upper and consistent p values of SPA are nearly uniform and reject about 5% at 5%', () => {
    const upper = pValues(({ spa }) => spa.upper.value)
    expect(kolmogorovDistance(upper)).toBeLessThan(1.63 / Math.sqrt(300))
    for (const values of [upper, pValues(({ spa }) => spa.consistent.value)]) {
      const rejected = values.filter((p) => p <= 0.05).length / 300
      expect(rejected).toBeGreaterThan(0.02)
      expect(rejected).toBeLessThan(0.1)
    }
  })

  it('lower <= consistent <= upper, always', () => {
    for (const { spa } of results) {
      expect(spa.lower.value!).toBeLessThanOrEqual(spa.consistent.value!)
      expect(spa.consistent.value!).toBeLessThanOrEqual(spa.upper.value!)
    }
  })
})

describe('a strategy that is truly better', () => {
  const excess = noise(5, { rows: 200, columns: 6 })
  for (let t = 0; t < 200; t++) excess.values[t * 6 + 4]! += 0.5

  it('is found, with the smallest p there is', () => {
    const { best, realityCheck, spa } = testSuperiorAbility(excess, OPTIONS)
    expect(best).toBe(4)
    expect(realityCheck.value).toBe(1 / 500)
    expect(spa.consistent.value).toBe(1 / 500)
  })

  it('is found by SPA even among many hopeless ones that blind the reality check', () => {
    const hopeless = noise(6, { rows: 200, columns: 40, shift: 0 })
    for (let i = 0; i < hopeless.values.length; i++) hopeless.values[i] = 8 * hopeless.values[i]! - 4
    const good = columnOf(noise(7, { rows: 200, columns: 1, shift: 0.25 }), 0)
    const columns = [...Array.from({ length: 40 }, (_, k) => columnOf(hopeless, k)), good]
    const { best, realityCheck, spa } = testSuperiorAbility(matrixOfColumns(columns), OPTIONS)
    expect(best).toBe(40)
    expect(realityCheck.value!).toBeGreaterThan(0.3)
    expect(spa.consistent.value!).toBeLessThan(0.05)
  })
})

it('strategies that all lose are never better', () => {
  const { realityCheck, spa } = testSuperiorAbility(noise(8, { rows: 100, columns: 3, shift: -2 }), OPTIONS)
  expect(spa).toEqual({ lower: { value: 1, reason: null }, consistent: { value: 1, reason: null }, upper: { value: 1, reason: null } })
  expect(realityCheck.value).toBe(1)
})

it('studentises by the same deviation as the arch package', () => {
  const matrix = { rows: 60, columns: 7, values: congruentialSeries(420, 99) }
  const expected = [
    0.060943695039680314, 0.08270351228088528, 0.09490139134934823, 0.08428887418164599, 0.06268563700808293, 0.04181920525475057,
    0.06167940562689974,
  ]
  for (const [k, variance] of expected.entries()) expect(longRunVariance(columnOf(matrix, k), 0.2)).toBeCloseTo(variance, 14)
})

it('says that copies of the benchmark cannot be tested', () => {
  const copies = { rows: 50, columns: 2, values: new Float64Array(100) }
  const { flat, realityCheck, spa } = testSuperiorAbility(copies, OPTIONS)
  expect(flat).toBe(2)
  expect(realityCheck.value).toBe(1)
  expect(spa.consistent.reason).toMatch(/no strategy differs/)
})

it('names what it was computed with', () => {
  const { conventions, paths, seed, jump } = testSuperiorAbility(noise(1, { rows: 30, columns: 2 }), OPTIONS)
  expect({ conventions, paths, seed, jump }).toEqual({
    conventions: { realityCheck: 'reality-check.w2000', spa: 'spa.h2005' },
    paths: 499,
    seed: 9,
    jump: 0.2,
  })
})

/** Largest distance between the empirical distribution and the uniform one on 0..1. */
function kolmogorovDistance(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted.reduce(
    (worst, value, i) => Math.max(worst, Math.abs(value - i / sorted.length), Math.abs(value - (i + 1) / sorted.length)),
    0,
  )
}
