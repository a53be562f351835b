import { describe, expect, it } from 'vitest'
import { msToDate } from '#shared/domain/calendarDate.ts'
import type { Bars } from '#shared/domain/dataset.ts'
import { sp500, sp500Hash } from '../../../tests/golden/sp500.ts'
import { hashBars } from '../market/hashBars.ts'
import { sliceBars } from '../market/sliceBars.ts'
import { parseRunSpec } from '../simulator/parseRunSpec.ts'
import { runBacktest } from '../simulator/runBacktest.ts'
import { backtestTrials } from './backtestTrials.ts'
import { gridOf } from './chooseTrial.ts'
import { findFoldProblems } from './findFoldProblems.ts'
import { measureDrift } from './parameterDrift.ts'
import { type Fold, planFolds } from './planFolds.ts'
import { summariseWalkForward } from './summariseWalkForward.ts'
import type { TrialRunner } from './trial.ts'
import { walkForward } from './walkForward.ts'

const { spec } = parseRunSpec({
  strategy: { type: 'trend_following', parameters: { direction: 'long_only' } },
  cost_model: { type: 'percentage', percentage: 0.001 },
})
const rates = { periodsPerYear: 252, riskFree: 0 }
const grid = gridOf([
  { name: 'fast', values: [5, 20] },
  { name: 'slow', values: [50, 100, 200] },
])
const folds = planFolds(sp500.time.length, {
  trainBars: 1260,
  testBars: 504,
  purgeBars: 5,
  embargoBars: 5,
  anchored: false,
  lastTest: 'drop',
})
const runner = backtestTrials({ bars: sp500, spec })
const walk = (trials: TrialRunner) => walkForward({ folds, grid, objective: 'sharpe', choice: 'plateau', rates, runner: trials })

describe('trend following on the S&P 500, 2000-2020', () => {
  const result = walk(runner)

  it('walks seven sound windows', () => {
    expect(folds).toHaveLength(7)
    expect(findFoldProblems(folds, { barCount: sp500.time.length, gapBars: 10 })).toEqual([])
    expect(result.trialCount).toBe(42)
    expect(result.stitched.equity).toHaveLength(7 * 504)
    expect(measureDrift(result.windows, ['fast', 'slow']).map(({ values }) => values.length)).toEqual([7, 7])
  })

  it('has the trades, equity and metrics of a plain backtest of each test, warmed up by the bars before', () => {
    for (const { fold, parameters, outOfSample, trades } of result.windows) {
      const { ledger, metrics, firstBar } = backtestOf(fold.test, parameters!)
      const { equity } = runner.runTrial(parameters!, fold.test)
      expect(firstBar).toBe(fold.test.from)
      expect(Array.from(equity)).toEqual(Array.from(ledger.positions.equity))
      expect(trades).toEqual(ledger.trades)
      const { sharpe, totalReturn, cagr, maxDrawdown, trades: closed } = outOfSample!
      expect(sharpe).toBeCloseTo(metrics.values.sharpe_ratio!, 12)
      expect(totalReturn).toBeCloseTo(metrics.values.total_return!, 12)
      expect(cagr).toBeCloseTo(metrics.values.cagr!, 12)
      expect(maxDrawdown).toBeCloseTo(metrics.values.max_drawdown!, 12)
      expect(closed).toBe(metrics.values.total_trades)
    }
  })

  it('has a slow average from the first test bar on: the warm-up comes from before the window', () => {
    const { fold } = result.windows[0]!
    const cold = backtestTrials({ bars: sliceBars(sp500, fold.test.from, fold.test.end), spec })
    const length = fold.test.end - fold.test.from
    const parameters = { fast: 5, slow: 200 }
    const first = (equity: Float64Array) => equity.findIndex((value) => value !== equity[0])
    const warm = first(runner.runTrial(parameters, fold.test).equity)
    expect(warm).toBeGreaterThan(0)
    expect(warm).toBeLessThan(first(cold.runTrial(parameters, { from: 0, end: length }).equity))
  })

  it('sums up', () => {
    const summary = summariseWalkForward(result)
    const product = result.windows.reduce((growth, { outOfSample }) => growth * (1 + outOfSample!.totalReturn!), 1)
    expect(result.stitched.equity.at(-1)).toBeCloseTo(product, 12)
    expect(summary.averageTrainSharpe.value!).toBeGreaterThan(summary.averageTestSharpe.value!)
    expect(summary.longestHoldingBars).toBeGreaterThan(20)
  })
})

describe('the objective cannot read an out-of-sample row', () => {
  const clean = walk(runner)
  const chosenWith = (scoring: (bars: Bars) => TrialRunner, poison: number) =>
    folds.map((fold) => {
      const { scoreTrials } = scoring(poisonFrom(fold.train.end, poison))
      const { windows } = walkForward({
        folds: [fold],
        grid,
        objective: 'sharpe',
        choice: 'plateau',
        rates,
        runner: { scoreTrials, runTrial: runner.runTrial },
      })
      const { chosen, trials } = windows[0]!
      return { chosen, trials }
    })

  it.each([{ poison: Number.NaN }, { poison: 1e12 }, { poison: 1e-9 }])(
    'rows after training set to $poison change nothing',
    ({ poison }) => {
      const poisoned = chosenWith((bars) => backtestTrials({ bars, spec }), poison)
      expect(poisoned).toEqual(clean.windows.map(({ chosen, trials }) => ({ chosen, trials })))
    },
  )

  it('a runner that peeks beyond its range is found out by the same poison', () => {
    const peeking = (bars: Bars): TrialRunner => {
      const honest = backtestTrials({ bars, spec })
      return { ...honest, scoreTrials: (sets, { from, end }) => honest.scoreTrials(sets, { from, end: end + 100 }) }
    }
    const poisoned = chosenWith(peeking, 1e-9)
    expect(poisoned).not.toEqual(clean.windows.map(({ chosen, trials }) => ({ chosen, trials })))
  })
})

function backtestOf(test: Fold['test'], parameters: Record<string, number | string | boolean>) {
  const bars = sliceBars(sp500, 0, test.end)
  return runBacktest({
    bars,
    symbol: 'SPX',
    dataHash: test.end === sp500.time.length ? sp500Hash : hashBars(bars),
    spec: {
      ...spec,
      start_date: msToDate(sp500.time[test.from]!),
      strategy: { type: 'trend_following', parameters: { ...spec.strategy.parameters, ...parameters } },
    },
  })
}

function poisonFrom(bar: number, poison: number): Bars {
  const spoil = (column: Float64Array) => column.slice().fill(poison, bar)
  return { ...sp500, open: spoil(sp500.open), high: spoil(sp500.high), low: spoil(sp500.low), close: spoil(sp500.close) }
}
