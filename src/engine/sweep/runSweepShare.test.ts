import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { Bars } from '#shared/domain/dataset.ts'
import { runSpecSchema } from '#shared/domain/runSpec.ts'
import type { Parameters } from '#shared/domain/strategyType.ts'
import { makeFlatBars, makeWalk } from '../../../tests/builders/makeBars.ts'
import { foldTerms } from '../simulator/foldTerms.ts'
import { runBacktest } from '../simulator/runBacktest.ts'
import { parseAxis } from './parseAxis.ts'
import { planSweep, type SweepPlan, trialSpec } from './planSweep.ts'
import { runSweepShare } from './runSweepShare.ts'
import { SWEEP_METRICS, SweepColumns } from './sweepColumns.ts'

const FREE = { checkpoint: () => {} }

function sweep(bars: Bars, plan: SweepPlan, parts = 1): SweepColumns {
  const columns = new SweepColumns(plan.cells.length)
  for (let part = 0; part < parts; part++) runSweepShare({ bars, plan }, { share: { part, parts }, columns, control: FREE })
  return columns
}

/** Every metric of every trial has the very bits of a single run's. */
function expectSingleRuns(bars: Bars, plan: SweepPlan): void {
  const columns = sweep(bars, plan)
  for (let trial = 0; trial < plan.cells.length; trial++) {
    const { metrics } = runBacktest({ bars, symbol: 'X', spec: trialSpec(plan, trial), dataHash: '' })
    const row = SWEEP_METRICS.map((name) => [name, columns.column(name)[trial]])
    const run = SWEEP_METRICS.map((name) => [name, metrics.values[name] ?? Number.NaN])
    expect(row, JSON.stringify(trialSpec(plan, trial))).toEqual(run)
  }
}

interface SweepCase {
  readonly type: string
  readonly parameters?: Parameters
  readonly axes: readonly string[]
  readonly where?: string
  readonly settings?: object
}

function makePlan({ type, parameters = {}, axes, where, settings = {} }: SweepCase): SweepPlan {
  const spec = runSpecSchema.parse({ strategy: { type, parameters }, initial_cash: 10_000, ...settings })
  return planSweep({ spec, axes: axes.map(parseAxis), where: where ?? null })
}

/** Prices on a coarse grid, so that averages touch and equities tie. */
const tiedPrices = (length: number) =>
  fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 2, maxLength: length }).map((steps) => {
    let price = 20
    return makeFlatBars(
      steps.map((step) => {
        price = Math.max(1, price + step / 4)
        return price
      }),
    )
  })
const walks = (length: number) =>
  fc.array(fc.double({ min: -0.06, max: 0.06, noNaN: true }), { minLength: 2, maxLength: length }).map(makeWalk)
const anyBars = (length: number) => fc.oneof(tiedPrices(length), walks(length))

const foldable = fc.record({
  percentage: fc.constantFrom(0, 0.001, 0.02),
  slippage_bps: fc.constantFrom(0, 5),
  spread_bps: fc.constantFrom(0, 3),
  max_leverage: fc.constantFrom(1, 2, null),
  risk_free: fc.constantFrom(0, 0.03),
})
const settingsOf = ({ percentage, risk_free, ...execution }: typeof foldable extends fc.Arbitrary<infer Value> ? Value : never) => ({
  cost_model: { type: 'percentage', percentage },
  risk_free,
  execution: { fractional: true, ...execution },
})

