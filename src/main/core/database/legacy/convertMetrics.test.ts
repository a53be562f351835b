import { describe, expect, it } from 'vitest'
import { convertMetrics, percentToFraction } from './convertMetrics.ts'
import { RowFlags } from './legacyValues.ts'

function convert(original: unknown) {
  const flags = new RowFlags()
  const metrics = convertMetrics(original === undefined ? null : JSON.stringify(original), flags)
  return { metrics, flags: flags.list.map(({ code, field }) => `${field}: ${code}`) }
}

describe('figures of the older system', () => {
  it.each([
    [15.2, 0.152],
    [-12.3, -0.123],
    [12.3, 0.123],
    [0, 0],
    [1e-9, 1e-11],
    [3e21, 3e19],
  ])('%d %% is %d', (percent, fraction) => expect(percentToFraction(percent)).toBe(fraction))

  it.each([
    { name: 'total_return', original: '15.2', value: 0.152 },
    { name: 'max_drawdown', original: -12.3, value: -0.123 },
    { name: 'win_rate', original: 55.5, value: 0.555 },
    { name: 'sharpe_ratio', original: ' 1.45 ', value: 1.45 },
    { name: 'sortino_ratio', original: -2, value: -2 },
    { name: 'calmar_ratio', original: 1.24, value: 1.24 },
    { name: 'profit_factor', original: 1.8, value: 1.8 },
    { name: 'total_trades', original: '145', value: 145 },
  ])('reads $name', ({ name, original, value }) => {
    const { metrics, flags } = convert({ [name]: original })
    expect(metrics?.values[name]).toBe(value)
    expect(metrics?.reasons[name]).toBeUndefined()
    expect(metrics?.legacy).toBeUndefined()
    expect(flags).toEqual([])
  })

  it.each(['NaN', 'Infinity', '', '1,5', null, true, [1]])('takes %j for no number, and says so', (original) => {
    const { metrics, flags } = convert({ sharpe_ratio: original })
    expect(metrics?.values['sharpe_ratio']).toBeNull()
    expect(metrics?.reasons['sharpe_ratio']).toBe(`the older system recorded ${JSON.stringify(original)}`)
    expect(flags).toEqual(['metrics.sharpe_ratio: not_a_number'])
  })

  it('counts in whole trades only', () => {
    for (const total_trades of [1.5, -1, 2 ** 31]) expect(convert({ total_trades }).flags).toEqual(['metrics.total_trades: not_a_number'])
  })

  it('keeps what it does not know word for word, and never guesses a unit', () => {
    expect(convert({ avg_trade: 0.12, cagr: 9.1, nested: { a: [1] } })).toMatchObject({
      metrics: { values: { cagr: null }, legacy: { avg_trade: 0.12, cagr: 9.1, nested: { a: [1] } } },
      flags: ['metrics: unknown_metrics'],
    })
    expect(convert(['odd'])).toMatchObject({ metrics: { legacy: { metrics: ['odd'] } }, flags: ['metrics: unknown_metrics'] })
    expect(convert(undefined)).toEqual({ metrics: null, flags: [] })
  })
})
