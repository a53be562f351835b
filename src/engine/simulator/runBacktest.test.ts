import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Bars } from '#shared/domain/dataset.ts'
import { makeWalk } from '../../../tests/builders/makeBars.ts'
import { hashBars } from '../market/hashBars.ts'
import { sliceBars } from '../market/sliceBars.ts'
import { STRATEGIES } from '../strategies/registry.ts'
import { cancelSignalOf } from './cancelSignal.ts'
import { parseRunSpec } from './parseRunSpec.ts'
import { type BacktestResult, runBacktest } from './runBacktest.ts'

/** Short windows, so that a walk of a hundred bars trades often; every family and each of its forms. */
const strategies = [
  { type: 'trend_following', parameters: { fast: 2, slow: 5, direction: 'long_short' } },
  { type: 'trend_following', parameters: { fast: 2, slow: 5, average: 'ema' } },
  { type: 'mean_reversion', parameters: { period: 3, oversold: 40, overbought: 60 } },
  { type: 'mean_reversion', parameters: { signal: 'zscore', lookback: 5, entry_z: 1, exit_z: 0.2, direction: 'long_short' } },
  { type: 'breakout', parameters: { entry: 5, exit: 3 } },
  { type: 'ts_momentum', parameters: { lookback: 4, vol_lookback: 5, threshold: 0 } },
  { type: 'volatility_trading', parameters: { vol_lookback: 4, percentile_lookback: 6 } },
  { type: 'ml_classifier', parameters: { train_bars: 20, retrain_every: 3, horizon: 2 } },
  { type: 'rules', parameters: { entry: 'rsi(3) < 40', exit: 'crossover(ema(2), ema(n))', params: { n: 5 } } },
]

const walks = fc.array(fc.double({ min: -0.08, max: 0.08, noNaN: true }), { minLength: 30, maxLength: 120 }).map(makeWalk)

function run(bars: Bars, specFile: object): BacktestResult {
  return runBacktest({ bars, symbol: 'TEST', spec: parseRunSpec(specFile).spec, dataHash: hashBars(bars) })
}

it('the cases cover every family that can run', () => {
  expect(new Set(strategies.map((strategy) => strategy.type))).toEqual(new Set(Object.keys(STRATEGIES)))
})

describe.each(strategies)('$type $parameters', (strategy) => {
  const fill = strategy.type === 'breakout' ? 'close' : 'next_open'
  const sizesItself = ['ts_momentum', 'volatility_trading', 'ml_classifier'].includes(strategy.type)

  it('perturbing the bars after t changes no fill, and no equity, up to t', () => {
    fc.assert(
      fc.property(walks, walks, fc.double({ min: 0.2, max: 0.8, noNaN: true }), (past, other, share) => {
        const t = Math.floor(past.time.length * share)
        const spec = { strategy, execution: { fill, fractional: true } }
        const [one, two] = [run(past, spec), run(splice(past, other, t), spec)].map(({ ledger }) => ({
          equity: Array.from(ledger.positions.equity.subarray(0, t + 1)),
          decisions: Array.from(ledger.fills.decisionBar).filter((bar) => bar <= t),
          fills: Array.from(ledger.fills.units).filter((_, i) => ledger.fills.bar[i]! <= t),
        }))
        expect(two).toEqual(one)
      }),
      { numRuns: 40 },
    )
  })

  it('equity scales with capital when units are fractional and costs are nil', () => {
    fc.assert(
      fc.property(walks, fc.double({ min: 2, max: 1000, noNaN: true }), (bars, scale) => {
        // Far above the smallest resize of a target strategy (0.1 units), which is no multiple of capital.
        const at = (initial_cash: number) => run(bars, { strategy, initial_cash, execution: { fractional: true } }).ledger.positions.equity
        const [small, large] = [at(1e9), at(1e9 * scale)]
        large.forEach((equity, i) => {
          expect(Math.abs(equity / (small[i]! * scale) - 1)).toBeLessThan(sizesItself ? 1e-7 : 1e-9)
        })
      }),
      { numRuns: 30 },
    )
  })

  it('cash + units * close is equity at every bar, fills explain the cash, and equal inputs give equal ledgers', () => {
    fc.assert(
      fc.property(walks, (bars) => {
        const spec = {
          strategy,
          cost_model: { type: 'percentage', percentage: 0.001, minimum_commission: 1 },
          execution: { slippage_bps: 5 },
        }
        const { ledger, identity } = run(bars, spec)
        const { cash, units, close, equity } = ledger.positions
        equity.forEach((value, i) => {
          expect(value).toBe(cash[i]! + units[i]! * close[i]!)
        })
        const spent = ledger.fills.units.reduce((sum, size, i) => sum + size * ledger.fills.price[i]! + ledger.fills.commission[i]!, 0)
        if (!ledger.ruined) expect(cash.at(-1)).toBeCloseTo(100_000 - spent, 5)
        expect(run(bars, spec).identity.ledger_hash).toBe(identity.ledger_hash)
      }),
      { numRuns: 30 },
    )
  })
})

