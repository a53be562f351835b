import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readFixture } from '../golden/sp500.ts'
import { aurelius, aureliusHere, makeFile, makeFolder } from './aurelius.ts'

const RETURNS_FILE = resolve(import.meta.dirname, '../golden/fixtures/metrics/returns.csv')

/** Our names and empyrical's. */
const EMPYRICAL = {
  sharpe_ratio: 'sharpe',
  sortino_ratio: 'sortino',
  calmar_ratio: 'calmar',
  max_drawdown: 'max_drawdown',
  cagr: 'cagr',
  annual_volatility: 'volatility',
  var_95: 'var95',
  cvar_95: 'cvar95',
  skewness: 'skew',
  kurtosis_excess: 'kurtosis',
  alpha: 'alpha',
  beta: 'beta',
  omega: 'omega',
  tail_ratio: 'tail_ratio',
  total_return: 'cum_return',
}

async function metricsOf(csv: string, options: readonly string[] = []) {
  const outcome = await aureliusHere(['metrics', '--returns', makeFile(makeFolder(), 'returns.csv', csv), ...options])
  return { ...outcome, json: outcome.exitCode === 0 ? JSON.parse(outcome.stdout) : null }
}

describe('aurelius metrics', () => {
  it('agrees with empyrical on 2,520 daily returns and their benchmark', async () => {
    const { exitCode, stdout, stderr } = await aurelius(['metrics', '--returns', RETURNS_FILE])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    const ours = JSON.parse(stdout)
    const theirs = JSON.parse(readFixture('metrics/metrics.json')).empyrical
    for (const [name, other] of Object.entries(EMPYRICAL)) {
      const difference = Math.abs(ours[name] - theirs[other]) / Math.max(Math.abs(theirs[other]), 1e-3)
      expect(difference, `${name}: ${ours[name]} against ${theirs[other]}`).toBeLessThan(1e-12)
    }
    expect(ours).toMatchObject({ returns: 2520, missing_returns: 0, periods_per_year: 252, risk_free: 0, reasons: {} })
  })

  it('leaves missing returns out, while their periods count as time', async () => {
    const { json } = await metricsOf(
      'ret,bench\nNaN,-0.06\n0.01,-0.07\n0.1,-0.01\n-0.04,-0.09\n0.02,-0.02\n0.03,-0.06\n0.02,-0.08\n0.01,-0.05\n-0.1,\n',
    )
    expect(json).toMatchObject({ returns: 9, missing_returns: 1 })
    expect(json.sharpe_ratio).toBeCloseTo(1.7238613961706866, 12)
    expect(json.annual_volatility).toBeCloseTo(0.9136465399704637, 12)
    expect(json.cagr).toBeCloseTo(1.9135925373194231, 11)
    expect(json.calmar_ratio).toBeCloseTo(19.135925373194233, 10)
  })

  it('says why a metric is undefined', async () => {
    const { json } = await metricsOf('time,ret\n2020-01-01,0.01\n2020-01-02,0.01\n')
    expect(json).toMatchObject({ sharpe_ratio: null, beta: null })
    expect(json.reasons).toMatchObject({ sharpe_ratio: 'all returns are equal', beta: 'no benchmark was given' })
  })

  it('takes periods a year and a risk-free return', async () => {
    const csv = 'Date;Return\n2020-01-31;0.02\n2020-02-29;-0.01\n2020-03-31;0.03\n'
    const [plain, monthly] = [await metricsOf(csv), await metricsOf(csv, ['--periods-per-year', '12', '--risk-free', '0.05'])]
    expect(plain.json.annual_volatility / monthly.json.annual_volatility).toBeCloseTo(Math.sqrt(252 / 12), 12)
    const sharpe = ((0.04 / 3 - (1.05 ** (1 / 12) - 1)) / Math.sqrt(0.0004333333333333333)) * Math.sqrt(12)
    expect(monthly.json.sharpe_ratio).toBeCloseTo(sharpe, 12)
  })

  it.each([
    { name: 'an empty file', csv: '', message: /holds no returns/ },
    { name: 'only a header', csv: 'time,ret\n', message: /holds no returns/ },
    { name: 'no column of returns', csv: 'time,gain\n2020-01-01,0.1\n', message: /line 1, column ret: is missing/ },
    { name: 'a cell that is no number', csv: 'ret\n0.1\nhigh\n', message: /line 3, column ret: "high" is not a number/ },
    { name: 'a percent sign', csv: 'ret\n1%\n', message: /line 2, column ret: "1%" is not a number; write 0.01/ },
    { name: 'more than everything lost', csv: 'ret,bench\n0.1,-1.5\n', message: /line 2, column bench: -1.5 loses more than everything/ },
  ])('$name is refused in one line', async ({ csv, message }) => {
    const { exitCode, stdout, stderr } = await metricsOf(csv)
    expect(stderr).toMatch(/^error: [^\n]+\n$/)
    expect(stderr).toMatch(message)
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  })

  it.each([
    ['--periods-per-year', '0'],
    ['--risk-free', '-1'],
    ['--periods-per-year', 'often'],
  ])('%s %s is refused', async (option, value) => {
    const { exitCode, stderr } = await metricsOf('ret\n0.1\n', [option, value])
    expect(exitCode).toBe(2)
    expect(stderr).toContain(option)
  })
})
