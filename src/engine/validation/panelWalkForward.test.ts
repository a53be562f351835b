import { describe, expect, it } from 'vitest'
import type { Panel } from '#shared/domain/dataset.ts'
import { runSpecSchema } from '#shared/domain/runSpec.ts'
import type { Parameters, StrategyType } from '#shared/domain/strategyType.ts'
import type { EqualWindowsPlan, ValidationPlan } from '#shared/domain/validationPlan.ts'
import { formatWindowDates } from '#shared/domain/windowDates.ts'
import { makeWalk } from '../../../tests/builders/makeBars.ts'
import { makeListedPlan, makeValidationPlan } from '../../../tests/builders/validations.ts'
import { makeSyntheticUniverse } from '../market/syntheticUniverse.ts'
import { slicePanel } from '../panel/panel.ts'
import { backtestTrials, playTrial, ratesOf } from './backtestTrials.ts'
import { describeValidation, type ValidationResult } from './describeValidation.ts'
import { gridTrials } from './gridTrials.ts'
import { describeWindows, layOutValidation } from './layOutValidation.ts'
import { walkShare } from './validationShare.ts'
import { joinFolds } from './walkForward.ts'

const panel = makeSyntheticUniverse({ seed: 9, pairs: 3, bars: 420 })

interface PanelCase {
  readonly type: StrategyType
  readonly parameters: Parameters
  readonly axes: EqualWindowsPlan['axes']
}

const cases: readonly PanelCase[] = [
  {
    type: 'carry',
    parameters: {},
    axes: [
      { name: 'rebalance', values: [3, 10, 25] },
      { name: 'gross', values: [0.5, 1] },
    ],
  },
  { type: 'market_neutral', parameters: { rebalance: 5 }, axes: [{ name: 'lookback', values: [20, 60] }] },
  {
    type: 'stat_arb',
    parameters: { lookback: 15 },
    axes: [
      { name: 'entry_z', values: [1, 1.5] },
      { name: 'factors', values: [0, 1] },
    ],
  },
  { type: 'pairs_trading', parameters: { lookback: 20, exit_z: 0.2 }, axes: [{ name: 'entry_z', values: [0.8, 1.2, 2] }] },
]

const specOf = ({ type, parameters }: PanelCase) =>
  runSpecSchema.parse({
    strategy: { type, parameters },
    cost_model: { type: 'percentage', percentage: 0.0005 },
    execution: { fractional: true },
  })
const planOf = ({ axes }: PanelCase, changes: Partial<EqualWindowsPlan> = {}) =>
  makeValidationPlan({ unit: 'bars', trainLength: 120, testLength: 60, purgeBars: 4, embargoBars: 2, axes, where: null, ...changes })

function validate(
  data: Panel,
  each: PanelCase,
  { parts = 1, ...changes }: Partial<EqualWindowsPlan> & { parts?: number } = {},
): ValidationResult {
  return validateBy(data, each, { plan: planOf(each, changes), parts })
}

function validateBy(data: Panel, each: PanelCase, { plan, parts }: { plan: ValidationPlan; parts: number }): ValidationResult {
  const spec = specOf(each)
  const layout = layOutValidation({ time: data.time, spec, plan })
  const walked = Array.from({ length: parts }, (_, part) => walkShare({ panel: data, layout, objective: plan.objective }, { part, parts }))
  const windows = walked.flat().toSorted((a, b) => a.index - b.index)
  const walk = joinFolds(
    windows.map((window) => window.walked),
    ratesOf(spec),
  )
  return describeValidation({ panel: data, plan, layout, walk })
}

/** Other prices from bar `from` on. */
function changedFrom(from: number): Panel {
  const scale = (column: Float64Array) => column.map((value, bar) => (bar < from ? value : value * (1 + 0.3 * Math.sin(bar))))
  const instruments = panel.instruments.map((each, k) => {
    const carry = each.carry?.map((value, bar) => (bar < from ? value : value * Math.cos(bar + k))) ?? null
    return { ...each, open: scale(each.open), high: scale(each.high), low: scale(each.low), close: scale(each.close), carry }
  })
  return { time: panel.time, instruments }
}

