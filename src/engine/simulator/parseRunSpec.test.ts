import { describe, expect, it } from 'vitest'
import { hashSpec } from '../identity/hashSpec.ts'
import { parseRunSpec } from './parseRunSpec.ts'

describe('forms of a spec file', () => {
  it('fills in every default', () => {
    const { spec, symbol } = parseRunSpec({ strategy: { type: 'trend_following' } })
    expect(symbol).toBeNull()
    expect(spec).toMatchObject({
      initial_cash: 100_000,
      strategy: { parameters: { fast: 10, slow: 20, average: 'sma', direction: 'long_only' } },
      execution: { fill: 'next_open', sizing: { type: 'all_in' }, max_leverage: 1 },
    })
  })

  it('takes the older flat form, its symbol and its data_pipeline', () => {
    const older = { type: 'ts_momentum', symbol: 'SPY', lookback: 30, vol_target: 0.1, vol_lookback: 25 }
    const present = { type: 'ts_momentum', parameters: { lookback: 30, vol_target: 0.1, vol_lookback: 25 } }
    const { spec, symbol } = parseRunSpec({ initial_cash: 5000, strategy: older, data_pipeline: { rsi: 14 } })
    expect(symbol).toBe('SPY')
    expect(spec).toEqual(parseRunSpec({ initial_cash: 5000, strategy: present }).spec)
  })

  it('leaving a default out and writing it down are the same run', () => {
    const short = parseRunSpec({ strategy: { type: 'breakout' } }).spec
    const long = parseRunSpec({
      seed: 42,
      execution: { fractional: false },
      strategy: { parameters: { exit: 10, entry: 20 }, type: 'breakout' },
    }).spec
    expect(hashSpec(long)).toBe(hashSpec(short))
  })
})

describe('what is refused, by name', () => {
  const strategy = { type: 'trend_following' }
  it.each([
    { json: null, message: 'spec: must be a JSON object' },
    { json: [], message: 'spec: must be a JSON object' },
    { json: {}, message: 'strategy: must be an object' },
    { json: { strategy: { type: 'banana' } }, message: 'strategy.type:' },
    {
      json: { strategy: { type: 'unrecognised' } },
      message: 'strategy.type: unrecognised cannot be run; choose one of trend_following',
    },
    { json: { strategy, inital_cash: 5 }, message: 'inital_cash: is not a known key' },
    { json: { strategy, execution: { sizng: {} } }, message: 'execution.sizng: is not a known key' },
    { json: { strategy, initial_cash: -5 }, message: 'initial_cash:' },
    { json: { strategy, start_date: '2024-99-99' }, message: 'start_date: must be a calendar date' },
    { json: { strategy, start_date: '2020-01-02', end_date: '2020-01-01' }, message: 'end_date: must not be before start_date' },
    { json: { strategy: { ...strategy, fsat: 3 } }, message: 'strategy.parameters.fsat: is not a parameter of trend_following' },
    { json: { strategy: { ...strategy, parameters: {}, fast: 3 } }, message: 'strategy.fast: is not a known key' },
    { json: { strategy: { ...strategy, symbol: 5 } }, message: 'strategy.symbol: must be text' },
    { json: { strategy, cost_model: { type: 'percentage', percentage: 2 } }, message: 'cost_model.percentage:' },
    {
      json: { strategy: { type: 'ts_momentum' }, execution: { stop_loss: 0.1 } },
      message: 'execution.stop_loss: ts_momentum sizes its own',
    },
    { json: { strategy, execution: { trailing_stop: 1 } }, message: 'execution.trailing_stop:' },
    { json: { strategy, execution: { time_stop: 2.5 } }, message: 'execution.time_stop:' },
    { json: { strategy, execution: { max_participation: 0 } }, message: 'execution.max_participation:' },
    { json: { strategy, execution: { sizing: { type: 'vol_target', annual: 0.1 } } }, message: 'execution.sizing.lookback:' },
    { json: { strategy: { type: 'ts_momentum' }, execution: { time_stop: 5 } }, message: 'execution.time_stop: ts_momentum sizes its own' },
    {
      json: { strategy: { type: 'ts_momentum' }, execution: { sizing: { type: 'fixed_units', units: 3 } } },
      message: 'execution.sizing: ts_momentum sizes its own',
    },
  ])('$message', ({ json, message }) => {
    expect(() => parseRunSpec(json)).toThrow(expect.objectContaining({ code: 'invalid_input', message: expect.stringContaining(message) }))
  })
})
