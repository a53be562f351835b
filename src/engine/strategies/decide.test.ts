import { describe, expect, it } from 'vitest'
import type { Parameters } from '#shared/domain/strategyType.ts'
import { type BarRow, makeBars, makeFlatBars } from '../../../tests/builders/makeBars.ts'
import { strategyFamily } from './registry.ts'
import { resolveParameters } from './resolveParameters.ts'
import { EXIT_LONG, EXIT_SHORT, FLAT, HOLD, LONG, SHORT } from './signalCode.ts'

type Runnable = 'trend_following' | 'mean_reversion' | 'breakout' | 'ts_momentum'

function decide(type: Runnable, given: Parameters, bars = makeFlatBars([])): number[] {
  const parameters = resolveParameters({ type, parameters: given })
  return Array.from(strategyFamily(type).decide({ bars, parameters, periodsPerYear: 252 }))
}

describe('trend_following', () => {
  const parameters = { fast: 1, slow: 2 }
  // fast = close, slow = mean of two closes: fast > slow exactly when the close rose.
  it.each([
    { name: 'a cross up enters', prices: [10, 9, 11], codes: [HOLD, HOLD, LONG], direction: 'long_only' },
    { name: 'the mirror cross exits', prices: [9, 10, 8], codes: [HOLD, HOLD, FLAT], direction: 'long_only' },
    { name: 'or reverses', prices: [9, 10, 8], codes: [HOLD, HOLD, SHORT], direction: 'long_short' },
    { name: 'a touch on the bar before is no cross', prices: [10, 10, 11], codes: [HOLD, HOLD, HOLD], direction: 'long_only' },
    { name: 'a touch on the bar itself is no cross', prices: [10, 9, 9], codes: [HOLD, HOLD, HOLD], direction: 'long_only' },
  ])('$name', ({ prices, codes, direction }) => {
    expect(decide('trend_following', { ...parameters, direction }, makeFlatBars(prices))).toEqual(codes)
  })
})

describe('mean_reversion', () => {
  it('by RSI: levels, not crosses; the first decision comes one bar after the RSI exists', () => {
    const prices = [10, 9, 8, 7, 20, 30]
    const parameters = { period: 2, oversold: 30, overbought: 70 }
    // RSI is 0 at bars 2 and 3 (bar 2 is one too early to decide), then 87.1 and 94.1.
    expect(decide('mean_reversion', parameters, makeFlatBars(prices))).toEqual([HOLD, HOLD, HOLD, LONG, FLAT, FLAT])
    expect(decide('mean_reversion', { ...parameters, direction: 'long_short' }, makeFlatBars(prices)).slice(3)).toEqual([
      LONG,
      SHORT,
      SHORT,
    ])
  })

  // z of the last of three closes: (0, 0, x) gives +-sqrt(2); (10, 12, 11) gives 0; (10, 13, 12) gives 0.27; (10, 13, 11) gives -0.27.
  it.each([
    { name: 'far below the mean enters long', prices: [10, 10, 10, 8], code: LONG },
    { name: 'far above enters short', prices: [10, 10, 10, 12], code: SHORT },
    { name: 'far above only leaves when long only', prices: [10, 10, 10, 12], code: FLAT, direction: 'long_only' },
    { name: 'within the exit band leaves either side', prices: [9, 10, 12, 11], code: FLAT },
    { name: 'above the exit band leaves a long only', prices: [9, 10, 13, 12], code: EXIT_LONG },
    { name: 'below the exit band leaves a short only', prices: [9, 10, 13, 11], code: EXIT_SHORT },
    { name: 'a flat window says nothing', prices: [9, 10, 10, 10], code: HOLD },
  ])('by z-score: $name', ({ prices, code, direction = 'long_short' }) => {
    const parameters = { signal: 'zscore', lookback: 3, entry_z: 1.3, exit_z: 0.1, direction }
    expect(decide('mean_reversion', parameters, makeFlatBars(prices)).at(-1)).toBe(code)
  })
})

describe('breakout', () => {
  const range: BarRow = [10, 12, 8, 10]
  const closes = (close: number): BarRow => [close, Math.max(close, 10), Math.min(close, 10), close]
  it.each([
    { name: 'above the entry high: long', rows: [range, range, range, closes(12.1)], code: LONG },
    { name: 'below the entry low: short', rows: [range, range, range, closes(7.9)], code: SHORT },
    { name: 'at the entry high: nothing', rows: [range, range, range, closes(12)], code: HOLD },
    { name: 'below the exit low only: leaves a long', rows: [range, range, [10, 11, 9, 10], closes(8.5)], code: EXIT_LONG },
    { name: 'above the exit high only: leaves a short', rows: [range, range, [10, 11, 9, 10], closes(11.5)], code: EXIT_SHORT },
    { name: 'its own high does not count', rows: [range, range, range, [12.1, 50, 12, 12.1]], code: LONG },
  ] as { name: string; rows: BarRow[]; code: number }[])('$name', ({ rows, code }) => {
    expect(decide('breakout', { entry: 2, exit: 1 }, makeBars(rows)).at(-1)).toBe(code)
  })

  it('long only never sells short', () => {
    const rows = [range, range, range, closes(7.9)]
    expect(decide('breakout', { entry: 2, exit: 1, direction: 'long_only' }, makeBars(rows)).at(-1)).toBe(EXIT_LONG)
  })
})

describe('ts_momentum', () => {
  const parameters = { lookback: 3, vol_lookback: 2, vol_target: 0.2 }
  it('is the sign of momentum times target volatility / realised volatility, from the bar at which both exist', () => {
    const exposure = decide('ts_momentum', { ...parameters, threshold: 0.05 }, makeFlatBars([100, 110, 99]))
    expect(exposure.slice(0, 2)).toEqual([Number.NaN, Number.NaN])
    expect(exposure[2]).toBe(0)
    // Returns +30% and -10%: population deviation 0.2; a bar's share of 0.2 a year is 0.2 / sqrt(252).
    const rising = decide('ts_momentum', parameters, makeFlatBars([100, 130, 117]))
    expect(rising[2]).toBeCloseTo(0.2 / Math.sqrt(252) / 0.2, 12)
    const falling = decide('ts_momentum', { ...parameters, annualize_vol: false }, makeFlatBars([100, 110, 77]))
    expect(falling[2]).toBeCloseTo(-0.2 / 0.2, 12)
  })

  it.each([100.5, 99.5])('momentum within the threshold wants no position (close %d after 100)', (last) => {
    expect(decide('ts_momentum', parameters, makeFlatBars([100, 110, last])).at(-1)).toBe(0)
  })

  it('without volatility wants no position', () => {
    expect(decide('ts_momentum', { ...parameters, threshold: 0 }, makeFlatBars([100, 200, 400])).at(-1)).toBe(0)
  })
})