describe('a walk-forward over a panel', () => {
  it.each(cases)('$type: the same bits in any number of shares, sound windows, trades of every instrument by its number', (each) => {
    const whole = validate(panel, each)
    expect(validate(panel, each, { parts: 3 })).toEqual(whole)
    expect(whole.outcome).toMatchObject({
      problems: [],
      trialCount: whole.windows.length * planOf(each).axes.reduce((n, { values }) => n * values.length, 1),
    })
    // 420 bars: 120 + 4 + 2, then four tests of 60 bars.
    expect(whole.windows.map(({ detail }) => [detail!.train, detail!.test])).toEqual([
      [
        { from: 0, end: 120 },
        { from: 126, end: 186 },
      ],
      [
        { from: 60, end: 180 },
        { from: 186, end: 246 },
      ],
      [
        { from: 120, end: 240 },
        { from: 246, end: 306 },
      ],
      [
        { from: 180, end: 300 },
        { from: 306, end: 366 },
      ],
    ])
    expect(whole.trades['symbol']!.length).toBe(whole.outcome.stitched.trades)
    expect(whole.outcome.stitched.trades).toBeGreaterThan(3)
    expect(whole.equity['equity']!.at(-1)! - 1).toBeCloseTo(whole.outcome.stitched.totalReturn!, 12)
  })

  it.each(cases)('$type: a choice and its test know no later row', (each) => {
    const { windows } = validate(panel, each)
    const { train, test } = windows[1]!.detail!
    const blind = (window: (typeof windows)[number]) => ({ ...window, detail: { ...window.detail, testHash: '' } })
    const chosen = (data: Panel) => {
      const { trainSharpe, detail } = validate(data, each).windows[1]!
      return { trainSharpe, chosen: detail?.chosenTrial, trainHash: detail?.trainHash }
    }
    expect(chosen(changedFrom(train.end))).toEqual(chosen(panel))
    expect(blind(validate(changedFrom(test.end), each).windows[1]!)).toEqual(blind(windows[1]!))
    expect(validate(changedFrom(test.end - 5), each).windows[1]!.detail!.testHash).not.toBe(windows[1]!.detail!.testHash)
  })

  it.each(cases)('$type: the grid scores what single runs score', (each) => {
    const [spec, plan] = [specOf(each), planOf(each)]
    const layout = layOutValidation({ time: panel.time, spec, plan })
    const range = { from: 100, end: 260 }
    const sets = layout.grid.map(({ parameters }) => parameters)
    const single = backtestTrials({ panel, spec: layout.spec }).scoreTrials(sets, range)
    const scored = gridTrials({ panel, spec: layout.spec, plan: layout.sweep!, grid: layout.grid }).scoreTrials(sets, range)
    for (const [at, { trades, ...score }] of scored.entries()) {
      expect(trades).toBe(single[at]!.trades)
      for (const [name, value] of Object.entries(score)) expect(value).toBeCloseTo(single[at]![name as 'sharpe']!, 9)
    }
  })

  it('rows before a window warm the strategy up, and it begins flat with fresh cash', () => {
    const each = cases[1]!
    const range = { from: 200, end: 260 }
    const parameters = { lookback: 100 }
    const warm = playTrial({ panel, spec: specOf(each) }, parameters, range)
    expect(warm.fills.bar[0]! - range.from).toBeLessThan(10)
    expect([warm.positions.equity.length, warm.positions.equity[0]]).toEqual([60, 100_000])
    const cold = playTrial({ panel: slicePanel(panel, 200, 260), spec: specOf(each) }, parameters, { from: 0, end: 60 })
    expect(cold.fills.bar.length).toBe(0)
  })

  it('anchored trainings begin at the first bar', () => {
    const { windows } = validate(panel, cases[0]!, { mode: 'anchored' })
    expect(windows.map(({ detail }) => detail!.train.from)).toEqual([0, 0, 0, 0])
    expect(windows.map(({ detail }) => detail!.train.end)).toEqual([120, 180, 240, 300])
  })

  it('windows given one by one are walked like any others', () => {
    const each = cases[0]!
    const layout = layOutValidation({ time: panel.time, spec: specOf(each), plan: planOf(each) })
    const lines = describeWindows(layout, panel.time).map(formatWindowDates)
    const listed = (text: readonly string[], parts: number) => {
      const { axes, purgeBars, embargoBars } = planOf(each)
      return validateBy(panel, each, { plan: makeListedPlan(text, { axes, purgeBars, embargoBars }), parts })
    }
    expect(listed(lines, 1).outcome.resultHash).toBe(validate(panel, each).outcome.resultHash)
    const some = listed([lines[0]!, lines[2]!], 2)
    expect(some.outcome.problems).toEqual([])
    expect(some.windows.map(({ detail }) => detail!.test.from)).toEqual([126, 246])
    expect(some.equity['equity']).toHaveLength(120)
  })

  it('without axes every window keeps the parameters, and one thing was tried', () => {
    const { outcome, windows } = validate(panel, { ...cases[0]!, axes: [] })
    expect(outcome.trialCount).toBe(1)
    expect(windows.every(({ detail }) => detail?.trials === 1)).toBe(true)
  })

  it('bars of one instrument are refused', () => {
    const runner = backtestTrials({ bars: makeWalk(new Array(50).fill(0.01)), spec: specOf(cases[0]!) })
    expect(() => runner.runTrial({}, { from: 0, end: 50 })).toThrow('carry needs a panel of several instruments')
  })
})
