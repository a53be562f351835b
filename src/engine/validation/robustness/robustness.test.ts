import { describe, expect, it } from 'vitest'
import type { Parameters } from '#shared/domain/strategyType.ts'
import { makeFlatBars, makeWalk } from '../../../../tests/builders/makeBars.ts'
import { sp500 } from '../../../../tests/golden/sp500.ts'
import { simpleReturns } from '../../metrics/equityPath.ts'
import { completeRunSpec } from '../../simulator/completeRunSpec.ts'
import { parseRunSpec } from '../../simulator/parseRunSpec.ts'
import { EXIT_SHORT, HOLD, LONG, SHORT } from '../../strategies/signalCode.ts'
import { backtestTrials, playTrial, ratesOf } from '../backtestTrials.ts'
import { scoreRun } from '../trial.ts'
import { delayDecisions } from './delayDecisions.ts'
import { chooseRanges, dropPositions, holdingRanges } from './dropPositions.ts'
import { measurePlateau, perturbParameters } from './perturbParameters.ts'
import { classifyRegimes, REGIMES, splitByRegime } from './splitByRegime.ts'
import { scaleCosts, stressCosts } from './stressCosts.ts'
import { stressDelay, stressDroppedTrades } from './stressExecution.ts'
import { testRobustness } from './testRobustness.ts'

const parse = (file: object) => completeRunSpec(parseRunSpec(file).spec)
const trend = parse({
  strategy: { type: 'trend_following', parameters: { fast: 10, slow: 50, direction: 'long_short' } },
  cost_model: { type: 'percentage', percentage: 0.001, minimum_commission: 1 },
  execution: { slippage_bps: 2, spread_bps: 1 },
})
const range = { from: 200, end: 3000 }
const stressed = { input: { bars: sp500, spec: trend }, parts: [{ parameters: {}, range }] }

describe('costs', () => {
  it('are all multiplied', () => {
    const doubled = scaleCosts(parse({ ...trend, execution: { ...trend.execution, borrow_rate: 0.02 } }), 2)
    expect(doubled.cost_model).toEqual({ type: 'percentage', percentage: 0.002, minimum_commission: 2 })
    expect(doubled.execution).toMatchObject({ slippage_bps: 4, spread_bps: 2, borrow_rate: 0.04 })
    const perShare = scaleCosts({ ...trend, cost_model: { type: 'fixed_per_share', cost_per_share: 0.01, minimum_commission: 1 } }, 3)
    expect(perShare.cost_model).toEqual({ type: 'fixed_per_share', cost_per_share: 0.03, minimum_commission: 3 })
    expect(scaleCosts(trend, 1)).toEqual(trend)
  })

  const scoreWith =
    (bars = sp500, over = range) =>
    (spec: typeof trend) =>
      scoreRun(backtestTrials({ bars, spec }).runTrial({}, over), ratesOf(spec))

  it('eat the return at the break-even multiple', () => {
    const spec = parse({ ...trend, strategy: { type: 'trend_following', parameters: { fast: 50, slow: 200 } } })
    const score = scoreWith(sp500, { from: 200, end: 5105 })
    const { points, breakeven, isLowerBound } = stressCosts(spec, [0, 1, 2], score)
    const [free, once, twice] = points.map((point) => point.score.totalReturn!)
    expect(free!).toBeGreaterThan(once!)
    expect(once!).toBeGreaterThan(twice!)
    expect(once).toBe(score(spec).totalReturn)
    if (isLowerBound) expect(score(scaleCosts(spec, 10)).totalReturn!).toBeGreaterThan(0)
    else {
      expect(score(scaleCosts(spec, breakeven.value!)).totalReturn!).toBeGreaterThan(0)
      expect(score(scaleCosts(spec, breakeven.value! + 0.02)).totalReturn!).toBeLessThanOrEqual(0)
    }
  })

  const earning = (returnOf: (multiple: number) => number) => (spec: typeof trend) => ({
    sharpe: null,
    totalReturn: returnOf(spec.execution.slippage_bps / 2),
    cagr: null,
    maxDrawdown: null,
    trades: 0,
  })

  it.each([
    { name: 'found to a hundredth', returnOf: (multiple: number) => 0.3 - 0.1 * multiple, value: 3, isLowerBound: false },
    { name: 'beyond the largest tried', returnOf: () => 1, value: 10, isLowerBound: true },
  ])('break-even $name', ({ returnOf, value, isLowerBound }) => {
    const stress = stressCosts(trend, [], earning(returnOf))
    expect(Math.abs(stress.breakeven.value! - value)).toBeLessThanOrEqual(0.01)
    expect(stress.isLowerBound).toBe(isLowerBound)
  })

  it('break-even does not exist for a run that loses anyway or pays nothing', () => {
    expect(
      stressCosts(
        trend,
        [],
        earning(() => -0.1),
      ).breakeven.reason,
    ).toMatch(/does not earn/)
    const free = parse({ strategy: trend.strategy })
    expect(
      stressCosts(
        free,
        [],
        earning(() => 1),
      ).breakeven.reason,
    ).toMatch(/no costs/)
  })
})

