import { describe, expect, it } from 'vitest'
import type { TradeColumns } from '#shared/domain/ledger.ts'
import type { Parameters } from '#shared/domain/strategyType.ts'
import { gridOf } from './chooseTrial.ts'
import { type BarRange, planFolds } from './planFolds.ts'
import { summariseWalkForward, toValidationMetrics, toValidationWindow } from './summariseWalkForward.ts'
import { scoreRun, type TrialRun, type TrialRunner } from './trial.ts'
import { type WalkForwardInput, walkForward } from './walkForward.ts'

const rates = { periodsPerYear: 252, riskFree: 0 }
const grid = gridOf([{ name: 'n', values: [0, 1, 2] }])
const NO_TRADES = Object.fromEntries(
  ['entryBar', 'exitBar', 'entryTime', 'exitTime', 'units', 'entryPrice', 'exitPrice', 'pnl', 'commission', 'exitReason'].map((name) => [
    name,
    new Float64Array(),
  ]),
) as unknown as TradeColumns

const equityRun = (equity: number[]): TrialRun => ({
  initialCash: 100,
  equity: Float64Array.from(equity),
  trades: NO_TRADES,
  openTrades: 0,
  longestOpenBars: 0,
})

/** A run whose equity grows by `rate(n, bar)` at each bar. */
function growing(rate: (n: number, bar: number) => number): TrialRunner {
  const runTrial = (parameters: Parameters, { from, end }: BarRange) => {
    const equity = [100]
    for (let bar = from + 1; bar < end; bar++) equity.push(equity.at(-1)! * (1 + rate(Number(parameters['n']), bar)))
    return equityRun(equity)
  }
  return { runTrial, scoreTrials: (sets, range) => sets.map((set) => scoreRun(runTrial(set, range), rates)) }
}

const inputOf = (runner: TrialRunner, changes: Partial<WalkForwardInput> = {}): WalkForwardInput => ({
  folds: planFolds(20, { trainBars: 8, testBars: 4, purgeBars: 0, embargoBars: 0, anchored: false, lastTest: 'drop' }),
  grid,
  objective: 'total_return',
  choice: 'peak',
  rates,
  runner,
  ...changes,
})

/** Point n earns while bar / 10 rounds down to it. */
const seasonal = growing((n, bar) => (Math.floor(bar / 10) === n ? 0.02 : -0.01) + (bar % 2) / 1000)

describe('walk-forward', () => {
  const result = walkForward(inputOf(seasonal))

  it('chooses on the training rows alone and keeps every trial', () => {
    expect(result.windows.map(({ chosen }) => chosen)).toEqual([0, 0, 1])
    expect(result.windows.map(({ trials }) => trials.length)).toEqual([3, 3, 3])
    expect(result.trialCount).toBe(9)
    const { inSample, trials, parameters } = result.windows[2]!
    expect(inSample).toBe(trials[1])
    expect(parameters).toEqual({ n: 1 })
  })

  it('judges the choice on the test rows', () => {
    // Bars 12..16 belong to season 1, yet season 0 was chosen: three losing steps.
    const { outOfSample, degradation } = result.windows[1]!
    expect(outOfSample!.totalReturn).toBeCloseTo((1 - 0.009) * (1 - 0.01) * (1 - 0.009) - 1, 12)
    expect(degradation.value!).toBeGreaterThan(1)
  })

  it('stitches the tests into one curve', () => {
    const { stitched, windows } = result
    expect(Array.from(stitched.bars)).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19])
    expect(stitched.equity[0]).toBe(1)
    expect(stitched.equity[4]).toBe(stitched.equity[3])
    const product = windows.reduce((growth, { outOfSample }) => growth * (1 + outOfSample!.totalReturn!), 1)
    expect(stitched.equity.at(-1)).toBeCloseTo(product, 14)
    expect(stitched.score.totalReturn).toBeCloseTo(product - 1, 14)
  })

  it('asks the runner for scores before the test, and never for scores of other rows', () => {
    const asked: string[] = []
    const spy: TrialRunner = {
      scoreTrials: (sets, range) => {
        asked.push(`score ${range.from}-${range.end}`)
        return seasonal.scoreTrials(sets, range)
      },
      runTrial: (parameters, range) => {
        asked.push(`run ${range.from}-${range.end}`)
        return seasonal.runTrial(parameters, range)
      },
    }
    walkForward(inputOf(spy))
    expect(asked).toEqual(['score 0-8', 'run 8-12', 'score 4-12', 'run 12-16', 'score 8-16', 'run 16-20'])
  })

  it('refuses to test on rows it was trained on', () => {
    const rows = { from: 0, end: 8 }
    expect(() => walkForward(inputOf(seasonal, { folds: [{ train: rows, test: rows }] }))).toThrow(/tests on rows it was trained on/)
    expect(() => walkForward(inputOf(seasonal, { folds: [] }))).toThrow(/at least one window/)
    expect(() => walkForward(inputOf(seasonal, { grid: [] }))).toThrow(/at least one parameter set/)
  })

  it('tells its progress and stops when cancelled', () => {
    const done: number[] = []
    const cancel = { isCancelled: () => done.length === 2 }
    expect(() => walkForward(inputOf(seasonal, { onWindow: (count) => done.push(count), cancel }))).toThrow(/cancelled/)
    expect(done).toEqual([1, 2])
  })
})

