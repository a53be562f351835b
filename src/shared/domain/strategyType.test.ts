import { describe, expect, it } from 'vitest'
import { parametersSchema } from './strategyType.ts'

describe('parameters of a spec file', () => {
  it('reads a group of numbers as flat names', () => {
    expect(parametersSchema.parse({ entry: 'close > open', params: { fast: 10, slow: 20 } })).toEqual({
      entry: 'close > open',
      'params.fast': 10,
      'params.slow': 20,
    })
  })

  it('leaves flat names as they are, so that what was stored reads the same again', () => {
    const stored = { fast: 10, direction: 'long_only', annualize_vol: true, 'params.fast': 3 }
    expect(parametersSchema.parse(stored)).toEqual(stored)
  })

  it.each([{ params: { fast: 'ten' } }, { params: [1] }, { fast: null }, { params: { fast: { a: 1 } } }])('refuses %o', (value) => {
    expect(parametersSchema.safeParse(value).success).toBe(false)
  })
})