describe('delay', () => {
  it('moves every decision by as many bars', () => {
    const codes = Int8Array.of(LONG, HOLD, SHORT, HOLD)
    expect(delayDecisions({ codes }, 1)).toEqual({ codes: Int8Array.of(HOLD, LONG, HOLD, SHORT) })
    expect(delayDecisions({ codes }, 9)).toEqual({ codes: new Int8Array(4) })
    const late = delayDecisions({ exposure: Float64Array.of(1, 2, 3) }, 2)
    expect(late).toEqual({ exposure: Float64Array.of(Number.NaN, Number.NaN, 1) })
  })

  it('makes the trades of the run one bar later', () => {
    const ledger = playTrial(stressed.input, {}, range)
    const late = playTrial(
      { ...stressed.input, alter: { decisions: (decisions) => delayDecisions(decisions, 1), weights: (weights) => weights } },
      {},
      range,
    )
    const entries = Array.from(ledger.trades.entryBar, (bar) => bar + 1)
    expect(Array.from(late.trades.entryBar)).toEqual(entries)
    const { base, stressed: delayed, keptSharpe } = stressDelay(stressed, 1)
    expect(base.trades).toBe(delayed.trades)
    if (base.sharpe! > 0) expect(keptSharpe.value).toBe(delayed.sharpe! / base.sharpe!)
    else expect(keptSharpe.reason).toMatch(/not above zero/)
  })
})

