import { describe, expect, it } from 'vitest'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import { type EqualWindowsPlan, equalPlanSchema, type ListedWindowsPlan, type ValidationPlan } from '#shared/domain/validationPlan.ts'
import { formatWindowDates } from '#shared/domain/windowDates.ts'
import { makeListedPlan } from '../../../tests/builders/validations.ts'
import { sp500, sp500Hash } from '../../../tests/golden/sp500.ts'
import { parseRunSpec } from '../simulator/parseRunSpec.ts'
import { runBacktest } from '../simulator/runBacktest.ts'
import { parseAxis } from '../sweep/parseAxis.ts'
import { backtestTrials, ratesOf } from './backtestTrials.ts'
import { describeValidation } from './describeValidation.ts'
import { describeWindows, layOutValidation } from './layOutValidation.ts'
import { scoreRun } from './trial.ts'
import { walkShare } from './validationShare.ts'
import { joinFolds } from './walkForward.ts'
import { type MatrixCell, walkForwardMatrix } from './walkForwardMatrix.ts'

const { spec } = parseRunSpec({
  strategy: { type: 'trend_following', parameters: { direction: 'long_only' } },
  cost_model: { type: 'percentage', percentage: 0.001 },
})

function makePlan(changes: object = {}): EqualWindowsPlan {
  return equalPlanSchema.parse({
    mode: 'rolling',
    unit: 'bars',
    trainLength: 1000,
    testLength: 400,
    purgeBars: 3,
    embargoBars: 2,
    axes: ['fast=5:25:5', 'slow=40:160:40'].map(parseAxis),
    where: 'fast < slow',
    ...changes,
  })
}

function walk(plan: ValidationPlan, parts: number, subject: { bars?: typeof sp500; run?: RunSpec } = {}) {
  const { bars = sp500, run = spec } = subject
  const layout = layOutValidation({ time: bars.time, spec: run, plan })
  const shares = Array.from({ length: parts }, (_, part) => walkShare({ bars, layout, objective: plan.objective }, { part, parts }))
  const walked = shares.flat().toSorted((a, b) => a.index - b.index)
  return {
    layout,
    result: describeValidation({
      bars,
      plan,
      layout,
      walk: joinFolds(
        walked.map((window) => window.walked),
        ratesOf(layout.spec),
      ),
    }),
  }
}

/** The run of a window's rows as somebody would make it by hand: other dates, nothing else. */
function backtestOf(parameters: object, from: number, end: number) {
  const day = (bar: number) => new Date(sp500.time[bar]!).toISOString().slice(0, 10)
  const strategy = {
    type: spec.strategy.type,
    parameters: { ...spec.strategy.parameters, ...parameters } as RunSpec['strategy']['parameters'],
  }
  const dated = { ...spec, strategy, start_date: day(from), end_date: day(end - 1) }
  return runBacktest({ bars: sp500, symbol: 'SPX', spec: dated, dataHash: sp500Hash })
}

