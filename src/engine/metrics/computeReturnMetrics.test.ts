import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { computeReturnMetrics, type ReturnMetricName } from './computeReturnMetrics.ts'

const RATES = { periodsPerYear: 252, riskFree: 0 }
const percent = (...values: number[]) => Float64Array.from(values, (value) => value / 100)
const MIXED = percent(Number.NaN, 1, 10, -4, 2, 3, 2, 1, -10)
const FALLING = percent(0, -6, -7, -1, -9, -2, -6, -8, -5)

describe("empyrical's mixed returns", () => {
  const metrics = computeReturnMetrics(MIXED, FALLING, RATES)
  const expected: [ReturnMetricName, number][] = [
    ['sharpe_ratio', 1.7238613961706866],
    ['annual_volatility', 0.9136465399704637],
    ['sortino_ratio', 2.605531251673693],
    ['cagr', 1.9135925373194231],
    ['calmar_ratio', 19.135925373194233],
    ['max_drawdown', -0.1],
    ['beta', -0.712962962962963],
    ['alpha', -0.9997853834885004],
  ]
  it.each(expected)('%s is %d', (name, value) => {
    expect(metrics[name].value).toBeCloseTo(value, 12)
  })
  it('has an omega of 1.3571429', () => expect(metrics.omega.value).toBeCloseTo(1.3571429, 7))
  it('has a downside risk of 0.6045 a year over all observations', () => {
    // Sortino is (mean * 252) / (that risk), and the mean of the eight returns is 0.05 / 8.
    expect(((0.05 / 8) * 252) / metrics.sortino_ratio.value!).toBeCloseTo(0.6044832503882965, 12)
  })
})

describe('a risk-free rate', () => {
  it('is compounded per period and taken from every return', () => {
    const { sharpe_ratio } = computeReturnMetrics(MIXED, null, { periodsPerYear: 252, riskFree: 0.05 })
    const perPeriod = 1.05 ** (1 / 252) - 1
    expect(sharpe_ratio.value).toBeCloseTo(1.7238613961706866 - (perPeriod * 252) / 0.9136465399704637, 12)
  })
})

describe('what is undefined is null with a reason', () => {
  it.each<{ name: string; returns: Float64Array; metric: ReturnMetricName; reason: RegExp }>([
    { name: 'no returns', returns: percent(), metric: 'cagr', reason: /no returns/ },
    { name: 'no returns', returns: percent(), metric: 'var_95', reason: /no returns/ },
    { name: 'one return', returns: percent(1), metric: 'sharpe_ratio', reason: /fewer than two/ },
    { name: 'equal returns', returns: percent(1, 1, 1), metric: 'sharpe_ratio', reason: /equal/ },
    { name: 'equal returns', returns: percent(1, 1, 1), metric: 'psr', reason: /equal/ },
    { name: 'no loss', returns: percent(1, 2, 3), metric: 'sortino_ratio', reason: /below the risk-free/ },
    { name: 'no loss', returns: percent(1, 2, 3), metric: 'omega', reason: /below the threshold/ },
    { name: 'no drawdown', returns: percent(1, 2, 3), metric: 'calmar_ratio', reason: /no drawdown/ },
    { name: 'a losing series', returns: percent(-1, -2, 1), metric: 'min_trl', reason: /infinite/ },
    { name: 'no benchmark', returns: percent(1, 2, 3), metric: 'beta', reason: /no benchmark/ },
  ])('$name: $metric', ({ returns, metric, reason }) => {
    const { value, reason: given } = computeReturnMetrics(returns, null, RATES)[metric]
    expect(value).toBeNull()
    expect(given).toMatch(reason)
  })

  it('says when the benchmark never moves', () => {
    expect(computeReturnMetrics(percent(1, 2), percent(3, 3), RATES).beta.reason).toMatch(/benchmark are equal/)
  })

  it('refuses a benchmark of another length', () => {
    expect(() => computeReturnMetrics(percent(1, 2), percent(1), RATES)).toThrow(/1 returns and the run 2/)
  })

  it('is never NaN or infinite, whatever the returns', () => {
    const returns = fc.array(fc.double({ min: -1, max: 1e6, noDefaultInfinity: true }), { maxLength: 30 })
    fc.assert(
      fc.property(returns, (values) => {
        const metrics = computeReturnMetrics(Float64Array.from(values), null, RATES)
        return Object.values(metrics).every(({ value, reason }) => (value === null ? reason !== null : Number.isFinite(value)))
      }),
    )
  })
})

describe('the interval of the Sharpe ratio', () => {
  it('is the one worked out by hand', () => {
    // n = 8, SR = 0.1085930...; g3 and g4 from the same returns: SR -+ 1.959964 sqrt((1 - g3 SR + (g4 - 1)/4 SR^2) / 7), times sqrt(252).
    const metrics = computeReturnMetrics(MIXED, null, RATES)
    const [sharpe, skew, excess] = [metrics.sharpe_ratio.value! / Math.sqrt(252), metrics.skewness.value!, metrics.kurtosis_excess.value!]
    const reach = 1.959963984540054 * Math.sqrt((1 - skew * sharpe + ((excess + 2) / 4) * sharpe ** 2) / 7)
    expect(metrics.sharpe_low.value).toBeCloseTo((sharpe - reach) * Math.sqrt(252), 10)
    expect(metrics.sharpe_high.value).toBeCloseTo((sharpe + reach) * Math.sqrt(252), 10)
  })

  it('is undefined, with its reason, where the ratio is', () => {
    const { sharpe_low, sharpe_high } = computeReturnMetrics(percent(1, 1, 1), null, RATES)
    expect([sharpe_low, sharpe_high]).toEqual(Array(2).fill({ value: null, reason: 'all returns are equal' }))
  })
})