describe('dropped trades', () => {
  it('reads holdings of one sign', () => {
    expect(holdingRanges({ units: Float64Array.of(0, 5, 6, -2, 0, 0, 3) })).toEqual([
      { from: 1, end: 3 },
      { from: 3, end: 4 },
      { from: 6, end: 7 },
    ])
    expect(holdingRanges({ units: new Float64Array() })).toEqual([])
  })

  it('chooses a seeded share, every range as likely', () => {
    const ranges = Array.from({ length: 10 }, (_, i) => ({ from: i, end: i + 1 }))
    const counts = new Array(10).fill(0)
    for (let seed = 0; seed < 2000; seed++) for (const { from } of chooseRanges(ranges, 0.2, seed)) counts[from]++
    expect(counts.reduce((sum, count) => sum + count)).toBe(4000)
    for (const count of counts) expect(Math.abs(count - 400)).toBeLessThan(80)
    expect(chooseRanges(ranges, 0.01, 1)).toHaveLength(1)
    expect(chooseRanges([], 0.5, 1)).toEqual([])
  })

  it('takes back what opens the position, not what closes another', () => {
    const codes = Int8Array.of(HOLD, LONG, LONG, HOLD, SHORT)
    const dropped = dropPositions({ codes }, [{ from: 2, end: 5 }], 1)
    expect(dropped).toEqual({ codes: Int8Array.of(HOLD, EXIT_SHORT, EXIT_SHORT, HOLD, SHORT) })
    const exposure = Float64Array.of(Number.NaN, 0.5, 0.7, -0.2)
    expect(dropPositions({ exposure }, [{ from: 1, end: 3 }], 0)).toEqual({ exposure: Float64Array.of(Number.NaN, 0, 0, -0.2) })
  })

  it.each([{ fill: 'next_open' }, { fill: 'close' }])('leaves exactly the other positions, filled at the $fill', ({ fill }) => {
    const spec = parse({ ...trend, execution: { ...trend.execution, fill } })
    const fillDelay = fill === 'close' ? 0 : 1
    const base = playTrial({ bars: sp500, spec }, {}, range)
    const held = holdingRanges(base.positions).map(({ from, end }) => ({ from: from + range.from, end: end + range.from }))
    const dropped = chooseRanges(held, 0.1, 3)
    const rest = playTrial(
      {
        bars: sp500,
        spec,
        alter: { decisions: (decisions) => dropPositions(decisions, dropped, fillDelay as 0 | 1), weights: (weights) => weights },
      },
      {},
      range,
    )
    const left = holdingRanges(rest.positions).map(({ from, end }) => ({ from: from + range.from, end: end + range.from }))
    expect(dropped.length).toBeGreaterThan(3)
    expect(left).toEqual(held.filter((position) => !dropped.includes(position)))
  })

  it('measures how much of the Sharpe ratio is kept, with the same seed the same', () => {
    const spec = parse({ ...trend, strategy: { type: 'trend_following', parameters: { fast: 50, slow: 200 } } })
    const run = { input: { bars: sp500, spec }, parts: [{ parameters: {}, range: { from: 200, end: 5105 } }] }
    const result = stressDroppedTrades(run, { share: 0.1, draws: 8, seed: 1 })
    expect(result.positions).toBeGreaterThanOrEqual(result.base.trades)
    expect(new Set(result.sharpes).size).toBeGreaterThan(1)
    expect(result.keptSharpe.value!).toBeLessThanOrEqual(Math.max(...result.sharpes.map((sharpe) => sharpe!)) / result.base.sharpe!)
    expect(stressDroppedTrades(run, { share: 0.1, draws: 8, seed: 1 })).toEqual(result)
  })
})

describe('neighbouring parameters', () => {
  const strategy = { type: 'trend_following' as const, parameters: { fast: 10, slow: 20, average: 'sma', direction: 'long_only' } }

  it('are all combinations a tenth away', () => {
    const sets = perturbParameters(strategy, 0.1).map(({ fast, slow }) => [fast, slow])
    expect(sets).toEqual([
      [9, 18],
      [9, 20],
      [9, 22],
      [10, 18],
      [10, 22],
      [11, 18],
      [11, 20],
      [11, 22],
    ])
  })

  it('leave out what the strategy refuses', () => {
    const sets = perturbParameters({ ...strategy, parameters: { ...strategy.parameters, fast: 19 } }, 0.1)
    expect(sets.length).toBeGreaterThan(0)
    expect(sets.every(({ fast, slow }) => Number(fast) < Number(slow))).toBe(true)
  })

  it('leave numbers alone that another choice makes idle', () => {
    const { strategy: rsi } = parse({ strategy: { type: 'mean_reversion', parameters: { signal: 'rsi' } } })
    const idle = perturbParameters(rsi, 0.1).filter(({ lookback }) => lookback !== rsi.parameters['lookback'])
    expect(rsi.parameters['lookback']).toBeTypeOf('number')
    expect(idle).toEqual([])
  })

  it('move one at a time when there are many numbers', () => {
    const { strategy: many } = parse({ strategy: { type: 'ml_classifier', parameters: {} } })
    const numbers = Object.values(many.parameters).filter((value) => typeof value === 'number').length
    const sets = perturbParameters(many, 0.1)
    const moved = sets.map((set) => Object.keys(set).filter((name) => set[name] !== many.parameters[name]).length)
    expect(numbers).toBeGreaterThan(4)
    expect(new Set(moved)).toEqual(new Set([1]))
  })

  it('are run and counted', () => {
    const spec = parse({ strategy })
    const { runTrial } = backtestTrials({ bars: sp500, spec })
    const score = (parameters: Parameters) => scoreRun(runTrial(parameters, range), ratesOf(spec))
    const { neighbours, profitableShare } = measurePlateau(strategy, { share: 0.1, score })
    expect(neighbours).toHaveLength(8)
    const profitable = neighbours.filter(({ score }) => score.totalReturn! > 0).length
    expect(profitableShare.value).toBe(profitable / 8)
    const still = { ...strategy, parameters: { average: 'sma' } }
    expect(measurePlateau(still, { share: 0.1, score }).profitableShare.reason).toMatch(/no number/)
  })
})

