import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Panel } from '#shared/domain/dataset.ts'
import type { Parameters } from '#shared/domain/strategyType.ts'
import { makePanel, makeWalkPanel } from '../../../tests/builders/makePanel.ts'
import { hashPanel } from '../panel/hashPanel.ts'
import { slicePanel } from '../panel/panel.ts'
import { rollingHedge } from '../panel/rollingHedge.ts'
import { runPanelBacktest } from '../panel/runPanelBacktest.ts'
import { parseRunSpec } from '../simulator/parseRunSpec.ts'
import { nextPairState } from './pairsTrading.ts'
import { PANEL_STRATEGIES, panelFamily, strategyFamily } from './registry.ts'
import { resolveParameters } from './resolveParameters.ts'

type PanelType = keyof typeof PANEL_STRATEGIES
const { NaN: none } = Number

function decide(type: PanelType, given: Parameters, panel: Panel): number[][] {
  const parameters = resolveParameters({ type, parameters: given })
  return panelFamily(type)
    .decide({ panel, parameters, periodsPerYear: 252 })
    .map((column) => Array.from(column))
}

const atBar = (weights: readonly number[][], bar: number) => weights.map((column) => column[bar])
const close = (value: number) => expect.closeTo(value, 10)

/** Prices from 100 on that earn these returns. */
function pathOf(returns: readonly number[]): number[] {
  const prices = [100]
  for (const each of returns) prices.push(prices.at(-1)! * (1 + each))
  return prices
}

describe('carry', () => {
  const carries = { A: 0.05, B: 0.01, C: -0.02, D: 0 }
  const steady = [1, 1, 1, 1, 1, 1, 1, 1]
  const prices = { A: [1, 1, 1, 1, 1, 1, 1, null], B: steady, C: steady, D: steady }

  it('is long the highest and short the lowest, and asks again at every rebalance', () => {
    const weights = decide('carry', { quantile: 0.25, rebalance: 3, gross: 1 }, makePanel(prices, carries))
    // Wednesday 2020-01-01 is weekday 13,042: 13,044 (Friday, bar 2) and 13,047 (Wednesday, bar 7) are divisible by 3.
    for (const bar of [0, 1, 3, 4, 5, 6]) expect(atBar(weights, bar)).toEqual([none, none, none, none])
    expect(atBar(weights, 2)).toEqual([0.5, 0, -0.5, 0])
    // A has no bar here: it is sold at its next one, and B takes its place.
    expect(atBar(weights, 7)).toEqual([0, 0.5, -0.5, 0])
  })

  it('a quantile of one half holds all', () => {
    expect(atBar(decide('carry', { quantile: 0.5, gross: 2, rebalance: 1 }, makePanel(prices, carries)), 0)).toEqual([0.5, 0.5, -0.5, -0.5])
  })

  it('says so when the column is missing', () => {
    expect(() => decide('carry', {}, makePanel(prices))).toThrow(
      expect.objectContaining({ code: 'data_invalid', message: expect.stringContaining('needs a column named carry') }),
    )
  })
})

describe('market_neutral', () => {
  // Returns 3x, 2x and x: the mean is 2x, so the betas are 1.5, 1 and 0.5, and A has risen most.
  const path = (slope: number) => pathOf([0.01, -0.005, 0.02, 0.01].map((x) => slope * x))
  const panel = makePanel({ A: path(3), B: path(2), C: path(1) })

  it('splits the gross so that the betas cancel: 0.25 * 1.5 = 0.75 * 0.5', () => {
    const weights = decide('market_neutral', { lookback: 3, quantile: 0.34, rebalance: 1, gross: 1 }, panel)
    expect(atBar(weights, 2)).toEqual([none, none, none])
    expect(atBar(weights, 3)).toEqual([close(0.25), 0, close(-0.75)])
  })

  it('does not rank what misses a bar of the window', () => {
    const gap = makePanel({ A: path(3).map((price, i) => (i === 2 ? null : price)), B: path(2), C: path(1) })
    const weights = decide('market_neutral', { lookback: 3, quantile: 0.34, rebalance: 1 }, gap)
    expect(atBar(weights, 3)[0]).toBe(0)
    expect(atBar(weights, 3)[1]).toBeGreaterThan(0)
  })
})

