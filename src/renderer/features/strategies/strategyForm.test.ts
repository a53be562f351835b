import { describe, expect, it } from 'vitest'
import type { StrategyDescriptor } from '#shared/domain/strategyType.ts'
import { blankForm, checkForm, diffParameters, toDraft, usedParameters } from './strategyForm.ts'

const bars = { help: '', unit: 'bars', kind: 'integer' as const, min: 1, max: 100, step: 1, sweep: null }
const descriptor: StrategyDescriptor = {
  type: 'mean_reversion',
  title: 'Mean reversion',
  summary: '',
  rule: '',
  universe: 'single',
  parameters: [
    {
      kind: 'choice',
      name: 'signal',
      label: 'Signal',
      help: '',
      unit: '',
      choices: [
        { value: 'rsi', label: 'RSI' },
        { value: 'zscore', label: 'Z-score' },
      ],
      default: 'rsi',
    },
    { ...bars, name: 'period', label: 'Period', default: 14, appliesWhen: { signal: 'rsi' } },
    { ...bars, name: 'lookback', label: 'Lookback', default: 20, appliesWhen: { signal: 'zscore' } },
  ],
}
const named = { ...blankForm(descriptor), name: ' Dip buyer ' }

describe('usedParameters', () => {
  it('leaves out what the chosen signal does not use', () => {
    expect(usedParameters(descriptor, { signal: 'zscore', period: 14, lookback: 20 }).map(({ name }) => name)).toEqual([
      'signal',
      'lookback',
    ])
  })
})

describe('toDraft', () => {
  it('trims the name, reads typed numbers and leaves idle parameters out', () => {
    const draft = toDraft({ ...named, parameters: { signal: 'rsi', period: '7', lookback: '' } }, descriptor)
    expect(draft.name).toBe('Dip buyer')
    expect(draft.parameters).toEqual({ signal: 'rsi', period: 7 })
  })

  it('keeps the numbers a user has named for his rules', () => {
    const draft = toDraft({ ...named, parameters: { signal: 'rsi', period: 7, 'params.fast': 10 } }, descriptor)
    expect(draft.parameters).toEqual({ signal: 'rsi', period: 7, 'params.fast': 10 })
  })
})

describe('checkForm', () => {
  it.each([
    { name: 'a good form', form: named, expected: {} },
    { name: 'no name', form: { ...named, name: ' ' }, expected: { name: 'Give it a name' } },
    {
      name: 'an emptied number',
      form: { ...named, parameters: { signal: 'rsi', period: '' } },
      expected: { 'parameters.period': 'Enter a number' },
    },
    {
      name: 'half a bar',
      form: { ...named, parameters: { signal: 'rsi', period: 1.5 } },
      expected: { 'parameters.period': 'Enter a whole number' },
    },
    {
      name: 'beyond the bounds',
      form: { ...named, parameters: { signal: 'rsi', period: 101 } },
      expected: { 'parameters.period': 'From 1 to 100' },
    },
    { name: 'an idle parameter may be empty', form: { ...named, parameters: { signal: 'rsi', period: 14, lookback: '' } }, expected: {} },
  ])('$name', ({ form, expected }) => {
    expect(checkForm(form, descriptor)).toEqual(expected)
  })
})

describe('diffParameters', () => {
  it('names what changed, came and went, and nothing else', () => {
    expect(diffParameters({ fast: 10, slow: 20, old: true }, { fast: 12, slow: 20, average: 'ema' })).toEqual([
      { name: 'average', before: undefined, after: 'ema' },
      { name: 'fast', before: 10, after: 12 },
      { name: 'old', before: true, after: undefined },
    ])
  })
})