describe('the whole suite', () => {
  const spec = parse({ ...trend, strategy: { type: 'trend_following', parameters: { fast: 50, slow: 200 } } })
  const parts = [
    { parameters: { fast: 20 }, range: { from: 300, end: 2300 } },
    { parameters: { fast: 50 }, range: { from: 2300, end: 5000 } },
  ]
  const input = { bars: sp500, spec, parts, paths: 1000, draws: 5, seed: 9 }
  const result = testRobustness(input)

  it('is the same for the same seed and says what it drew', () => {
    expect(testRobustness(input)).toEqual(result)
    expect(testRobustness({ ...input, seed: 10 }).pathDrawdowns).not.toEqual(result.pathDrawdowns)
    expect(result.monteCarlo).toHaveLength(3)
    for (const { result: drawn } of result.monteCarlo) expect(drawn).toMatchObject({ paths: 1000, seed: 9, quantileType: 7 })
    expect(result.pathDrawdowns).toHaveLength(1000)
    expect(result.monteCarlo[2]!.result!.drawdownHistogram.counts.reduce((sum, count) => sum + count)).toBe(1000)
  })

  it('stresses every part with its own parameters, one after another', () => {
    const growth = parts.map(({ parameters, range: rows }) => {
      const { positions } = playTrial({ bars: sp500, spec }, parameters, rows)
      return positions.equity.at(-1)! / spec.initial_cash
    })
    expect(result.base.totalReturn! + 1).toBeCloseTo(growth[0]! * growth[1]!, 10)
    expect(result.costs.points.find(({ multiple }) => multiple === 1)!.score).toEqual(result.base)
    expect(result.parameters.neighbours.filter(({ part }) => part === 0).every(({ parameters }) => Number(parameters['fast']) <= 22)).toBe(
      true,
    )
    expect(result.regimes.parts.reduce((sum, part) => sum + part.bars, 0)).toBe(4699)
    expect(result.monteCarlo[0]!.result!.actual.finalGrowth).toBeCloseTo(result.base.totalReturn! + 1, 10)
    expect(result.monteCarlo[0]!.result!.steps).toBeGreaterThanOrEqual(result.base.trades)
  })

  it('fans out from 1 to the quantiles of the paths', () => {
    const { step, p05, p50, p95, actual } = result.fan!
    const { finalGrowthQuantiles } = result.monteCarlo[2]!.result!
    expect([step[0], p05[0], p95[0]]).toEqual([0, 1, 1])
    expect(step.at(-1)).toBe(4699)
    expect([p05.at(-1), p50.at(-1), p95.at(-1)]).toEqual([finalGrowthQuantiles.p05, finalGrowthQuantiles.p50, finalGrowthQuantiles.p95])
    expect(actual.at(-1)).toBeCloseTo(result.base.totalReturn! + 1, 10)
  })

  it('says so where there is nothing to shuffle, and stops when it is told to', () => {
    const idle = testRobustness({ ...input, parts: [{ parameters: {}, range: { from: 300, end: 310 } }] })
    expect(idle.monteCarlo[0]).toMatchObject({ result: null, reason: expect.stringContaining('0 trades') })
    expect(idle.delay.keptSharpe.value).toBeNull()
    expect(() => testRobustness({ ...input, cancel: { isCancelled: () => true } })).toThrow(expect.objectContaining({ code: 'cancelled' }))
  })

  it('tells how far it is through every draw, and can be stopped within a stage', () => {
    const told: number[] = []
    testRobustness({ ...input, onProgress: (share) => told.push(share) })
    expect(told).toEqual(told.toSorted((a, b) => a - b))
    expect(told.length).toBeGreaterThan(input.draws)
    expect(told.at(-1)).toBe(1)

    const heard: number[] = []
    const cancel = { isCancelled: () => heard.some((share) => share > 0.51) }
    const stopped = () => testRobustness({ ...input, cancel, onProgress: (share) => heard.push(share) })
    expect(stopped).toThrow(expect.objectContaining({ code: 'cancelled' }))
    expect(heard.at(-1)).toBeLessThan(0.6)
  })
})

