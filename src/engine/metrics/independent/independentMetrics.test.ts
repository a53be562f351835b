import { describe, expect, it } from 'vitest'
import type { RunLedger } from '#shared/domain/ledger.ts'
import { knownGoodRun } from '../../gates/controls/knownGoodRun.ts'
import { xoshiro128 } from '../../random.ts'
import { runBacktest } from '../../simulator/runBacktest.ts'
import { normalCdf } from '../../statistics/normal.ts'
import { computeMetrics } from '../computeMetrics.ts'
import { independentMetrics } from './independentMetrics.ts'
import { normalProbability } from './normalProbability.ts'

it.each([-9, -5, -1.96, -0.3, 0, 0.5, 1.6448536269514722, 3, 6.5, 8])('agrees on the normal probability of %s', (x) => {
  expect(normalProbability(x)).toBeCloseTo(normalCdf(x), 14)
})

describe('agrees with the metrics to 1e-9', () => {
  const compare = (ledger: RunLedger, terms = { periodsPerYear: 252, riskFree: 0 }) => {
    const input = { ledger, initialCash: 100_000, ...terms }
    const { values } = computeMetrics({ ...input, benchmark: null })
    for (const [name, value] of Object.entries(independentMetrics(input))) {
      const other = values[name as keyof typeof values]
      if (value === null || other === null) expect({ name, value }).toEqual({ name, value: other })
      else expect({ name, off: Math.abs(value - other) / Math.max(1, Math.abs(other)) < 1e-9 }).toEqual({ name, off: true })
    }
  }

  it('on a run of the simulator, with a risk-free rate too', () => {
    const { stored } = knownGoodRun()
    compare(stored.ledger)
    compare(stored.ledger, { periodsPerYear: 52, riskFree: 0.03 })
  })

  it.each([1, 2, 3, 4, 5])('on a random run %s, commission, stops and shorts included', (seed) => {
    const random = xoshiro128(seed)
    const { data, spec, dataHash } = knownGoodRun()
    if ('panel' in data) throw new Error('the known-good run has one instrument')
    let level = 100
    const close = data.bars.close.map(() => {
      level *= Math.exp(0.03 * random.nextNormal())
      return level
    })
    const bars = { ...data.bars, close, open: close, high: close.map((c) => c * 1.01), low: close.map((c) => c * 0.99) }
    const parameters = { fast: 2, slow: 5, direction: 'long_short' }
    const execution = { ...spec.execution, stop_loss: 0.02 }
    const run = runBacktest({
      bars,
      symbol: 'X',
      dataHash,
      spec: { ...spec, execution, strategy: { type: 'trend_following', parameters } },
    })
    expect(run.ledger.trades.pnl.length).toBeGreaterThan(3)
    compare(run.ledger)
  })

  it('on a run that never trades: what is undefined is undefined in both', () => {
    const { stored } = knownGoodRun()
    const none = new Float64Array()
    const { positions, fills, trades } = stored.ledger
    const empty = <Group extends object>(group: Group) => Object.fromEntries(Object.keys(group).map((name) => [name, none])) as Group
    const flat = positions.equity.map(() => 100_000)
    compare({
      ...stored.ledger,
      openTrades: 0,
      fills: empty(fills),
      trades: empty(trades),
      positions: { ...positions, units: flat.map(() => 0), cash: flat, equity: flat },
    })
  })
})
