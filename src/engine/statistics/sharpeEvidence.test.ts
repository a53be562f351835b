import { describe, expect, it } from 'vitest'
import { minimumTrackRecord } from './minimumTrackRecord.ts'
import { probabilisticSharpe } from './probabilisticSharpe.ts'
import { type SharpeEstimate, varianceFactor } from './sharpeEstimate.ts'
import { sharpeReach } from './sharpeInterval.ts'

const normal = (sharpe: number, observations: number): SharpeEstimate => ({ sharpe, observations, skewness: 0, kurtosis: 3 })
const MONTHLY = Math.sqrt(12)

describe('PSR, reference values of Bailey and Lopez de Prado (2012)', () => {
  it.each([
    { name: 'normal, two years', estimate: normal(0.458, 24), threshold: 0, expected: 0.9817, digits: 4 },
    {
      name: 'skewed and fat-tailed, two years',
      estimate: { ...normal(0.458, 24), skewness: -2.448, kurtosis: 10.164 },
      threshold: 0,
      expected: 0.9134,
      digits: 4,
    },
    {
      name: 'the same over three years',
      estimate: { ...normal(0.458, 36), skewness: -2.448, kurtosis: 10.164 },
      threshold: 0,
      expected: 0.9535,
      digits: 4,
    },
    {
      name: 'annual 2 against 1, 59 months',
      estimate: { ...normal(2 / MONTHLY, 59), skewness: -0.72, kurtosis: 5.78 },
      threshold: 1 / MONTHLY,
      expected: 0.94869,
      digits: 5,
    },
  ])('$name', ({ estimate, threshold, expected, digits }) => {
    expect(probabilisticSharpe(estimate, threshold).value).toBeCloseTo(expected, digits)
  })
})

describe('MinTRL of an annual Sharpe ratio of 2 against 1 at 95%, in years', () => {
  it.each([
    { name: 'daily', perYear: 252, shape: {}, expected: 2.73 },
    { name: 'weekly', perYear: 52, shape: {}, expected: 2.83 },
    { name: 'monthly', perYear: 12, shape: {}, expected: 3.24 },
    { name: 'monthly, skewed and fat-tailed', perYear: 12, shape: { skewness: -0.72, kurtosis: 5.78 }, expected: 4.99 },
  ])('$name', ({ perYear, shape, expected }) => {
    const estimate = { ...normal(2 / Math.sqrt(perYear), 100), ...shape }
    expect(minimumTrackRecord(estimate, 1 / Math.sqrt(perYear), 0.95).value! / perYear).toBeCloseTo(expected, 2)
  })

  it('is 59.895 months for the last', () => {
    const estimate = { ...normal(2 / MONTHLY, 100), skewness: -0.72, kurtosis: 5.78 }
    expect(minimumTrackRecord(estimate, 1 / MONTHLY, 0.95).value).toBeCloseTo(59.895, 3)
  })

  it('is infinite when the threshold is not exceeded', () => {
    expect(minimumTrackRecord(normal(0.1, 100), 0.1, 0.95)).toEqual({ value: null, reason: expect.stringMatching(/^infinite/) })
  })
})

const reachOf = (estimate: SharpeEstimate) => sharpeReach(varianceFactor(estimate), estimate.observations)

describe('the confidence interval', () => {
  it('is not known without a positive variance', () => {
    expect(reachOf({ ...normal(1, 10), skewness: 5 })).toBeNaN()
  })

  it('spans 1.96 standard errors to either side', () => {
    const error = Math.sqrt((1 + 0.1 ** 2 / 2) / 251)
    expect(reachOf(normal(0.1, 252))).toBeCloseTo(1.9599639845400543 * error, 14)
  })

  it('touches zero exactly where PSR(0) is 97.5%', () => {
    const estimate = { sharpe: 0.1, observations: 400, skewness: -0.5, kurtosis: 6 }
    const shifted = probabilisticSharpe(estimate, estimate.sharpe - reachOf(estimate)).value
    expect(shifted).toBeCloseTo(0.975, 13)
  })
})

describe('without a distribution there is no evidence', () => {
  it.each([
    { name: 'one return', estimate: normal(1, 1), reason: /fewer than two/ },
    { name: 'undefined skewness', estimate: { ...normal(1, 10), skewness: Number.NaN }, reason: /undefined/ },
    { name: 'negative variance', estimate: { ...normal(1, 10), skewness: 5 }, reason: /no positive variance/ },
  ])('$name', ({ estimate, reason }) => {
    expect(probabilisticSharpe(estimate, 0)).toEqual({ value: null, reason: expect.stringMatching(reason) })
    expect(minimumTrackRecord(estimate, 0, 0.95).reason).toMatch(reason)
  })
})
