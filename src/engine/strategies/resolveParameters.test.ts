import { describe, expect, it } from 'vitest'
import { type StrategyType, strategyDescriptorSchema } from '#shared/domain/strategyType.ts'
import { describeStrategies } from './registry.ts'
import { resolveParameters } from './resolveParameters.ts'

it('fills defaults in and keeps what was given', () => {
  expect(resolveParameters({ type: 'breakout', parameters: { entry: 55 } })).toEqual({ entry: 55, exit: 10, direction: 'long_short' })
})

describe('what is refused, naming the field', () => {
  it.each([
    { type: 'trend_following', parameters: { fast: 0 }, message: 'strategy.parameters.fast: must be a whole number from 1 to 1000, not 0' },
    { type: 'trend_following', parameters: { fast: 2.5 }, message: 'strategy.parameters.fast: must be a whole number' },
    { type: 'trend_following', parameters: { fast: '10' }, message: 'strategy.parameters.fast: must be a whole number' },
    { type: 'trend_following', parameters: { slow: Number.NaN }, message: 'strategy.parameters.slow: must be a whole number' },
    { type: 'trend_following', parameters: { fast: 20, slow: 20 }, message: 'strategy.parameters.fast: must be less than slow (20)' },
    { type: 'trend_following', parameters: { average: 'wma' }, message: 'strategy.parameters.average: must be one of sma, ema' },
    {
      type: 'trend_following',
      parameters: { lookback: 5 },
      message: 'strategy.parameters.lookback: is not a parameter of trend_following',
    },
    { type: 'mean_reversion', parameters: { oversold: 80 }, message: 'strategy.parameters.oversold: must be less than overbought (70)' },
    {
      type: 'mean_reversion',
      parameters: { signal: 'zscore', exit_z: 3 },
      message: 'strategy.parameters.exit_z: must be less than entry_z (2)',
    },
    { type: 'ts_momentum', parameters: { annualize_vol: 'no' }, message: 'strategy.parameters.annualize_vol: must be true or false' },
    { type: 'pairs_trading', parameters: { stop_z: 2 }, message: 'strategy.parameters.stop_z: must be more than entry_z (2)' },
    { type: 'pairs_trading', parameters: { symbol_a: 'A', symbol_b: 'A' }, message: 'strategy.parameters.symbol_b: must differ' },
    { type: 'pairs_trading', parameters: { symbol_a: 5 }, message: 'strategy.parameters.symbol_a: must be text' },
    { type: 'stat_arb', parameters: { exit_z: 1.5 }, message: 'strategy.parameters.exit_z: must be less than entry_z (1.5)' },
    {
      type: 'unrecognised' as StrategyType,
      parameters: {},
      message: 'strategy.type: unrecognised cannot be run; choose one of trend_following',
    },
  ] as const)('$message', ({ type, parameters, message }) => {
    expect(() => resolveParameters({ type, parameters })).toThrow(
      expect.objectContaining({ code: 'invalid_input', message: expect.stringContaining(message) }),
    )
  })
})

describe.each(describeStrategies())('the description of $type', (descriptor) => {
  it('is a valid descriptor whose defaults are valid parameters', () => {
    expect(strategyDescriptorSchema.safeParse(descriptor).success).toBe(true)
    const defaults = Object.fromEntries(descriptor.parameters.map(({ name, default: value }) => [name, value]))
    expect(resolveParameters({ type: descriptor.type, parameters: defaults })).toEqual(defaults)
  })

  it('refuses every numeric parameter just outside its bounds', () => {
    const outside = descriptor.parameters.flatMap((parameter) =>
      parameter.kind === 'integer' || parameter.kind === 'number'
        ? [parameter.min - parameter.step, parameter.max + parameter.step].map((value) => ({ [parameter.name]: value }))
        : [],
    )
    for (const parameters of outside) expect(() => resolveParameters({ type: descriptor.type, parameters })).toThrow('from')
    // Rules have texts, and no number of their own.
    expect(outside.length > 0).toBe(descriptor.type !== 'rules')
  })
})