describe('folded trials', () => {
  it('crosses of simple averages have the bits of single runs', () => {
    fc.assert(
      fc.property(anyBars(130), foldable, (bars, terms) => {
        const plan = makePlan({ type: 'trend_following', axes: ['fast=1:6:1', 'slow=2:40:7'], settings: settingsOf(terms) })
        expect(foldTerms(plan.spec)).not.toBeNull()
        expectSingleRuns(bars, plan)
      }),
      { numRuns: 40 },
    )
  })

  it('more slow lines than one group holds', () => {
    fc.assert(
      fc.property(walks(260), (bars) => {
        const settings = { execution: { fractional: true } }
        expectSingleRuns(bars, makePlan({ type: 'trend_following', axes: ['fast=1,3,30', 'slow=2:140:1'], where: 'fast < slow', settings }))
      }),
      { numRuns: 3 },
    )
  })

  it.each<SweepCase>([
    { type: 'trend_following', axes: ['average=ema,sma', 'fast=2,5', 'slow=6:20:7', 'direction=long_only,long_short'] },
    { type: 'mean_reversion', axes: ['period=2:8:3', 'oversold=30,45', 'overbought=50,60', 'direction=long_only,long_short'] },
    {
      type: 'mean_reversion',
      parameters: { signal: 'zscore' },
      axes: ['lookback=3,9', 'entry_z=0.8,1.5', 'exit_z=0,0.5', 'direction=long_only,long_short'],
    },
    { type: 'breakout', axes: ['entry=2:10:4', 'exit=1:9:4', 'direction=long_only,long_short'] },
    { type: 'ts_momentum', axes: ['lookback=2:8:3', 'vol_lookback=2,6', 'annualize_vol=true,false', 'threshold=0,0.02'] },
    { type: 'volatility_trading', axes: ['vol_lookback=3,6', 'percentile_lookback=10,20'] },
  ])('$type $parameters over $axes', (sweepCase) => {
    fc.assert(
      fc.property(anyBars(100), foldable, (bars, terms) => expectSingleRuns(bars, makePlan({ ...sweepCase, settings: settingsOf(terms) }))),
      { numRuns: 12 },
    )
  })
})

describe('target exposures', () => {
  it.each([
    { name: 'whole units and a minimum', execution: {}, cost_model: { type: 'percentage', percentage: 0.001, minimum_commission: 3 } },
    { name: 'a fee per share', execution: { fractional: true }, cost_model: { type: 'fixed_per_share', cost_per_share: 0.02 } },
    { name: 'slippage, a spread and no limit', execution: { fractional: true, slippage_bps: 4, spread_bps: 2, max_leverage: null } },
    { name: 'so little cash that small changes wait', execution: { fractional: true }, initial_cash: 40, risk_free: 0.03 },
    { name: 'a borrow rate', execution: { fractional: true, borrow_rate: 0.05 } },
    { name: 'close fills', execution: { fractional: true, fill: 'close' } },
    { name: 'a margin to keep', execution: { fractional: true, max_leverage: 3, maintenance_margin: 0.3 } },
    { name: 'a share of the volume', execution: { fractional: true, max_participation: 0.01 } },
  ])('$name', ({ name: _, ...settings }) => {
    fc.assert(
      fc.property(anyBars(120), (bars) => {
        expectSingleRuns(
          bars,
          makePlan({ type: 'ts_momentum', axes: ['lookback=2:11:3', 'vol_lookback=2,6', 'vol_target=0.1,3'], settings }),
        )
        expectSingleRuns(bars, makePlan({ type: 'volatility_trading', axes: ['vol_lookback=3,6', 'percentile_lookback=10,20'], settings }))
      }),
      { numRuns: 10 },
    )
  })
})

describe('a short that loses everything', () => {
  const steep = fc.array(fc.double({ min: -0.5, max: 1.2, noNaN: true }), { minLength: 30, maxLength: 90 }).map(makeWalk)
  it.each<SweepCase>([
    { type: 'breakout', axes: ['entry=1:5:1', 'exit=1:4:1'] },
    { type: 'mean_reversion', axes: ['period=2:6:2', 'oversold=30,45', 'overbought=50,60', 'direction=long_short'] },
    { type: 'ts_momentum', parameters: { annualize_vol: false, vol_target: 2 }, axes: ['lookback=2:8:3', 'vol_lookback=2,4'] },
  ])('$type', (sweepCase) => {
    const ruins = vi.fn()
    fc.assert(
      fc.property(steep, (bars) => {
        const settings = {
          execution: { fractional: true, max_leverage: sweepCase.type === 'ts_momentum' ? null : 1 },
          cost_model: { type: 'zero' },
        }
        const plan = makePlan({ ...sweepCase, settings })
        expectSingleRuns(bars, plan)
        if (sweep(bars, plan).column('final_equity').includes(0)) ruins()
      }),
      { numRuns: 25 },
    )
    expect(ruins).toHaveBeenCalled()
  })
})