describe('pairs_trading', () => {
  // log B = 0, 1, 2 and log A = 0, 1, 2 + 3d: the slope is 1 + 1.5d, the residuals d/2 * (1, -2, 1), z = 1 / sqrt(2).
  const d = 0.1
  const prices = { A: [1, Math.E, Math.exp(2 + 3 * d)], B: [1, Math.E, Math.exp(2)] }

  it('fits log A on log B', () => {
    const { hedgeRatio, zScore } = rollingHedge(Float64Array.from(prices.A), Float64Array.from(prices.B), 3)
    expect(Array.from(hedgeRatio)).toEqual([none, none, close(1.15)])
    expect(Array.from(zScore)).toEqual([none, none, close(Math.SQRT1_2)])
  })

  it('sells the dear one and buys the hedge ratio of the other, together one times equity', () => {
    const parameters = { lookback: 3, entry_z: 0.5, exit_z: 0.1 }
    expect(atBar(decide('pairs_trading', parameters, makePanel(prices)), 2)).toEqual([close(-1 / 2.15), close(1.15 / 2.15)])
    const named = { ...parameters, symbol_a: 'B', symbol_b: 'A' }
    // Log B on log A = 0, 1, 2.3: the slope is 2.3 / 2.66, and B is the cheap one.
    const ratio = 2.3 / 2.66
    expect(atBar(decide('pairs_trading', named, makePanel(prices)), 2)).toEqual([close(-ratio / (1 + ratio)), close(1 / (1 + ratio))])
  })

  it('an exact fit and a flat price say nothing', () => {
    const exact = rollingHedge(Float64Array.of(1, 2, 4), Float64Array.of(1, 2, 4), 3)
    expect(exact.zScore.at(-1)).toBeNaN()
    expect(rollingHedge(Float64Array.of(1, 2, 4), Float64Array.of(5, 5, 5), 3).hedgeRatio.at(-1)).toBeNaN()
  })

  it('skips bars at which either is missing', () => {
    const gap = rollingHedge(Float64Array.of(1, 9, Math.E, none, Math.exp(2.3)), Float64Array.of(1, none, Math.E, 7, Math.exp(2)), 3)
    expect(Array.from(gap.hedgeRatio)).toEqual([none, none, none, none, close(1.15)])
  })

  const levels = resolveParameters({ type: 'pairs_trading', parameters: { entry_z: 2, exit_z: 0.5, stop_z: 4 } })
  it.each([
    { name: 'far above: sells', from: { side: 0, isBarred: false }, z: 2.1, to: { side: -1, isBarred: false } },
    { name: 'far below: buys', from: { side: 0, isBarred: false }, z: -2.1, to: { side: 1, isBarred: false } },
    { name: 'at the level: waits', from: { side: 0, isBarred: false }, z: 2, to: { side: 0, isBarred: false } },
    { name: 'beyond the stop already: does not enter', from: { side: 0, isBarred: false }, z: 4.1, to: { side: 0, isBarred: false } },
    { name: 'between the levels: holds', from: { side: -1, isBarred: false }, z: 1, to: { side: -1, isBarred: false } },
    { name: 'back within the exit: leaves', from: { side: -1, isBarred: false }, z: 0.5, to: { side: 0, isBarred: false } },
    { name: 'on the far side: leaves', from: { side: 1, isBarred: false }, z: 3, to: { side: 0, isBarred: false } },
    { name: 'beyond the stop: leaves and is barred', from: { side: 1, isBarred: false }, z: -4.1, to: { side: 0, isBarred: true } },
    { name: 'barred: does not enter', from: { side: 0, isBarred: true }, z: -3, to: { side: 0, isBarred: true } },
    { name: 'barred until it is back', from: { side: 0, isBarred: true }, z: -1.9, to: { side: 0, isBarred: false } },
  ] as const)('$name', ({ from, z, to }) => expect(nextPairState(from, z, levels)).toEqual(to))

  it.each([
    [{ symbol_a: 'X' }, 'strategy.parameters.symbol_a: X is not in the data; they hold A, B'],
    [{ symbol_b: 'A' }, 'strategy.parameters.symbol_b: is A, and so is symbol_a'],
  ] as const)('%o is refused', (parameters, message) => {
    expect(() => decide('pairs_trading', parameters, makePanel(prices))).toThrow(message)
  })
})

