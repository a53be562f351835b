import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Parameters } from '#shared/domain/strategyType.ts'
import { makeFlatBars, makeWalk } from '../../../tests/builders/makeBars.ts'
import { sliceBars } from '../market/sliceBars.ts'
import { STRATEGIES, strategyFamily } from './registry.ts'
import { resolveParameters } from './resolveParameters.ts'
import { EXIT_LONG, EXIT_SHORT, FLAT, HOLD, LONG, SHORT } from './signalCode.ts'

type Single = keyof typeof STRATEGIES

function decide(type: Single, given: Parameters, bars = makeFlatBars([])): number[] {
  const parameters = resolveParameters({ type, parameters: given })
  return Array.from(strategyFamily(type).decide({ bars, parameters, periodsPerYear: 252 }))
}

describe('volatility_trading', () => {
  const parameters = { vol_lookback: 2, percentile_lookback: 2, percentile: 0.5, vol_target: 0.2 }
  // Returns 0.1, -0.1, 0.1, 0, 0.1, 0.1: deviations of two are 0.1, 0.1, 0.05, 0.05, 0; the median of two is their mean.
  const prices = [100, 110, 99, 108.9, 108.9, 119.79, 131.769]

  it('is long the share of target and realised volatility while it is below its percentile', () => {
    const exposure = decide('volatility_trading', parameters, makeFlatBars(prices))
    expect(exposure.slice(0, 3)).toEqual([Number.NaN, Number.NaN, Number.NaN])
    // 0.05 lies below the mean of 0.1 and 0.05.
    expect(exposure[4]).toBeCloseTo(0.2 / Math.sqrt(252) / 0.05, 10)
  })

  it('holds nothing at or above it, nor without volatility', () => {
    const flat = decide('volatility_trading', parameters, makeFlatBars([100, 110, 99, 99, 99, 99]))
    expect(flat.at(-1)).toBe(0)
    expect(decide('volatility_trading', { ...parameters, percentile: 0 }, makeFlatBars(prices)).slice(3)).toEqual([0, 0, 0, 0])
  })
})

describe('ml_classifier', () => {
  const parameters = { horizon: 1, train_bars: 60, retrain_every: 5, l2: 0.01, threshold: 0 }
  /** Up on two bars of three, in a fixed round: the last returns tell the next one. */
  const round = makeWalk(Array.from({ length: 130 }, (_, i) => (i % 3 === 2 ? -0.01 : 0.01)))

  it('learns a pattern that repeats', () => {
    const exposure = decide('ml_classifier', parameters, round)
    expect(exposure.findIndex((value) => !Number.isNaN(value))).toBe(20 + 60 - 1 + 1)
    for (let i = 80; i < 130; i++) {
      // After bar i comes a fall when (i + 1) % 3 is 2.
      if ((i + 1) % 3 === 2) expect(exposure[i]).toBeLessThan(-0.5)
      else expect(exposure[i]).toBeGreaterThan(0.5)
    }
  })

  it('holds nothing while the probability is within the threshold of one half', () => {
    const timid = decide('ml_classifier', { ...parameters, threshold: 0.5 }, round)
    expect(new Set(timid.slice(80))).toEqual(new Set([0]))
  })

  it('holds nothing when all it has seen are rises', () => {
    const exposure = decide('ml_classifier', parameters, makeFlatBars(Array.from({ length: 100 }, (_, i) => 100 + i)))
    expect(exposure.at(-1)).toBe(0)
  })

  it('learns only from outcomes that are known: the horizon is left out', () => {
    const parametersOf = (horizon: number) => resolveParameters({ type: 'ml_classifier', parameters: { ...parameters, horizon } })
    expect(strategyFamily('ml_classifier').firstDecisionBar(parametersOf(7))).toBe(20 + 60 - 1 + 7)
  })
})

