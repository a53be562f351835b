import { describe, expect, it } from 'vitest'
import { runSpecSchema } from '#shared/domain/runSpec.ts'
import { makePanel } from '../../../../tests/builders/makePanel.ts'
import { makeSyntheticUniverse } from '../../market/syntheticUniverse.ts'
import { equalWeightIndex } from '../../panel/panelReturns.ts'
import { type Alteration, playTrial } from '../backtestTrials.ts'
import { delayWeights } from './delayDecisions.ts'
import { dropHoldings, panelHoldings } from './dropHoldings.ts'
import { stressDelay, stressDroppedTrades } from './stressExecution.ts'
import { testRobustness } from './testRobustness.ts'

const { NaN: none } = Number
const panel = makeSyntheticUniverse({ seed: 4, pairs: 4, bars: 400 })
const spec = runSpecSchema.parse({
  strategy: { type: 'market_neutral', parameters: { lookback: 20, rebalance: 5 } },
  cost_model: { type: 'percentage', percentage: 0.0005 },
  execution: { fractional: true },
})
const range = { from: 40, end: 400 }

describe('positions of a panel', () => {
  const fillsOf = (rows: readonly (readonly [symbol: number, units: number, decided: number])[]) => {
    const column = (at: 0 | 1 | 2) => Float64Array.from(rows, (row) => row[at])
    const idle = new Float64Array(rows.length)
    return {
      fills: {
        symbol: column(0),
        units: column(1),
        decisionBar: column(2),
        bar: idle,
        time: idle,
        price: idle,
        commission: idle,
        reason: idle,
      },
    }
  }

  it('reach from the deciding bar of the opening to that of the closing or the turn', () => {
    const ledger = fillsOf([
      [0, 5, 1],
      [1, -2, 1],
      [0, 3, 4],
      [0, -8, 6],
      [1, 5, 7],
    ])
    expect(panelHoldings(ledger, 10)).toEqual([
      { symbol: 0, from: 1, end: 6 },
      { symbol: 1, from: 1, end: 7 },
      { symbol: 1, from: 7, end: 10 },
    ])
  })

  it('what rounding leaves is no position', () => {
    expect(
      panelHoldings(
        fillsOf([
          [0, 0.1, 0],
          [0, 0.2, 1],
          [0, -0.3, 2],
        ]),
        5,
      ),
    ).toEqual([{ symbol: 0, from: 0, end: 2 }])
  })

  it('are dropped by wishing nothing of the instrument while they were held', () => {
    const weights = [Float64Array.of(0.5, none, 0.4, 0), Float64Array.of(-0.5, none, -0.4, -0.2)]
    const dropped = dropHoldings(weights, [{ symbol: 1, from: 0, end: 3 }])
    expect(dropped.map((column) => [...column])).toEqual([
      [0.5, none, 0.4, 0],
      [0, none, 0, -0.2],
    ])
  })

  it('come a bar late when decisions do', () => {
    expect(delayWeights([Float64Array.of(0.5, none, 0.4)], 1).map((column) => [...column])).toEqual([[none, 0.5, none]])
  })

  it('without all of them nothing is traded', () => {
    const held = panelHoldings(playTrial({ panel, spec }, {}, range), range.end)
    expect(held.length).toBeGreaterThan(20)
    const alter: Alteration = { decisions: (decisions) => decisions, weights: (weights) => dropHoldings(weights, held) }
    expect(playTrial({ panel, spec, alter }, {}, range).fills.bar.length).toBe(0)
  })
})

it('the equally weighted index grows by the mean of the returns that are known', () => {
  const prices = { A: [100, 110, 110, 121], B: [50, 50, null, 40], C: [10, 10, null, null] }
  // Bar 1: mean of 10%, 0, 0. Bar 2: A alone, 0%. Bar 3: A alone, 10%: B has no close before.
  expect([...equalWeightIndex(makePanel(prices))].map((level) => Number(level.toFixed(10)))).toEqual([
    1,
    Number((1 + 0.1 / 3).toFixed(10)),
    Number((1 + 0.1 / 3).toFixed(10)),
    Number(((1 + 0.1 / 3) * 1.1).toFixed(10)),
  ])
})

describe('stress on a panel', () => {
  const run = { input: { panel, spec }, parts: [{ parameters: {}, range }] }

  it('late decisions and dropped trades change the run, the same way every time', () => {
    const delay = stressDelay(run, 1)
    expect(delay.stressed).not.toEqual(delay.base)
    const options = { share: 0.1, draws: 5, seed: 3 }
    const dropped = stressDroppedTrades(run, options)
    expect(dropped).toEqual(stressDroppedTrades(run, options))
    expect(new Set(dropped.sharpes).size).toBeGreaterThan(1)
    expect(dropped.sharpes).not.toContain(dropped.base.sharpe)
  })

  it('every test says something of a book', () => {
    const parts = [
      { parameters: { rebalance: 5 }, range: { from: 220, end: 300 } },
      { parameters: { rebalance: 10 }, range: { from: 300, end: 390 } },
    ]
    const result = testRobustness({ panel, spec, parts, paths: 1000, draws: 4, seed: 1 })
    expect(result.monteCarlo.map(({ reason }) => reason)).toEqual([null, null, null])
    expect(result.costs.points.map(({ multiple }) => multiple)).toEqual([0, 0.5, 1, 1.5, 2, 3])
    expect(result.parameters.neighbours.length).toBeGreaterThan(10)
    expect(result.droppedTrades.positions).toBeGreaterThan(5)
    // The index of the panel tells rising from falling once 200 bars are known.
    expect(result.regimes.parts.reduce((sum, { bars }) => sum + bars, 0)).toBe(169)
  })
})