describe('regimes', () => {
  const bars = { trendBars: 3, volatilityBars: 2 }

  it('go by the bars before, never by the bar itself', () => {
    const { close } = makeWalk([0.01, 0.02, 0.01, -0.03, 0.02, -0.05, 0.04, 0.01, -0.02, 0.03])
    const changed = close.slice()
    changed[6] = close[6]! * 3
    const [before, after] = [classifyRegimes(close, bars), classifyRegimes(changed, bars)]
    // The median knows the whole sample; rising or falling does not.
    const trendOf = (regimes: Int8Array) => Array.from(regimes.slice(0, 7), (regime) => (regime < 0 ? -1 : regime >> 1))
    expect(trendOf(after)).toEqual(trendOf(before))
    expect(Array.from(before.slice(0, 3))).toEqual([-1, -1, -1])
    expect(before.slice(3).every((regime) => regime >= 0)).toBe(true)
  })

  it('tell rising from falling', () => {
    const rising = classifyRegimes(makeFlatBars([1, 2, 3, 4, 5, 6, 7, 8]).close, bars)
    const falling = classifyRegimes(makeFlatBars([8, 7, 6, 5, 4, 3, 2, 1]).close, bars)
    expect(rising.slice(3).every((regime) => regime < 2)).toBe(true)
    expect(falling.slice(3).every((regime) => regime >= 2)).toBe(true)
    expect(classifyRegimes(new Float64Array(), bars)).toHaveLength(0)
  })

  it('split the returns of the index without losing a bar', () => {
    const regimes = classifyRegimes(sp500.close, { trendBars: 200, volatilityBars: 20 })
    const returns = Float64Array.from([0, ...simpleReturns(sp500.close)])
    const parts = splitByRegime(returns, regimes, { periodsPerYear: 252, riskFree: 0 })
    expect(parts.map(({ regime }) => regime)).toEqual([...REGIMES])
    expect(parts.reduce((sum, part) => sum + part.bars, 0)).toBe(5105 - 200)
    expect(parts.reduce((sum, part) => sum + part.share, 0)).toBeCloseTo(1, 12)
    const growth = parts.reduce((product, part) => product * (1 + part.totalReturn!), 1)
    expect(growth).toBeCloseTo(sp500.close.at(-1)! / sp500.close[199]!, 10)
  })

  it('that never came have no figures', () => {
    const parts = splitByRegime(Float64Array.of(0.1, 0.2, Number.NaN), Int8Array.of(0, 0, 3), { periodsPerYear: 252, riskFree: 0 })
    expect(parts[3]).toEqual({ regime: 'falling_turbulent', bars: 0, share: 0, totalReturn: null, sharpe: null })
    expect(parts[0]!.totalReturn).toBeCloseTo(0.32, 14)
  })
})