describe('stat_arb', () => {
  const parameters = { lookback: 3, entry_z: 1.4, exit_z: 0.5, gross: 1 }
  // At bar 3 A has earned 0.1 and B -0.1 beyond the mean of 0: sums (0, 0, c) have z = sqrt(2) and -sqrt(2).
  const prices = { A: [100, 100, 100, 110, 110], B: [100, 100, 100, 90, 90], C: [50, 50, 50, 50, 50], D: [10, 10, 10, 10, 10] }

  it('sells what has earned more than the others and buys what has earned less', () => {
    const weights = decide('stat_arb', parameters, makePanel(prices))
    expect(atBar(weights, 3)).toEqual([-0.5, 0.5, 0, 0])
    expect(atBar(weights, 4)).toEqual([none, none, none, none])
  })

  it('holds no book while one side is empty', () => {
    // At bar 3 only A is beyond a level: residuals of A are (0, 0, 0.1), those of B (-0.05, 0.05, -0.1), of C and D the rest.
    const oneSided = makePanel({ A: pathOf([0, 0, 0.1]), B: pathOf([-0.05, 0.05, -0.1]), C: pathOf([0.05, -0.05, 0]) })
    const weights = decide('stat_arb', parameters, oneSided)
    expect(atBar(weights, 3)).toEqual([0, 0, 0])
  })

  it('leaves when the score is no longer known', () => {
    const gap = makePanel({ ...prices, A: [100, 100, 100, 110, null] })
    expect(atBar(decide('stat_arb', parameters, gap), 4)).toEqual([0, 0, 0, 0])
  })

  it('one factor explains a world of one factor', () => {
    const moves = Array.from({ length: 40 }, (_, i) => Math.sin(i * 2.3) / 50)
    const path = (beta: number) => pathOf(moves.map((move) => beta * move))
    const panel = makePanel({ A: path(0.5), B: path(1), C: path(1.5), D: path(-1) })
    const isTraded = (factors: number) =>
      decide('stat_arb', { lookback: 5, factors, entry_z: 0.5, exit_z: 0.1 }, panel)
        .flat()
        .some((weight) => Math.abs(weight) > 0)
    expect(isTraded(0)).toBe(true)
    expect(isTraded(1)).toBe(false)
  })
})

