import { describe, expect, it } from 'vitest'
import { runSpecSchema } from '#shared/domain/runSpec.ts'
import type { Parameters } from '#shared/domain/strategyType.ts'
import { makeWalk } from '../../../tests/builders/makeBars.ts'
import { makeSyntheticUniverse } from '../market/syntheticUniverse.ts'
import { runPanelBacktest } from '../panel/runPanelBacktest.ts'
import { parseAxis } from './parseAxis.ts'
import { planSweep, type SweepPlan, trialSpec } from './planSweep.ts'
import { runPanelShare } from './runPanelShare.ts'
import { runSweepShare } from './runSweepShare.ts'
import { SWEEP_METRICS, SweepColumns } from './sweepColumns.ts'

/** Symbols that start late, end early and lack bars. */
const panel = makeSyntheticUniverse({ seed: 3, pairs: 3, bars: 260 })

interface PanelCase {
  readonly type: string
  readonly parameters?: Parameters
  readonly axes: readonly string[]
  readonly where?: string
  readonly settings?: object
}

function makePlan({ type, parameters = {}, axes, where, settings = {} }: PanelCase): SweepPlan {
  const spec = runSpecSchema.parse({ strategy: { type, parameters }, ...settings })
  return planSweep({ spec, axes: axes.map(parseAxis), where: where ?? null })
}

function sweep(plan: SweepPlan, parts = 1): SweepColumns {
  const columns = new SweepColumns(plan.cells.length)
  const control = { checkpoint: () => {} }
  for (let part = 0; part < parts; part++) runPanelShare({ panel, plan }, { share: { part, parts }, columns, control })
  return columns
}

const costs = { cost_model: { type: 'percentage', percentage: 0.001, minimum_commission: 1 } }
const cases: readonly PanelCase[] = [
  { type: 'carry', axes: ['rebalance=3:9:3', 'quantile=0.2,0.5'], settings: costs },
  {
    type: 'carry',
    axes: ['gross=1,2', 'slippage_bps=0,10', 'commission=0,0.002'],
    settings: { execution: { fractional: true, borrow_rate: 0.02 } },
  },
  { type: 'market_neutral', axes: ['lookback=20:60:20', 'rebalance=5,10', 'quantile=0.2,0.4'], settings: { ...costs, risk_free: 0.02 } },
  {
    type: 'stat_arb',
    axes: ['lookback=10,20', 'factors=0:1', 'entry_z=1,2'],
    settings: { execution: { fractional: true, fill: 'close' } },
  },
  {
    type: 'pairs_trading',
    parameters: { lookback: 20 },
    axes: ['entry_z=1:2:0.5', 'exit_z=0:1.5:0.5', 'symbol_b=SYNTHETIC02,SYNTHETIC06'],
    where: 'exit_z <= 1',
    settings: { ...costs, start_date: '2010-03-01', execution: { max_leverage: 3 } },
  },
  { type: 'pairs_trading', axes: ['lookback=20,40', 'entry_z=1,1.5', 'symbol_a=SYNTHETIC01,SYNTHETIC03'], settings: costs },
  { type: 'stat_arb', axes: ['gross=1,10', 'entry_z=1,1.2'], settings: { execution: { fractional: true, max_leverage: null } } },
]

describe('a sweep over a panel', () => {
  it.each(cases)('$type $axes: every row has the bits of a single run', (each) => {
    const plan = makePlan(each)
    const columns = sweep(plan)
    for (let trial = 0; trial < plan.cells.length; trial++) {
      const { metrics } = runPanelBacktest({ panel, spec: trialSpec(plan, trial), dataHash: '' })
      const row = SWEEP_METRICS.map((name) => [name, columns.column(name)[trial]])
      expect(row, JSON.stringify(trialSpec(plan, trial))).toEqual(SWEEP_METRICS.map((name) => [name, metrics.values[name] ?? Number.NaN]))
    }
    expect(new Set(columns.column('final_equity')).size).toBeGreaterThan(1)
  })

  it('accounts for every cell, and every share writes the same bytes', () => {
    const plan = makePlan(cases[4]!)
    // 3 x 4 x 2 cells; exit 1.5 is excluded (6), and exit 1 is not below entry 1 (2).
    expect([plan.gridCells, plan.cells.length, plan.excluded, plan.refused]).toEqual([24, 16, 6, 2])
    const whole = sweep(plan)
    for (const parts of [2, 3, 16]) expect(new Uint8Array(sweep(plan, parts).values.buffer)).toEqual(new Uint8Array(whole.values.buffer))
  })

  it('leaves alone what is done, and stops between two blocks of bars', () => {
    const plan = makePlan({ type: 'carry', axes: ['rebalance=2:9'] })
    const whole = sweep(plan)
    const columns = new SweepColumns(plan.cells.length)
    let looks = 0
    const stop = new Error('stop')
    const checkpoint = () => {
      looks++
      if (looks > 10) throw stop
    }
    const duty = { share: { part: 0, parts: 1 }, columns }
    expect(() => runPanelShare({ panel, plan }, { ...duty, control: { checkpoint } })).toThrow(stop)
    const done = [...plan.cells.keys()].filter((trial) => columns.isDone(trial))
    expect(done.length).toBeGreaterThan(0)
    expect(done.length).toBeLessThan(plan.cells.length)
    let rest = 0
    runPanelShare({ panel, plan }, { ...duty, control: { checkpoint: (trials) => (rest += trials) } })
    expect(rest).toBe(plan.cells.length - done.length)
    expect(new Uint8Array(columns.values.buffer)).toEqual(new Uint8Array(whole.values.buffer))
  })

  it.each([
    { name: 'a symbol that is not there', each: { type: 'pairs_trading', axes: ['symbol_a=X,Y'] }, code: 'invalid_input' },
    {
      name: 'dates without data',
      each: { type: 'carry', axes: ['gross=1'], settings: { start_date: '1990-01-01' } },
      code: 'data_out_of_range',
    },
    {
      name: 'a setting a book does not obey',
      each: { type: 'carry', axes: ['gross=1'], settings: { execution: { time_stop: 5 } } },
      code: 'invalid_input',
    },
  ])('$name is refused', ({ each, code }) => {
    expect(() => sweep(makePlan(each))).toThrow(expect.objectContaining({ code }))
  })

  it('data of the other kind are refused', () => {
    const { type, ...bars } = { type: 'market_neutral', bars: makeWalk([0.01, -0.02, 0.03]) }
    const duty = { share: { part: 0, parts: 1 }, columns: new SweepColumns(1), control: { checkpoint: () => {} } }
    expect(() => runSweepShare({ ...bars, plan: makePlan({ type, axes: ['gross=1'] }) }, duty)).toThrow('needs a panel of several')
    expect(() => sweep(makePlan({ type: 'breakout', axes: ['entry=5'] }))).toThrow('breakout runs on one instrument')
  })

  it('a stop is no axis of a strategy that sizes itself', () => {
    expect(() => makePlan({ type: 'carry', axes: ['stop_loss=0.1'] })).toThrow('carry sizes its own positions')
  })
})
