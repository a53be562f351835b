import { describe, expect, it } from 'vitest'
import { autoregressiveSeries, congruentialSeries } from '../../../tests/builders/congruentialSeries.ts'
import { autocorrelationAdjustedSharpe } from './autocorrelationAdjustedSharpe.ts'
import { chiSquareUpperTail, logGamma } from './gammaDistribution.ts'
import { ljungBox } from './ljungBox.ts'
import { momentsOf, sampleDeviation } from './moments.ts'

const relativeError = (actual: number, expected: number) => Math.abs(actual / expected - 1)

describe('chi-square, reference values by scipy', () => {
  it.each([
    [0.5, 1, 0.47950012218695337],
    [3.84, 1, 0.05004352124870519],
    [10, 5, 0.07523524614651217],
    [18.307, 10, 0.05000058909139812],
    [100, 50, 3.454931382984871e-5],
    [0.001, 2, 0.9995001249791693],
    [250, 100, 7.76693640353949e-15],
    [600, 252, 2.0388437835666534e-30],
  ])('P(X > %d) with %d degrees is %d', (x, degrees, expected) => {
    expect(relativeError(chiSquareUpperTail(x, degrees), expected)).toBeLessThan(1e-11)
  })

  it('is 1 at and below 0 and NaN without degrees', () => {
    expect(chiSquareUpperTail(0, 3)).toBe(1)
    expect(chiSquareUpperTail(-1, 3)).toBe(1)
    expect(chiSquareUpperTail(1, 0)).toBeNaN()
  })

  it.each([
    [0.5, 0.5723649429247001],
    [2.5, 0.2846828704729192],
    [10, 12.801827480081469],
    [126, 481.8729792298879],
  ])('ln Gamma(%d) is %d', (x, expected) => expect(relativeError(logGamma(x), expected)).toBeLessThan(1e-13))
})

describe('Ljung-Box, reference values by statsmodels', () => {
  it.each([
    { name: 'noise', series: congruentialSeries(400, 12345), lags: 1, statistic: 0.231869, p: 0.630141 },
    { name: 'noise', series: congruentialSeries(400, 12345), lags: 5, statistic: 4.159916, p: 0.526629 },
    { name: 'noise', series: congruentialSeries(400, 12345), lags: 10, statistic: 9.058487, p: 0.526562 },
    { name: 'memory', series: autoregressiveSeries(400, { seed: 777, share: 0.6 }), lags: 1, statistic: 147.558109, p: 5.925532e-34 },
    { name: 'memory', series: autoregressiveSeries(400, { seed: 777, share: 0.6 }), lags: 10, statistic: 209.639079, p: 1.569424e-39 },
  ])('$name, $lags lags', ({ series, lags, statistic, p }) => {
    const result = ljungBox(series, lags)
    expect(result.convention).toBe('ljung-box.lb1978')
    expect(result.statistic.value).toBeCloseTo(statistic, 6)
    expect(relativeError(result.pValue.value!, p)).toBeLessThan(2e-6)
  })

  it.each([
    { name: 'too few returns', series: congruentialSeries(6, 1), lags: 5, reason: /6 returns are too few for 5 lags/ },
    { name: 'flat returns', series: new Float64Array(30), lags: 5, reason: /equal/ },
    { name: 'no lags', series: congruentialSeries(30, 1), lags: 0, reason: /at least 1/ },
  ])('is null for $name', ({ series, lags, reason }) => expect(ljungBox(series, lags).pValue.reason).toMatch(reason))
})

describe('the Sharpe ratio adjusted for autocorrelation', () => {
  it("agrees with another program's value", () => {
    const returns = autoregressiveSeries(400, { seed: 777, share: 0.6 })
      .slice(0, 120)
      .map((value) => value * 0.01 + 0.001)
    const { factor, sharpe } = autocorrelationAdjustedSharpe(returns, 12)
    expect(factor.value).toBeCloseTo(2.2274781626816735, 12)
    expect(sharpe.value).toBeCloseTo(0.6831530105462326, 12)
  })

  it('is smaller than the square-root rule when returns trend, and equal to it for yearly returns', () => {
    const trending = autoregressiveSeries(2000, { seed: 3, share: 0.3 }).map((value) => value + 0.1)
    expect(autocorrelationAdjustedSharpe(trending, 12).factor.value!).toBeLessThan(Math.sqrt(12))
    const moments = momentsOf(trending)
    expect(autocorrelationAdjustedSharpe(trending, 1).sharpe.value).toBe(moments.mean / sampleDeviation(moments))
  })

  it.each([
    { name: 'less than a year', returns: congruentialSeries(200, 1), periodsPerYear: 252, reason: /too few for 251 lags/ },
    { name: 'flat returns', returns: new Float64Array(100).fill(0.01), periodsPerYear: 12, reason: /equal/ },
    {
      name: 'returns that undo one another',
      returns: Float64Array.from({ length: 40 }, (_, t) => (t % 2 === 0 ? 1 : -1) + t / 100),
      periodsPerYear: 2,
      reason: null,
    },
  ])('$name', ({ returns, periodsPerYear, reason }) => {
    const { sharpe } = autocorrelationAdjustedSharpe(returns, periodsPerYear)
    if (reason === null) expect(sharpe.value!).toBeGreaterThan(0)
    else expect(sharpe.reason).toMatch(reason)
  })
})