describe('a validation', () => {
  const plan = makePlan()
  const { layout, result } = walk(plan, 1)

  it('has the same bits however its windows are shared out', () => {
    for (const parts of [2, 3, layout.folds.length]) expect(walk(plan, parts).result).toEqual(result)
  })

  it('scores every in-sample trial as a backtest of those rows, and chooses the best of them', () => {
    const peak = makePlan({ objective: { metric: 'total_return', choice: 'peak' } })
    const { layout: laidOut, result: chosen } = walk(peak, 1)
    expect(laidOut.grid).toHaveLength(20)
    for (const window of [chosen.windows[0]!, chosen.windows.at(-1)!]) {
      const { train, chosenTrial } = window.detail!
      const metrics = laidOut.grid.map(({ parameters }) => backtestOf(parameters, train.from, train.end).metrics.values)
      const rows = Array.from(chosen.trials['window']!, (id, row) => ({ id, row })).filter(({ id }) => id === window.windowId)
      const column = (name: string) => rows.map(({ row }) => chosen.trials[name]![row]!)
      const expected = (name: keyof (typeof metrics)[number]) => metrics.map((values) => values[name] ?? Number.NaN)
      for (const [own, name] of [
        ['sharpe', 'sharpe_ratio'],
        ['totalReturn', 'total_return'],
        ['maxDrawdown', 'max_drawdown'],
        ['cagr', 'cagr'],
        ['trades', 'total_trades'],
      ] as const) {
        expect(column(own)).toEqual(expected(name))
      }
      const returns = expected('total_return')
      expect(chosenTrial).toBe(returns.indexOf(Math.max(...returns)))
      expect(window.trainReturn).toBe(Math.max(...returns))
    }
  })

  it('tests each choice as a plain backtest of the test rows', () => {
    let growth = 1
    for (const window of result.windows) {
      const { test, parameters } = window.detail!
      const { metrics, ledger } = backtestOf(parameters!, test.from, test.end)
      expect(window.testSharpe).toBeCloseTo(metrics.values.sharpe_ratio!, 12)
      expect(window.testReturn).toBeCloseTo(metrics.values.total_return!, 12)
      const own = Array.from(result.trades['window']!, (id, row) => ({ id, row })).filter(({ id }) => id === window.windowId)
      expect(own.map(({ row }) => result.trades['pnl']![row])).toEqual(Array.from(ledger.trades.pnl))
      growth *= 1 + metrics.values.total_return!
    }
    expect(result.equity['equity']!.at(-1)).toBeCloseTo(growth, 10)
    expect(result.equity['time']).toHaveLength(layout.folds.length * 400)
    expect(Array.from(result.equity['time']!)).toEqual(Array.from(result.equity['bar']!, (bar) => sp500.time[bar]))
  })

  it('does not see a test row when it chooses', () => {
    const { train, test } = layout.folds[0]!
    const { open, high, low, close } = sp500
    const poison = (column: Float64Array, source = column) => column.map((price, bar) => (bar < train.end ? price : 10_000 - source[bar]!))
    const bars = { ...sp500, open: poison(open), high: poison(high, low), low: poison(low, high), close: poison(close) }
    const other = walk(plan, 1, { bars }).result
    const first = (of: typeof result) => of.windows[0]!
    expect(first(other).detail!.chosenTrial).toBe(first(result).detail!.chosenTrial)
    expect(first(other).trainSharpe).toBe(first(result).trainSharpe)
    expect(first(other).testReturn).not.toBe(first(result).testReturn)
    expect(first(other).detail!.trainHash).toBe(first(result).detail!.trainHash)
    expect(first(other).detail!.testHash).not.toBe(first(result).detail!.testHash)
    expect(test.from - train.end).toBe(5)
  })

  it('has windows of their own rows, in order and apart', () => {
    expect(result.outcome.problems).toEqual([])
    const hashes = result.windows.flatMap(({ detail }) => [detail!.trainHash, detail!.testHash])
    expect(new Set(hashes).size).toBe(hashes.length)
    expect(result.outcome).toMatchObject({ trialCount: layout.folds.length * 20, undefinedWindows: 0 })
    expect(result.outcome.trialSharpe.count).toBe(layout.folds.length * 20)
    expect(result.outcome.drift.map(({ name, values }) => [name, values.length])).toEqual([
      ['fast', layout.folds.length],
      ['slow', layout.folds.length],
    ])
    expect(result.metrics.stabilityScore).toBe(Math.min(100, Math.max(0, 100 - 120 * result.metrics.avgDegradation!)))
  })

  it('of fixed parameters chooses nothing and counts as one trial', () => {
    const { result: fixed, layout: laidOut } = walk(makePlan({ axes: [], where: null }), 2)
    expect(laidOut.sweep).toBeNull()
    expect(fixed.outcome.trialCount).toBe(1)
    const { detail, testSharpe } = fixed.windows[1]!
    expect(detail!.parameters).toEqual({})
    expect(testSharpe).toBeCloseTo(backtestOf({}, detail!.test.from, detail!.test.end).metrics.values.sharpe_ratio!, 12)
    expect(fixed.outcome.trialSharpe.mean! * Math.sqrt(252)).toBeCloseTo(fixed.outcome.stitched.sharpe!, 12)
  })

  it.each([
    { name: 'anchored', changes: { mode: 'anchored' }, trainFrom: 0 },
    { name: 'counted in days', changes: { unit: 'days', trainLength: 1400, testLength: 500 }, trainFrom: null },
    { name: 'with a last test cut short', changes: { lastTest: 'keep' }, trainFrom: null },
  ])('can be $name', ({ changes, trainFrom }) => {
    const { result: other } = walk(makePlan(changes), 2)
    expect(other.outcome.problems).toEqual([])
    if (trainFrom !== null) expect(other.windows.map(({ detail }) => detail!.train.from)).toEqual(other.windows.map(() => trainFrom))
    expect(other.outcome.resultHash).not.toBe(result.outcome.resultHash)
  })

  it('stays within the dates of its spec, warmed up by the bars before', () => {
    const { layout: dated } = walk(makePlan(), 1, { run: { ...spec, start_date: '2008-01-01', end_date: '2016-12-31' } })
    const day = (bar: number) => new Date(sp500.time[bar]!).toISOString().slice(0, 10)
    expect(day(dated.folds[0]!.train.from)).toBe('2008-01-02')
    expect(day(dated.folds.at(-1)!.test.end - 1) <= '2016-12-31').toBe(true)
  })

  it('scores by the sweep what the simulator scores', () => {
    const runner = backtestTrials({ bars: sp500, spec: layout.spec })
    const { train } = layout.folds[1]!
    layout.grid.forEach(({ parameters }, trial) => {
      const row = result.trials['trial']!.findIndex((id, at) => id === trial && result.trials['window']![at] === 1)
      const score = scoreRun(runner.runTrial(parameters, train), ratesOf(layout.spec))
      expect(result.trials['sharpe']![row]).toBeCloseTo(score.sharpe!, 12)
      expect(result.trials['maxDrawdown']![row]).toBeCloseTo(score.maxDrawdown!, 12)
    })
  })

  it.each([
    { name: 'too many trials', changes: { axes: ['fast=1:100:0.1'].map(parseAxis) }, code: 'invalid_input' },
    { name: 'too many combinations', changes: { axes: ['fast=5:400:1', 'slow=5:400:1'].map(parseAxis) }, code: 'too_large' },
    { name: 'no window', changes: { trainLength: 9000 }, code: 'invalid_input' },
    { name: 'an unknown parameter', changes: { axes: [{ name: 'banana', values: [1] }] }, code: 'invalid_input' },
    { name: 'a setting of the run', changes: { axes: [{ name: 'stop_loss', values: [0.05, 0.1] }], where: null }, code: 'invalid_input' },
  ])('is refused with $name', ({ changes, code }) => {
    expect(() => layOutValidation({ time: sp500.time, spec, plan: makePlan(changes) })).toThrow(expect.objectContaining({ code }))
  })
})

