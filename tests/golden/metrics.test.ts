import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { computeReturnMetrics, type ReturnMetricName } from '#engine/metrics/computeReturnMetrics.ts'
import { simpleReturns } from '#engine/metrics/equityPath.ts'

type Reference = Readonly<Record<string, number>>
interface Golden {
  readonly empyrical: Reference
  readonly quantstats: Reference
  readonly sp500_close_to_close: { readonly empyrical: Reference; readonly quantstats: Reference }
}
const golden = JSON.parse(readFileSync(new URL('./fixtures/metrics/metrics.json', import.meta.url), 'utf8')) as Golden

const RATES = { periodsPerYear: 252, riskFree: 0 }

type ReferenceNames = Partial<Record<ReturnMetricName, string>>

/** Our names and those of the reference engines, where the definitions agree. */
const EMPYRICAL: ReferenceNames = {
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
const QUANTSTATS: ReferenceNames = {
  sharpe_ratio: 'sharpe',
  sortino_ratio: 'sortino',
  calmar_ratio: 'calmar',
  max_drawdown: 'max_drawdown',
  cagr: 'cagr',
  annual_volatility: 'volatility',
  beta: 'beta',
  omega: 'omega',
  tail_ratio: 'tail_ratio',
  total_return: 'cum_return',
}

function readColumns(path: string, names: readonly string[]): Float64Array[] {
  const [header = '', ...lines] = readFileSync(new URL(path, import.meta.url), 'utf8')
    .trim()
    .split('\n')
  const rows = lines.map((line) => line.split(','))
  return names.map((name) => Float64Array.from(rows, (cells) => Number(cells[header.trim().split(',').indexOf(name)])))
}

function compare(ours: ReturnType<typeof computeReturnMetrics>, names: ReferenceNames, theirs: Reference): void {
  for (const [ourName, theirName] of Object.entries(names) as [ReturnMetricName, string][]) {
    const reference = theirs[theirName]!
    const error = Math.abs(ours[ourName].value! - reference) / Math.max(Math.abs(reference), 1e-3)
    expect(error, `${ourName}: ${ours[ourName].value} against ${reference}`).toBeLessThan(1e-12)
  }
}

describe('a series of 2,520 daily returns with a benchmark', () => {
  const [returns, benchmark] = readColumns('./fixtures/metrics/returns.csv', ['ret', 'bench']) as [Float64Array, Float64Array]
  const ours = computeReturnMetrics(returns, benchmark, RATES)
  it('agrees with empyrical', () => {
    expect(returns).toHaveLength(2520)
    compare(ours, EMPYRICAL, golden.empyrical)
  })
  it('agrees with quantstats where its definition is the same', () => compare(ours, QUANTSTATS, golden.quantstats))
})

describe('the S&P 500 close to close, 2000 to 2020', () => {
  const [close] = readColumns('../../node_modules/vega-datasets/data/sp500-2000.csv', ['close']) as [Float64Array]
  const returns = simpleReturns(close)
  const ours = computeReturnMetrics(returns, returns, RATES)
  it('agrees with empyrical', () => {
    expect(returns).toHaveLength(5104)
    compare(ours, EMPYRICAL, golden.sp500_close_to_close.empyrical)
  })
  it('agrees with quantstats where its definition is the same', () => compare(ours, QUANTSTATS, golden.sp500_close_to_close.quantstats))
})