describe('trials that need a ledger', () => {
  it.each([
    { name: 'whole units', execution: {} },
    { name: 'close fills', execution: { fractional: true, fill: 'close' } },
    { name: 'a stop and a target', execution: { fractional: true, stop_loss: 0.03, take_profit: 0.05 } },
    { name: 'part of the equity', execution: { fractional: true, sizing: { type: 'fraction', of_equity: 0.4 } } },
    { name: 'half leverage', execution: { fractional: true, max_leverage: 0.5 } },
    { name: 'a time stop', execution: { fractional: true, time_stop: 4 } },
    { name: 'a borrow rate', execution: { fractional: true, borrow_rate: 0.1 } },
    {
      name: 'a minimum commission',
      execution: { fractional: true },
      cost_model: { type: 'percentage', percentage: 0.001, minimum_commission: 3 },
    },
    { name: 'a fee per share', execution: { fractional: true }, cost_model: { type: 'fixed_per_share', cost_per_share: 0.05 } },
  ])('$name', ({ execution, cost_model }) => {
    const plan = makePlan({
      type: 'trend_following',
      axes: ['fast=1:4:1', 'slow=2:20:6', 'direction=long_only,long_short'],
      settings: { execution, ...(cost_model && { cost_model }) },
    })
    expect(foldTerms(plan.spec)).toBeNull()
    fc.assert(
      fc.property(anyBars(90), (bars) => expectSingleRuns(bars, plan)),
      { numRuns: 8 },
    )
  })

  it('returns that hardly vary are measured in two passes', () => {
    const bars = makeFlatBars(Array.from({ length: 60 }, (_, i) => 100 * 1.01 ** Math.max(0, i - 3)))
    expectSingleRuns(
      bars,
      makePlan({ type: 'trend_following', axes: ['fast=1,2', 'slow=3,4'], settings: { execution: { fractional: true } } }),
    )
  })
})

describe('a sweep', () => {
  const steps = Array.from({ length: 400 }, (_, i) => 0.04 * Math.sin(i * 1.7) + 0.01 * Math.cos(i / 9))
  const bars = makeWalk(steps)
  const settings = { execution: { fractional: true }, start_date: '2020-03-01', end_date: '2020-11-30' }

  it('begins at its start date with warm indicators', () => {
    expectSingleRuns(bars, makePlan({ type: 'trend_following', axes: ['fast=2:9:1', 'slow=10:60:10'], settings }))
    expectSingleRuns(bars, makePlan({ type: 'breakout', axes: ['entry=2:9:3', 'exit=2,5'], settings }))
  })

  it.each(['trend_following', 'breakout', 'ts_momentum'])('%s: the bytes do not depend on how it is shared out', (type) => {
    const axes = {
      trend_following: ['fast=2:9:1', 'slow=10:60:10'],
      breakout: ['entry=2:20:3', 'exit=2,5'],
      ts_momentum: ['lookback=2:20:3'],
    }[type]!
    const plan = makePlan({ type, axes, settings })
    const whole = sweep(bars, plan)
    for (const parts of [2, 3, 7, 64]) expect(sweep(bars, plan, parts).values).toEqual(whole.values)
  })

  it('asks its control often and stops when told', () => {
    const plan = makePlan({ type: 'trend_following', axes: ['fast=2:20:1', 'slow=21:80:1'], settings })
    let done = 0
    const columns = new SweepColumns(plan.cells.length)
    runSweepShare(
      { bars, plan },
      {
        share: { part: 0, parts: 1 },
        columns,
        control: {
          checkpoint: (trials) => {
            done += trials
          },
        },
      },
    )
    expect(done).toBe(plan.cells.length)
    const stop = () => {
      throw new Error('stopped')
    }
    expect(() => runSweepShare({ bars, plan }, { share: { part: 0, parts: 1 }, columns, control: { checkpoint: stop } })).toThrow('stopped')
  })
})

