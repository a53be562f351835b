import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type RunSettings, runSettingsSchema } from '#shared/domain/runSpec.ts'
import { describeKept, describeSizing, fromRunSettings } from './fromRunSettings.ts'
import { type RunForm, toRunSettings } from './runForm.ts'

const formOf = (settings: RunSettings): RunForm => ({ strategyId: 's', datasetId: 'd', ...fromRunSettings(settings) })
/** Fractions as people write them: up to six decimals. */
const fraction = fc.integer({ min: 1, max: 400_000 }).map((millionths) => millionths / 1e6)
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null })

const costs = fc.oneof(
  fc.constant({ type: 'zero' as const }),
  fc.record({ type: fc.constant('percentage' as const), percentage: fraction, minimum_commission: fc.integer({ min: 0, max: 20 }) }),
  fc.record({
    type: fc.constant('fixed_per_share' as const),
    cost_per_share: fraction,
    minimum_commission: fc.integer({ min: 0, max: 20 }),
  }),
)
const sizings = fc.oneof(
  fc.constant({ type: 'all_in' as const }),
  fc.record({ type: fc.constant('fraction' as const), of_equity: fraction }),
  fc.record({ type: fc.constant('fixed_units' as const), units: fc.integer({ min: 1, max: 5000 }) }),
  fc.record({ type: fc.constant('vol_target' as const), annual: fraction, lookback: fc.integer({ min: 2, max: 200 }) }),
  fc.record({
    type: fc.constant('risk_per_trade' as const),
    fraction,
    atr_period: fc.integer({ min: 1, max: 50 }),
    atr_multiple: fc.integer({ min: 1, max: 5 }),
  }),
)
const executions = fc.record(
  {
    fill: fc.constantFrom('next_open' as const, 'close' as const),
    slippage_bps: fc.integer({ min: 0, max: 20 }),
    fractional: fc.boolean(),
    sizing: sizings,
    stop_loss: maybe(fraction),
    take_profit: maybe(fraction),
    max_leverage: maybe(fc.integer({ min: 1, max: 4 })),
    trailing_stop: fraction,
    time_stop: fc.integer({ min: 1, max: 90 }),
    max_participation: fraction,
    borrow_rate: fraction,
    maintenance_margin: fraction,
    delist_after: fc.integer({ min: 1, max: 90 }),
    delisting_loss: fraction.filter((share) => share < 1),
  },
  { requiredKeys: [] },
)

describe('the settings of a run', () => {
  it('come back from the form as they went in, those without an input too', () => {
    const dates = fc.constantFrom({}, { start_date: '2001-02-03', end_date: '2010-12-31' })
    fc.assert(
      fc.property(costs, executions, dates, (cost_model, execution, period) => {
        const settings = runSettingsSchema.parse({ ...period, cost_model, execution, initial_cash: 25_000, seed: 7, risk_free: 0.0125 })
        expect(toRunSettings(formOf(settings))).toEqual(settings)
      }),
    )
  })

  it('that no input shows are named', () => {
    const execution = { trailing_stop: 0.05, time_stop: 20, max_participation: 0.1, borrow_rate: 0.02, maintenance_margin: 0.25 }
    const { kept, sizingType } = formOf(
      runSettingsSchema.parse({ execution: { ...execution, sizing: { type: 'vol_target', annual: 0.15, lookback: 20 } } }),
    )
    expect(describeKept(kept)).toEqual([
      'trailing stop 5.00%',
      'time stop after 20 bars',
      'at most 10.00% of the volume',
      'borrowing at 2.00% a year',
      'maintenance margin 25.00%',
    ])
    expect([sizingType, describeSizing(kept.sizing!)]).toEqual(['kept', 'Volatility of 15.00% a year'])
    expect(describeKept(formOf(runSettingsSchema.parse({})).kept)).toEqual([])
    const delisting = runSettingsSchema.parse({ execution: { delist_after: 20, delisting_loss: 0.3 } })
    expect(describeKept(formOf(delisting).kept)).toEqual(['settled after 20 bars without data', 'a loss of 30.00% when settled'])
  })
})
