import { describe, expect, it } from 'vitest'
import { runSettingsSchema } from '#shared/domain/runSpec.ts'
import { checkRunForm, INITIAL_RUN_FORM, percentToFraction, type RunForm, toRunSettings } from './runForm.ts'

const form = (changes: Partial<RunForm> = {}): RunForm => ({ ...INITIAL_RUN_FORM, strategyId: 's', datasetId: 'd', ...changes })

describe('percentToFraction', () => {
  it.each([
    [0.1, 0.001],
    [1.1, 0.011],
    [7, 0.07],
    [0, 0],
    [100, 1],
  ])('%d %% is %d', (percent, fraction) => {
    expect(percentToFraction(percent)).toBe(fraction)
  })
})

describe('toRunSettings', () => {
  it('gives settings the application accepts as they stand', () => {
    const settings = toRunSettings(form())
    expect(runSettingsSchema.parse(settings)).toEqual(settings)
    expect(settings.cost_model).toEqual({ type: 'percentage', percentage: 0.001, minimum_commission: 0 })
    expect([settings.start_date, settings.end_date, settings.execution.stop_loss]).toEqual([null, null, null])
  })
  it('turns percent into fractions', () => {
    const { execution, risk_free } = toRunSettings(
      form({ sizingType: 'fraction', sizingPercent: 25, stopLossPercent: 5, takeProfitPercent: 12.5, riskFreePercent: 2 }),
    )
    expect(execution).toMatchObject({ sizing: { type: 'fraction', of_equity: 0.25 }, stop_loss: 0.05, take_profit: 0.125 })
    expect(risk_free).toBe(0.02)
  })
  it('sends only what the chosen cost model and sizing use', () => {
    const { cost_model, execution } = toRunSettings(form({ costType: 'zero', sizingType: 'fixed_units', sizingUnits: 7 }))
    expect(cost_model).toEqual({ type: 'zero' })
    expect(execution.sizing).toEqual({ type: 'fixed_units', units: 7 })
  })
})

describe('checkRunForm', () => {
  const range = { first: '2000-01-03', last: '2020-12-31' }
  it.each([
    { name: 'a complete form', changes: {}, expected: {} },
    { name: 'no strategy', changes: { strategyId: null }, expected: { strategyId: 'Choose a strategy' } },
    { name: 'an emptied number', changes: { initialCash: '' as const }, expected: { initialCash: 'Enter a number' } },
    {
      name: 'a start before the data',
      changes: { startDate: '1999-12-31' },
      expected: { startDate: 'The data runs from 2000-01-03 to 2020-12-31' },
    },
    {
      name: 'dates the wrong way round',
      changes: { startDate: '2010-01-01', endDate: '2009-01-01' },
      expected: { endDate: 'Must not be before the start' },
    },
  ])('$name', ({ changes, expected }) => {
    expect(checkRunForm(form(changes), range)).toEqual(expected)
  })
})