describe('axes of settings', () => {
  const walk = makeWalk(Array.from({ length: 160 }, (_, i) => 0.03 * Math.sin(i * 1.3) + 0.01 * Math.cos(i / 11)))

  it.each<SweepCase>([
    {
      type: 'trend_following',
      axes: ['stop_loss=none,0.01,0.04', 'fast=2:5', 'slow=6:12:3'],
      settings: { execution: { fractional: true } },
    },
    { type: 'breakout', axes: ['entry=3:9:3', 'take_profit=0.02,none', 'exit=2:4', 'time_stop=2,none'] },
    { type: 'mean_reversion', axes: ['commission=0:0.01:0.005', 'period=2:4', 'slippage_bps=0,10', 'trailing_stop=0.03,none'] },
    { type: 'ts_momentum', axes: ['spread_bps=0:20:10', 'lookback=5:9:2', 'commission=0.001,0'] },
  ])('$type with $axes: every row has the bits of a single run', (sweepCase) => expectSingleRuns(walk, makePlan(sweepCase)))

  it('take part in the constraint, and a setting that is off is no number', () => {
    const plan = makePlan({ type: 'breakout', axes: ['entry=5,10', 'stop_loss=none,0.02,0.2'], where: 'stop_loss < entry / 100' })
    expect(
      Array.from(plan.cells, (_, trial) => trialSpec(plan, trial)).map(({ strategy, execution }) => [
        strategy.parameters['entry'],
        execution.stop_loss,
      ]),
    ).toEqual([
      [5, 0.02],
      [10, 0.02],
    ])
    expect(plan.excluded).toBe(4)
  })

  it.each<[string, SweepCase, string]>([
    ['a value out of bounds', { type: 'breakout', axes: ['stop_loss=0.5,2'] }, 'stop_loss: must be a number from'],
    ['a word that switches nothing off', { type: 'breakout', axes: ['slippage_bps=none,2'] }, 'slippage_bps: must be a number from'],
    ['half a bar', { type: 'breakout', axes: ['time_stop=1.5'] }, 'time_stop: must be a whole number'],
    ['a stop where the strategy sizes itself', { type: 'ts_momentum', axes: ['stop_loss=none,0.1'] }, 'takes no stop_loss'],
    [
      'a percentage where costs are per share',
      { type: 'breakout', axes: ['commission=0,0.01'], settings: { cost_model: { type: 'fixed_per_share', cost_per_share: 1 } } },
      'charged per share',
    ],
    ['a name nobody knows', { type: 'breakout', axes: ['stop_los=0.1'] }, 'a sweep can also vary stop_loss'],
  ])('refuse %s', (_, sweepCase, message) => {
    expect(() => makePlan(sweepCase)).toThrow(expect.objectContaining({ code: 'invalid_input', message: expect.stringContaining(message) }))
  })

  it('leave trials alone that are done', () => {
    const plan = makePlan({ type: 'breakout', axes: ['entry=3:9:3', 'take_profit=0.02,none'] })
    const [whole, resumed] = [sweep(walk, plan), new SweepColumns(plan.cells.length)]
    let checks = 0
    const stop = () => {
      if (++checks === 4) throw new Error('stopped')
    }
    const duty = { share: { part: 0, parts: 1 }, columns: resumed }
    expect(() => runSweepShare({ bars: walk, plan }, { ...duty, control: { checkpoint: stop } })).toThrow('stopped')
    const missing = Array.from(plan.cells.keys()).filter((trial) => !resumed.isDone(trial))
    expect(missing.length).toBeGreaterThan(0)
    expect(missing.length).toBeLessThan(plan.cells.length)
    let ran = 0
    runSweepShare({ bars: walk, plan }, { ...duty, control: { checkpoint: (trials) => (ran += trials) } })
    expect(ran).toBe(missing.length)
    expect(resumed.values).toEqual(whole.values)
  })
})