/** The first t + 1 bars of one walk, then the bars of another. */
function splice(past: Bars, other: Bars, t: number): Bars {
  const join = (name: keyof Bars) =>
    name === 'time' ? past.time : past[name].map((value, i) => (i <= t ? value : other[name][i % other.time.length]!))
  return { time: past.time, open: join('open'), high: join('high'), low: join('low'), close: join('close'), volume: join('volume') }
}

describe('the run window', () => {
  const bars = makeWalk(Array.from({ length: 100 }, (_, i) => Math.sin(i / 4) / 30))
  const strategy = { type: 'trend_following', parameters: { fast: 3, slow: 10 } }

  it('warm-up bars feed the indicators and never enter the run', () => {
    const { ledger, firstBar, lastBar } = run(bars, { strategy, start_date: '2020-02-20', end_date: '2020-03-30' })
    expect([firstBar, lastBar]).toEqual([50, 89])
    expect(ledger.positions.equity).toHaveLength(40)
    expect(ledger.positions.time[0]).toBe(bars.time[50])
    expect(Math.min(...ledger.fills.decisionBar)).toBeGreaterThanOrEqual(50)
    expect(Math.max(...ledger.fills.bar)).toBeLessThanOrEqual(89)
    // Without the warm-up the same dates could decide nothing in their first ten bars.
    const cold = run(sliceBars(bars, 50, 90), { strategy })
    expect(ledger.fills.bar[0]! - 50).toBeLessThan(10)
    expect(cold.ledger.fills.bar[0] ?? 40).toBeGreaterThan(10)
  })

  it('bar numbers count from the first bar of the data, warm-up included', () => {
    const { ledger } = run(bars, { strategy, start_date: '2020-01-31' })
    expect(ledger.fills.time[0]).toBe(bars.time[ledger.fills.bar[0]!])
    expect(ledger.trades.entryTime[0]).toBe(bars.time[ledger.trades.entryBar[0]!])
  })
})

describe('identity', () => {
  const bars = makeWalk(Array.from({ length: 60 }, (_, i) => Math.sin(i) / 50))
  const strategy = { type: 'trend_following', parameters: { fast: 3, slow: 10 } }

  it('says what was run on what by which engine', () => {
    const { identity, metrics } = run(bars, { strategy, seed: 7 })
    expect(identity.data_hash).toBe(hashBars(bars))
    expect(identity.seed).toBe(7)
    expect(identity.engine_version).toMatch(/^\d+\.\d+\.\d+$/)
    expect(metrics.values.final_equity).toBe(run(bars, { strategy }).ledger.positions.equity.at(-1))
  })

  it.each([
    { name: 'the initial cash', change: { initial_cash: 100_001 } },
    { name: 'the cost model', change: { cost_model: { type: 'percentage', percentage: 0.01 } } },
    { name: 'a parameter', change: { strategy: { type: 'trend_following', parameters: { fast: 4, slow: 10 } } } },
  ])('$name changes the spec hash and the ledger hash', ({ change }) => {
    const [one, two] = [run(bars, { strategy }), run(bars, { strategy, ...change })]
    expect(two.identity.spec_hash).not.toBe(one.identity.spec_hash)
    expect(two.identity.ledger_hash).not.toBe(one.identity.ledger_hash)
  })
})

describe('cancellation and progress', () => {
  const bars = makeWalk(Array.from({ length: 9000 }, (_, i) => Math.sin(i) / 500))
  const { spec } = parseRunSpec({ strategy: { type: 'breakout' } })
  const input = { bars, symbol: 'TEST', spec, dataHash: hashBars(bars) }

  it('stops at the next block once the shared flag is set', () => {
    const flag = new Int32Array(new SharedArrayBuffer(4))
    const seen: number[] = []
    const onProgress = (share: number) => {
      seen.push(share)
      Atomics.store(flag, 0, 1)
    }
    expect(() => runBacktest({ ...input, cancel: cancelSignalOf(flag), onProgress })).toThrow(
      expect.objectContaining({ code: 'cancelled' }),
    )
    expect(seen).toEqual([0])
  })

  it('reports the share of bars done, from 0 to 1', () => {
    const seen: number[] = []
    runBacktest({ ...input, onProgress: (share) => seen.push(share) })
    expect(seen).toEqual([0, 4096 / 9000, 8192 / 9000, 1])
  })
})
