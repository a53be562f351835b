import { describe, expect, it } from 'vitest'
import { formatBasisPoints, formatCount, formatInUnit, formatMoney, formatNumber, formatPercent } from './figures.ts'

describe('figures', () => {
  it.each([
    { name: 'zero is a value', shown: formatNumber(0), expected: '0.00' },
    { name: 'negative zero has no sign', shown: formatNumber(-0), expected: '0.00' },
    { name: 'a negative that rounds to zero has no sign', shown: formatNumber(-0.001), expected: '0.00' },
    { name: 'null is missing', shown: formatNumber(null), expected: '—' },
    { name: 'NaN is missing', shown: formatPercent(Number.NaN), expected: '—' },
    { name: 'thousands', shown: formatMoney(1234567.891), expected: '1,234,567.89' },
    { name: 'fractions in, percent out', shown: formatPercent(-0.5678), expected: '-56.78%' },
    { name: 'signed gain', shown: formatPercent(0.1, { signed: true, decimals: 1 }), expected: '+10.0%' },
    { name: 'signed zero has no sign', shown: formatPercent(0, { signed: true }), expected: '0.00%' },
    { name: 'counts have no decimals', shown: formatCount(5105), expected: '5,105' },
    { name: 'hundredths of a percent', shown: formatBasisPoints(0.00125), expected: '12.5' },
    { name: 'missing hundredths of a percent', shown: formatBasisPoints(null), expected: '—' },
    { name: 'probability', shown: formatInUnit(0.9734, 'probability'), expected: '97.3%' },
    { name: 'bars', shown: formatInUnit(1376, 'bars'), expected: '1,376' },
  ])('$name', ({ shown, expected }) => {
    expect(shown).toBe(expected)
  })
})
