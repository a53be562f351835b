import { describe, expect, it } from 'vitest'
import { trendFamily } from '../../../../tests/builders/trendFamily.ts'
import { countValues, INITIAL_RULES, strategyAxes, toSweepRequest } from './sweepForm.ts'

const axes = strategyAxes(trendFamily, { average: 'sma' })
const change = (name: string, changes: object) => axes.map((axis) => (axis.descriptor.name === name ? { ...axis, ...changes } : axis))

describe('the form of a sweep', () => {
  it('starts with the first two numbers at their sensible ranges, and hides what another choice makes idle', () => {
    expect(axes.map(({ descriptor, isOn }) => [descriptor.name, isOn])).toEqual([
      ['fast', true],
      ['slow', true],
      ['average', false],
    ])
    expect(toSweepRequest({ ...INITIAL_RULES, axes })?.axes).toEqual([
      { name: 'fast', from: 5, to: 50, step: 5 },
      { name: 'slow', from: 5, to: 50, step: 5 },
    ])
    expect(countValues(axes[0]!)).toBe(10)
  })

  it('asks for choices by their values, and for nothing where the constraint is blank', () => {
    const request = toSweepRequest({ ...INITIAL_RULES, where: '  ', axes: change('average', { isOn: true, values: ['ema'] }) })
    expect(request).toMatchObject({ where: null, rankMetric: 'sharpe_ratio', ranking: 'plateau' })
    expect(request?.axes[2]).toEqual({ name: 'average', values: ['ema'] })
  })

  it.each([{ from: '' }, { step: 0 }, { from: 60 }, { to: 'x' }])('is incomplete with %o', (changes) => {
    expect(toSweepRequest({ ...INITIAL_RULES, axes: change('fast', changes) })).toBeNull()
    expect(countValues(change('fast', changes)[0]!)).toBeNull()
  })

  it('needs an axis', () => {
    expect(toSweepRequest({ ...INITIAL_RULES, axes: axes.map((axis) => ({ ...axis, isOn: false })) })).toBeNull()
  })
})