describe('rules', () => {
  const bars = makeFlatBars([10, 11, 12, 9, 8, 12])
  it.each([
    { name: 'entry and exit', rules: { entry: 'close > 11', exit: 'close < 10' }, codes: [HOLD, HOLD, LONG, EXIT_LONG, EXIT_LONG, LONG] },
    {
      name: 'an entry goes before an exit',
      rules: { entry: 'close > 8', exit: 'close > 11' },
      codes: [HOLD, LONG, LONG, LONG, HOLD, LONG],
    },
    {
      name: 'shorts',
      rules: { entry: '', exit: '', entry_short: 'close < 9', exit_short: 'close > 10' },
      codes: [HOLD, EXIT_SHORT, EXIT_SHORT, HOLD, SHORT, EXIT_SHORT],
    },
    {
      name: 'both exits at once leave either side',
      rules: { entry: 'close > 100', exit: 'close < 9', exit_short: 'close < 9' },
      codes: [HOLD, HOLD, HOLD, HOLD, FLAT, HOLD],
    },
    {
      name: 'both entries at once cancel out',
      rules: { entry: 'close > 11', exit: '', entry_short: 'close > 11' },
      codes: [HOLD, HOLD, HOLD, HOLD, HOLD, HOLD],
    },
    {
      name: 'numbers by name',
      rules: { entry: 'close > level', exit: 'close < level - width', 'params.level': 11, 'params.width': 1 },
      codes: [HOLD, HOLD, LONG, EXIT_LONG, EXIT_LONG, LONG],
    },
  ] as { name: string; rules: Parameters; codes: number[] }[])('$name', ({ rules, codes }) => {
    expect(decide('rules', rules, bars)).toEqual(codes)
  })

  it.each([
    [{ entry: 'close >', exit: '' }, 'strategy.parameters.entry: line 1, column 8: expected a number'],
    [{ entry: 'close > 1', exit: 'sma(close) < 1' }, 'strategy.parameters.exit: line 1, column 5: expected a whole number of bars'],
    [{ entry: 'close > 1', 'params.fast': 3 }, 'strategy.parameters.params.fast: is used by no rule'],
    [{ entry: 'close > 1', 'params.close': 3 }, 'strategy.parameters.params.close: is a word of the language'],
    [{ entry: 'close > 1', 'params.two words': 3 }, 'params.two words: is not a parameter of rules'],
    [{ entry: 'close > 1', fast: 3 }, 'fast: is not a parameter of rules'],
    [{ entry: '', exit: 'close > 1' }, 'strategy.parameters.entry: is empty'],
    [{ entry: 'x'.repeat(2001) }, 'must be text of at most 2000 characters'],
  ] as [Parameters, string][])('%o is refused', (parameters, message) => {
    expect(() => resolveParameters({ type: 'rules', parameters })).toThrow(message)
  })

  const steps = fc.array(fc.double({ min: -0.08, max: 0.08, noNaN: true }), { minLength: 60, maxLength: 120 })
  it.each<{ name: string; rules: Parameters; family: Single; parameters: Parameters }>([
    {
      name: 'a cross of averages is trend_following',
      rules: {
        entry: 'crossover(sma(close, fast), sma(slow))',
        exit: 'crossunder(sma(fast), sma(slow))',
        'params.fast': 3,
        'params.slow': 8,
      },
      family: 'trend_following',
      parameters: { fast: 3, slow: 8 },
    },
    {
      name: 'levels of the RSI are mean_reversion',
      rules: { entry: 'rsi(5) < 35', exit: 'rsi(5) > 60' },
      family: 'mean_reversion',
      parameters: { period: 5, oversold: 35, overbought: 60 },
    },
    {
      name: 'a close beyond the bars before is breakout',
      rules: { entry: 'close > highest(high, 6)[1]', exit: 'close < lowest(low, 4)[1]' },
      family: 'breakout',
      parameters: { entry: 6, exit: 4, direction: 'long_only' },
    },
  ])('$name', ({ rules, family, parameters }) => {
    fc.assert(
      fc.property(steps, (walk) => {
        const bars = makeWalk(walk)
        // Codes are wishes; what they make of a position is what counts.
        expect(positionsOf(decide('rules', rules, bars))).toEqual(positionsOf(decide(family, parameters, bars)))
      }),
    )
  })
})

/** 1 while long, 0 while flat, when every wish is granted. */
function positionsOf(codes: readonly number[]): number[] {
  let side = 0
  return codes.map((code) => {
    if (code === LONG) side = 1
    else if (code === FLAT || code === EXIT_LONG) side = 0
    return side
  })
}

describe('no family sees a later bar', () => {
  const cases: readonly { type: Single; parameters: Parameters }[] = [
    { type: 'trend_following', parameters: { fast: 2, slow: 5 } },
    { type: 'mean_reversion', parameters: { period: 3 } },
    { type: 'breakout', parameters: { entry: 5, exit: 3 } },
    { type: 'ts_momentum', parameters: { lookback: 4, vol_lookback: 5 } },
    { type: 'volatility_trading', parameters: { vol_lookback: 4, percentile_lookback: 6 } },
    { type: 'ml_classifier', parameters: { train_bars: 20, retrain_every: 3, horizon: 2 } },
    { type: 'rules', parameters: { entry: 'rsi(4) < 40 or crossover(ema(3), ema(7))', exit: 'close < close[3]' } },
  ]
  const walks = fc.array(fc.double({ min: -0.08, max: 0.08, noNaN: true }), { minLength: 60, maxLength: 120 })

  it('the cases cover every family', () => {
    expect(cases.map(({ type }) => type).toSorted()).toEqual(Object.keys(STRATEGIES).toSorted())
  })

  it.each(cases)('$type decides the same when the bars after t are others, or are not there', ({ type, parameters }) => {
    fc.assert(
      fc.property(walks, walks, fc.double({ min: 0.3, max: 0.9, noNaN: true }), (walk, other, share) => {
        const t = Math.floor(walk.length * share)
        const past = decide(type, parameters, sliceBars(makeWalk(walk), 0, t + 1))
        const changed = decide(type, parameters, makeWalk([...walk.slice(0, t + 1), ...other]))
        expect(changed.slice(0, t + 1)).toEqual(past)
      }),
      { numRuns: 40 },
    )
  })
})
