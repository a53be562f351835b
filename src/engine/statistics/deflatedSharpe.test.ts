import { describe, expect, it } from 'vitest'
import { xoshiro128 } from '../random.ts'
import { deflatedSharpe } from './deflatedSharpe.ts'
import { averageCorrelation, effectiveTrials, measureTrials, varianceOfSharpes } from './effectiveTrials.ts'
import { expectedMaximumOfNormals, expectedMaximumSharpe } from './expectedMaximum.ts'
import { minimumBacktestLength } from './minimumBacktestLength.ts'
import { matrixOfColumns } from './returnMatrix.ts'

describe('expected maximum of N normals', () => {
  it.each([
    { trials: 10, expected: 1.5746 },
    { trials: 100, expected: 2.5306 },
    { trials: 1000, expected: 3.2551 },
  ])('$trials: $expected', ({ trials, expected }) => expect(expectedMaximumOfNormals(trials)).toBeCloseTo(expected, 4))

  it('is 0 for one trial, never below 0, and grows with the trials', () => {
    expect(expectedMaximumOfNormals(1)).toBe(0)
    let before = 0
    for (let trials = 1.01; trials < 5000; trials *= 1.07) {
      const expected = expectedMaximumOfNormals(trials)
      expect(expected).toBeGreaterThanOrEqual(before)
      before = expected
    }
    expect(expectedMaximumOfNormals(0.5)).toBeNaN()
  })

  it('agrees with simulated maxima', () => {
    const random = xoshiro128(7)
    const rounds = 4000
    let total = 0
    for (let round = 0; round < rounds; round++) {
      let largest = Number.NEGATIVE_INFINITY
      for (let k = 0; k < 50; k++) largest = Math.max(largest, random.nextNormal())
      total += largest
    }
    expect(Math.abs(total / rounds - expectedMaximumOfNormals(50))).toBeLessThan(0.05)
  })
})

describe('DSR of an annual Sharpe ratio of 2.5 over 1,250 days', () => {
  const estimate = { sharpe: 2.5 / Math.sqrt(250), observations: 1250, skewness: -3, kurtosis: 10 }
  const variance = 0.5 / 250

  it.each([
    { name: '100 trials', shape: {}, trials: 100, expected: 0.9004 },
    { name: '46 trials', shape: {}, trials: 46, expected: 0.9505 },
    { name: '88 trials of normal returns', shape: { skewness: 0, kurtosis: 3 }, trials: 88, expected: 0.9505 },
  ])('$name', ({ shape, trials, expected }) => {
    const { probability, convention } = deflatedSharpe({ ...estimate, ...shape }, { trials, variance })
    expect(probability.value).toBeCloseTo(expected, 4)
    expect(convention).toBe('dsr.blp2014')
  })

  it('is held against SR0', () => {
    expect(expectedMaximumSharpe({ trials: 100, variance }).value).toBeCloseTo(0.113172, 6)
    expect(expectedMaximumSharpe({ trials: 1, variance }).value).toBe(0)
    expect(expectedMaximumSharpe({ trials: 100, variance, mean: 0.05 }).value).toBeCloseTo(0.163172, 6)
  })

  it.each([
    { name: 'no trial', record: { trials: 0, variance }, reason: /at least 1/ },
    { name: 'unknown variance', record: { trials: 5, variance: Number.NaN }, reason: /not known/ },
  ])('is null with $name', ({ record, reason }) => {
    expect(deflatedSharpe(estimate, record)).toEqual({
      convention: 'dsr.blp2014',
      probability: { value: null, reason: expect.stringMatching(reason) },
      expectedMaximum: { value: null, reason: expect.stringMatching(reason) },
    })
  })
})

describe('MinBTL', () => {
  it('is about five years for 45 trials and a Sharpe ratio of 1', () => {
    expect(minimumBacktestLength({ trials: 45, target: 1 }).value).toBeCloseTo(4.998, 3)
  })

  it('falls with the square of the target, is 0 for one trial and infinite for none', () => {
    expect(minimumBacktestLength({ trials: 45, target: 2 }).value).toBeCloseTo(4.998 / 4, 3)
    expect(minimumBacktestLength({ trials: 1, target: 1 }).value).toBe(0)
    expect(minimumBacktestLength({ trials: 45, target: 0 }).reason).toMatch(/^infinite/)
    expect(minimumBacktestLength({ trials: 0, target: 1 }).reason).toMatch(/at least 1/)
  })
})

describe('effective trials', () => {
  const one = [1, -2, 3, 0, 2]
  const two = [2, 1, -1, 4, 0]
  const three = [0, 0, 1, -3, 2]

  it('averages the correlations of all pairs', () => {
    const pairs = [correlate(one, two), correlate(one, three), correlate(two, three)]
    expect(averageCorrelation(matrixOfColumns([one, two, three])).value).toBeCloseTo(pairs.reduce((sum, r) => sum + r) / 3, 14)
  })

  it('counts copies once, independent trials in full and opposite ones no more than in full', () => {
    expect(effectiveTrials(10, 1)).toBe(1)
    expect(effectiveTrials(10, 0)).toBe(10)
    expect(effectiveTrials(10, 0.25)).toBe(7.75)
    expect(effectiveTrials(10, -0.1)).toBe(10)
    expect(measureTrials(matrixOfColumns([one, one, one])).trials).toBeCloseTo(1, 12)
  })

  it('measures N and V of a matrix; a trial that never moves has neither correlation nor Sharpe ratio', () => {
    const { trials, variance, counted } = measureTrials(matrixOfColumns([one, two, [0, 0, 0, 0, 0]]))
    const sharpes = [one, two].map(sharpeOf)
    expect(counted).toBe(3)
    expect(trials).toBeCloseTo(effectiveTrials(3, correlate(one, two)), 12)
    expect(variance.value).toBeCloseTo((sharpes[0]! - sharpes[1]!) ** 2 / 2, 14)
    expect(varianceOfSharpes([0.1, null]).reason).toMatch(/fewer than two/)
    expect(averageCorrelation(matrixOfColumns([one])).reason).toMatch(/fewer than two/)
  })
})

const meanOf = (values: number[]) => values.reduce((sum, value) => sum + value) / values.length
const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + (value - meanOf(a)) * (b[i]! - meanOf(b)), 0)
const correlate = (a: number[], b: number[]) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
const sharpeOf = (values: number[]) => meanOf(values) / Math.sqrt(dot(values, values) / (values.length - 1))
