import fc from 'fast-check'
import type { Bars } from '#shared/domain/dataset.ts'
import { makeWalk } from '../builders/makeBars.ts'

/**
 * Walks of 30 to 120 bars with random volumes. Drawn from a seed, so that no two closes tie: where averages touch
 * exactly, two orders of summation may rightly disagree about a cross.
 */
export const walks: fc.Arbitrary<Bars> = fc
  .record({ seed: fc.integer({ min: 1 }), length: fc.integer({ min: 30, max: 120 }) })
  .map(randomWalk)

function randomWalk({ seed, length }: { seed: number; length: number }): Bars {
  const draw = randomFractions(seed)
  const walk = makeWalk(Array.from({ length }, () => (draw() - 0.5) * 0.16))
  return {
    ...walk,
    high: walk.high.map((price) => price * (1 + draw() * 0.06)),
    low: walk.low.map((price) => price * (1 - draw() * 0.06)),
    volume: walk.volume.map(() => Math.floor(draw() * 5000)),
  }
}

/** Park and Miller's minimal standard generator (1988). */
function randomFractions(seed: number): () => number {
  let state = (seed % 2147483646) + 1
  return () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
}

export const direction = fc.constantFrom('long_only', 'long_short')
export const level = (min: number, max: number) => fc.double({ min, max, noNaN: true })
export const bars = (min: number, max: number) => fc.integer({ min, max })
export const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null })

/** Windows short enough that a walk of thirty bars trades. */
const strategy = fc.oneof(
  fc.record({
    type: fc.constant('trend_following'),
    parameters: fc.record({ fast: bars(1, 4), slow: bars(5, 9), average: fc.constantFrom('sma', 'ema'), direction }),
  }),
  fc.record({
    type: fc.constant('mean_reversion'),
    parameters: fc.record({
      signal: fc.constant('rsi'),
      period: bars(2, 6),
      oversold: level(20, 45),
      overbought: level(55, 80),
      direction,
    }),
  }),
  fc.record({
    type: fc.constant('mean_reversion'),
    parameters: fc.record({
      signal: fc.constant('zscore'),
      lookback: bars(3, 9),
      entry_z: level(0.8, 1.4),
      exit_z: level(0, 0.7),
      direction,
    }),
  }),
  fc.record({ type: fc.constant('breakout'), parameters: fc.record({ entry: bars(1, 8), exit: bars(1, 5), direction }) }),
)

const targetStrategy = fc.record({
  type: fc.constant('ts_momentum'),
  parameters: fc.record({ lookback: bars(2, 6), vol_lookback: bars(2, 6), threshold: level(0, 0.02), vol_target: level(0.05, 1) }),
})

const costModel = fc.oneof(
  fc.constant({ type: 'zero' }),
  fc.record({ type: fc.constant('percentage'), percentage: level(0, 0.01), minimum_commission: fc.constantFrom(0, 0, 15) }),
  fc.record({ type: fc.constant('fixed_per_share'), cost_per_share: level(0, 0.2), minimum_commission: fc.constantFrom(0, 5) }),
)

const sizing = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ type: 'all_in' }) },
  fc.record({ type: fc.constant('fraction'), of_equity: level(0.1, 3) }),
  fc.record({ type: fc.constant('fixed_units'), units: level(0.5, 150) }),
  fc.record({ type: fc.constant('vol_target'), annual: level(0.05, 1), lookback: bars(2, 8) }),
  fc.record({ type: fc.constant('risk_per_trade'), fraction: level(0.005, 0.1), atr_period: bars(1, 6), atr_multiple: level(0.5, 4) }),
)

export const frictions = {
  fill: fc.constantFrom('next_open', 'close'),
  slippage_bps: fc.constantFrom(0, 5, 50),
  spread_bps: fc.constantFrom(0, 10),
  fractional: fc.boolean(),
  max_leverage: fc.constantFrom(1, 0.5, 2, null),
  max_participation: maybe(level(0.01, 0.5)),
  borrow_rate: maybe(level(0, 2)),
  maintenance_margin: maybe(level(0, 0.9)),
}

export const signalExecution = fc.record({
  ...frictions,
  sizing,
  stop_loss: maybe(level(0.01, 0.1)),
  take_profit: maybe(level(0.01, 0.2)),
  bracket_reference: fc.constantFrom('signal', 'fill'),
  trailing_stop: maybe(level(0.01, 0.15)),
  time_stop: maybe(bars(1, 12)),
})

export const common = { cost_model: costModel, initial_cash: fc.constantFrom(500, 10_000, 1e6) }

/** Spec files of runs on signals, with any settings. */
export const signalSpecs = fc.record({ ...common, strategy, execution: signalExecution })
/** Spec files of runs on target exposures. */
export const targetSpecs = fc.record({ ...common, strategy: targetStrategy, execution: fc.record(frictions) })
/** Spec files of runs that are all in or in cash, without brackets: those with a fast path. */
export const foldableSpecs = fc.record({
  strategy,
  initial_cash: common.initial_cash,
  risk_free: fc.constantFrom(0, 0.03),
  cost_model: fc.record({ type: fc.constant('percentage'), percentage: level(0, 0.01) }),
  execution: fc.record({ fractional: fc.constant(true), slippage_bps: fc.constantFrom(0, 5), max_leverage: fc.constantFrom(1, 2, null) }),
})