describe('a window without any defined score', () => {
  const idle = growing((_n, bar) => (bar < 8 ? 0 : 0.01 + (bar % 3) / 1000))
  const { windows, stitched } = walkForward(inputOf(idle, { objective: 'sharpe' }))

  it('is not traded, and says so', () => {
    expect(windows[0]).toMatchObject({ chosen: null, parameters: null, inSample: null, outOfSample: null })
    expect(windows[0]!.degradation.reason).toMatch(/undefined/)
    expect(Array.from(stitched.equity.slice(0, 5))).toEqual([1, 1, 1, 1, 1])
  })

  it('cannot be stable: unknown is not a pass', () => {
    const summary = summariseWalkForward({ windows, stitched, trialCount: 9 })
    expect(summary.undefinedWindows).toBe(1)
    expect(summary.isStable).toBe(false)
  })
})

describe('the summary', () => {
  it('of a strategy that keeps earning is stable', () => {
    const steady = growing((n, bar) => 0.001 * (n + 1) + ((bar % 4) - 1.5) / 1000)
    const result = walkForward(inputOf(steady, { objective: 'sharpe' }))
    const summary = summariseWalkForward(result)
    expect(summary.profitableShare).toBe(1)
    expect(summary.stabilityScore.value!).toBeGreaterThanOrEqual(75)
    expect(toValidationMetrics(summary, 3)).toMatchObject({ numWindows: 3, passed: true, stabilityScore: summary.stabilityScore.value })
    expect(summary.largestProfitShare.value!).toBeCloseTo(1 / 3, 1)
    expect(summary.longestHoldingBars).toBe(0)
  })

  it('of a strategy that loses out of sample is not', () => {
    const fading = growing((n, bar) => (bar < 8 ? 0.01 * (n + 1) : -0.005) + (bar % 2) / 1000)
    const [first] = inputOf(fading).folds
    const summary = summariseWalkForward(walkForward(inputOf(fading, { folds: [first!] })))
    expect(summary.averageDegradation.value!).toBeGreaterThan(1)
    expect(summary.stabilityScore.value).toBe(0)
    expect(summary).toMatchObject({ isStable: false, profitableShare: 0 })
    expect(summary.largestProfitShare.reason).toMatch(/no profit/)
  })

  it('is stored under the known names, windows with their days', () => {
    const time = Float64Array.from({ length: 20 }, (_, day) => Date.UTC(2024, 0, 1 + day))
    const { windows } = walkForward(inputOf(seasonal))
    expect(toValidationWindow(windows[0]!, 0, time)).toMatchObject({
      windowId: 0,
      trainStart: '2024-01-01',
      trainEnd: '2024-01-08',
      testStart: '2024-01-09',
      testEnd: '2024-01-12',
      trainReturn: windows[0]!.inSample!.totalReturn,
      testReturn: windows[0]!.outOfSample!.totalReturn,
      degradation: windows[0]!.degradation.value,
    })
  })
})

it('ruin in one window is ruin for good', () => {
  const ruined: TrialRunner = {
    runTrial: (_parameters, { from, end }) => equityRun(Array.from({ length: end - from }, (_, i) => (from === 8 && i > 1 ? 0 : 100 + i))),
    scoreTrials: seasonal.scoreTrials,
  }
  const { stitched } = walkForward(inputOf(ruined))
  expect(stitched.equity.subarray(2).every((equity) => equity === 0)).toBe(true)
  expect(stitched.score.totalReturn).toBe(-1)
})