it('a pair of the matrix that has too many trials says so, and the others are walked', () => {
  const fast = { name: 'fast', values: Array.from({ length: 900 }, (_, i) => i + 2) }
  const plan = makePlan({ axes: [fast, { name: 'slow', values: [950] }], where: 'fast < 4' })
  const many = makePlan({ axes: [fast, { name: 'slow', values: [950] }], where: null })
  const cellsOf = (matrixPlan: EqualWindowsPlan, testLengths: readonly number[]) =>
    walkForwardMatrix({ bars: sp500, spec, plan: matrixPlan, trainLengths: [1000], testLengths }).map(({ cell }) => cell)
  expect(cellsOf(many, [3])[0]).toMatchObject({ windows: 0, trials: 0, reason: expect.stringMatching(/in-sample trials; at most/) })
  expect(cellsOf(plan, [2000])[0]).toMatchObject({ windows: 2, trials: 4, reason: null })
})

it('the longest holding counts a position that is still open when its test ends', () => {
  // A cross of averages this slow changes sides seldom: most tests end in the position they began with.
  const slow = { fast: 50, slow: 200 }
  const run = { ...spec, strategy: { ...spec.strategy, parameters: { ...spec.strategy.parameters, ...slow } } }
  const { result } = walk(makePlan({ axes: [], where: null, testLength: 300 }), 1, { run })
  const closed = Array.from(result.trades['exitBar']!, (exit, i) => exit - result.trades['entryBar']![i]!)
  const open = result.windows.map(({ detail }) => {
    const { units } = backtestOf(slow, detail!.test.from, detail!.test.end).ledger.positions
    return units.length - 1 - (units.lastIndexOf(0) + 1)
  })
  expect(Math.max(...open)).toBeGreaterThan(Math.max(...closed))
  expect(result.outcome.longestHoldingBars).toBe(Math.max(...open))
})