describe('every family on a panel', () => {
  const cases: readonly { type: PanelType; parameters: Parameters }[] = [
    { type: 'pairs_trading', parameters: { lookback: 5, entry_z: 1, exit_z: 0.2, stop_z: 1.8 } },
    { type: 'stat_arb', parameters: { lookback: 4, entry_z: 0.8, exit_z: 0.2 } },
    { type: 'stat_arb', parameters: { lookback: 4, factors: 1, entry_z: 0.8, exit_z: 0.2 } },
    { type: 'market_neutral', parameters: { lookback: 4, rebalance: 3 } },
    { type: 'carry', parameters: { rebalance: 4 } },
  ]
  const LENGTH = 60
  const walk = fc.record({
    steps: fc.array(fc.double({ min: -0.08, max: 0.08, noNaN: true }), { minLength: LENGTH, maxLength: LENGTH }),
    from: fc.integer({ min: 0, max: 15 }),
    missing: fc.uniqueArray(fc.nat(LENGTH - 1), { maxLength: 4 }).map((bars) => new Set(bars)),
  })
  const walks = fc.array(walk, { minLength: 5, maxLength: 5 })

  it('the cases cover every family', () => {
    expect(new Set(cases.map(({ type }) => type))).toEqual(new Set(Object.keys(PANEL_STRATEGIES)))
  })

  it.each(cases)('$type $parameters.factors sees no later bar: others, or none, change nothing up to t', ({ type, parameters }) => {
    fc.assert(
      fc.property(walks, walks, fc.integer({ min: 20, max: LENGTH - 2 }), (one, two, t) => {
        const spliced = one.map(({ steps, from, missing }, k) => ({
          steps: [...steps.slice(0, t + 1), ...two[k]!.steps.slice(t + 1)],
          from,
          missing: new Set([...missing, ...two[k]!.missing].filter((bar) => (bar <= t ? missing.has(bar) : two[k]!.missing.has(bar)))),
        }))
        const upTo = (panel: Panel) => Array.from(panel.time).findIndex((time) => time > Date.UTC(2020, 0, 1 + t))
        const panel = makeWalkPanel(one)
        const cut = upTo(panel) === -1 ? panel.time.length : upTo(panel)
        const past = decide(type, parameters, slicePanel(panel, 0, cut))
        expect(decide(type, parameters, makeWalkPanel(spliced)).map((column) => column.slice(0, cut))).toEqual(past)
      }),
      { numRuns: 40 },
    )
  })

  it.each(cases)(
    '$type $parameters.factors trades, repeats itself, and carries its symbols into the ledger hash',
    ({ type, parameters }) => {
      const steps = (k: number) => Array.from({ length: 200 }, (_, i) => Math.sin(i * (1.3 + k) + k) / 30)
      const panel = makeWalkPanel([0, 1, 2, 3, 4].map((k) => ({ steps: steps(k), from: 0, missing: new Set<number>() })))
      const { spec } = parseRunSpec({ strategy: { type, parameters }, execution: { fractional: true } })
      const result = () => runPanelBacktest({ panel, spec, dataHash: hashPanel(panel) })
      expect(result().metrics.values.total_trades).toBeGreaterThan(3)
      expect(result().identity).toEqual(result().identity)
      const renamed = { ...panel, instruments: panel.instruments.map((each) => ({ ...each, symbol: `${each.symbol}x` })) }
      const { identity } = runPanelBacktest({ panel: renamed, spec, dataHash: hashPanel(panel) })
      expect(identity.ledger_hash).not.toBe(result().identity.ledger_hash)
    },
  )

  it('one instrument is too few, and says what is needed', () => {
    const alone = makePanel({ A: [1, 2, 3] }, { A: 0 })
    for (const type of Object.keys(PANEL_STRATEGIES) as PanelType[]) {
      expect(() => decide(type, {}, alone)).toThrow(`${type} needs a panel`)
      expect(() => strategyFamily(type)).toThrow(`${type} needs a panel of several instruments`)
    }
    expect(() => panelFamily('rules')).toThrow('rules runs on one instrument')
  })

  it('settings a book does not obey are refused', () => {
    const panel = makePanel({ A: [1, 2, 3], B: [1, 2, 3] }, { A: 0, B: 1 })
    const run = (execution: object) =>
      runPanelBacktest({ panel, spec: parseRunSpec({ strategy: { type: 'carry' }, execution }).spec, dataHash: hashPanel(panel) })
    for (const execution of [
      { stop_loss: 0.1 },
      { take_profit: 0.2 },
      { trailing_stop: 0.1 },
      { time_stop: 3 },
      { sizing: { type: 'fixed_units', units: 5 } },
    ]) {
      expect(() => run(execution)).toThrow(`execution.${Object.keys(execution)[0]}: carry`)
    }
  })
})