describe('windows given one by one', () => {
  const listed = (lines: readonly string[], changes: Partial<ListedWindowsPlan> = {}) => {
    const { axes, where, purgeBars, embargoBars } = makePlan()
    return makeListedPlan(lines, { axes, where, purgeBars, embargoBars, ...changes })
  }

  it('give the bits of windows of equal length when they are those', () => {
    const { layout, result } = walk(makePlan(), 1)
    const again = walk(listed(describeWindows(layout, sp500.time).map(formatWindowDates)), 2)
    expect(again.layout.folds).toEqual(layout.folds)
    expect(again.result.outcome.resultHash).toBe(result.outcome.resultHash)
    expect(again.result.windows).toEqual(result.windows)
    const { range } = again.layout
    expect([range.from, range.end]).toEqual([0, layout.folds.at(-1)!.test.end])
  })

  it('are dealt out by length, so that no share has all the long ones', () => {
    const years = (first: number, last: number, test: number) => `${first}-01-01..${last}-12-31 ${test}-01-01..${test}-12-31`
    const plan = listed([years(2000, 2008, 2009), years(2009, 2009, 2010), years(2001, 2010, 2011), years(2011, 2011, 2012)], { axes: [] })
    const layout = layOutValidation({ time: sp500.time, spec, plan })
    const indices = [0, 1].map((part) =>
      walkShare({ bars: sp500, layout, objective: plan.objective }, { part, parts: 2 }).map(({ index }) => index),
    )
    expect(indices).toEqual([
      [1, 2],
      [0, 3],
    ])
  })

  it('are each walked over their own rows, and the stitched curve leaves out the days between', () => {
    const lines = [
      '2001-01-01..2004-12-31 2005-01-01..2005-12-31',
      '2003-06-02..2006-12-29 2007-01-03..2009-12-31',
      '2012-01-03..2012-12-31 2013-01-02..2013-03-28',
    ]
    const { result, layout } = walk(listed(lines), 2)
    expect(result.outcome.problems).toEqual([])
    expect(result.windows.map(({ testStart, testEnd }) => `${testStart} ${testEnd}`)).toEqual([
      '2005-01-03 2005-12-30',
      '2007-01-03 2009-12-31',
      '2013-01-02 2013-03-28',
    ])
    const bars = result.windows.map(({ detail }) => detail!.test.end - detail!.test.from)
    expect(result.equity['equity']).toHaveLength(bars.reduce((sum, count) => sum + count, 0))
    let growth = 1
    for (const { detail, testReturn } of result.windows) {
      const { metrics } = backtestOf(detail!.parameters!, detail!.test.from, detail!.test.end)
      expect(testReturn).toBeCloseTo(metrics.values.total_return!, 12)
      growth *= 1 + metrics.values.total_return!
      expect(detail!.test.from - detail!.train.end).toBeGreaterThanOrEqual(5)
    }
    expect(result.outcome.stitched.totalReturn! + 1).toBeCloseTo(growth, 10)
    expect(layout.spec).toMatchObject({ start_date: '2001-01-01', end_date: '2013-03-28' })
  })
})

it('the matrix holds every pair of lengths, and says which do not fit', () => {
  const axes = ['fast=5:25:10', 'slow=40:80:40'].map(parseAxis)
  const progress: number[] = []
  const cells = walkForwardMatrix({
    bars: sp500,
    spec,
    plan: makePlan({ axes }),
    trainLengths: [1000, 5000],
    testLengths: [400, 800],
    onProgress: (fraction) => progress.push(fraction),
  })
  expect(cells.map(({ cell }) => [cell.trainLength, cell.testLength, cell.windows, cell.trials])).toEqual([
    [1000, 400, 10, 60],
    [1000, 800, 5, 30],
    [5000, 400, 0, 0],
    [5000, 800, 0, 0],
  ])
  expect(cells.map(({ sharpes }) => sharpes.length)).toEqual([60, 30, 0, 0])
  const { stitched } = walk(makePlan({ axes }), 1).result.outcome
  expect(cells[0]!.cell).toMatchObject({ sharpe: stitched.sharpe, totalReturn: stitched.totalReturn, reason: null })
  expect(cells[3]!.cell).toMatchObject({ sharpe: null, reason: expect.stringMatching(/5105 bars, and one window takes/) })
  expect(progress).toEqual([0.25, 0.5, 0.75, 1])
})

it('the matrix puts anchored windows together in order of time, though the longest are walked first', () => {
  const plan = makePlan({ mode: 'anchored', axes: ['fast=5:25:10'].map(parseAxis), where: null })
  const [{ cell }] = walkForwardMatrix({ bars: sp500, spec, plan, trainLengths: [1000], testLengths: [400] }) as [MatrixCell]
  const { stitched } = walk(plan, 3).result.outcome
  expect(cell).toMatchObject({ sharpe: stitched.sharpe, totalReturn: stitched.totalReturn })
})
