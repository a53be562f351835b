import { describe, expect, it } from 'vitest'
import { atr } from './atr.ts'
import { bollinger } from './bollinger.ts'
import { donchian } from './donchian.ts'
import { ema } from './ema.ts'
import { macd } from './macd.ts'
import { roc } from './roc.ts'
import { rollingStd } from './rollingStd.ts'
import { rsi } from './rsi.ts'
import { sma } from './sma.ts'
import { zScore } from './zScore.ts'

const NaN_ = Number.NaN
const series = (...values: number[]) => Float64Array.from(values)

/** NaN must be NaN; numbers agree to 1e-12. */
function expectSeries(actual: Float64Array, expected: readonly number[]) {
  expect(actual).toHaveLength(expected.length)
  expected.forEach((value, i) => {
    if (Number.isNaN(value)) expect(actual[i]).toBeNaN()
    else expect(actual[i]).toBeCloseTo(value, 12)
  })
}

const ramp = series(1, 2, 3, 4, 8)

it.each([
  { name: 'sma', actual: sma(ramp, 3), expected: [NaN_, NaN_, 2, 3, 5] },
  { name: 'sma skips what does not exist yet', actual: sma(series(NaN_, 1, 3, 5), 2), expected: [NaN_, NaN_, 2, 4] },
  { name: 'sma of too few values', actual: sma(series(1, 2), 3), expected: [NaN_, NaN_] },
  { name: 'ema seeded with an sma', actual: ema(ramp, 3), expected: [NaN_, NaN_, 2, 3, 5.5] },
  { name: 'ema seeded with the first value', actual: ema(ramp, 3, 'first'), expected: [1, 1.5, 2.25, 3.125, 5.5625] },
  { name: 'ema of too few values', actual: ema(series(1, 2), 3), expected: [NaN_, NaN_] },
  // Gains 1, 0; losses 0, 1 -> 50; then gain (0.5 + 2) / 2 = 1.25, loss 0.25 -> 83.33
  { name: 'rsi', actual: rsi(series(10, 11, 10, 12), 2), expected: [NaN_, NaN_, 50, 250 / 3] },
  { name: 'rsi without a loss', actual: rsi(series(1, 2, 3), 2), expected: [NaN_, NaN_, 100] },
  { name: 'rsi without any movement', actual: rsi(series(5, 5, 5), 2), expected: [NaN_, NaN_, 50] },
  {
    name: 'atr counts gaps from the close before',
    actual: atr({ high: series(10, 12, 15), low: series(8, 11, 14), close: series(9, 12, 14) }, 1),
    expected: [NaN_, 3, 3],
  },
  { name: 'rolling standard deviation', actual: rollingStd(series(1, 3, 5, 5), 2), expected: [NaN_, 1, 1, 0] },
  { name: 'z-score', actual: zScore(series(1, 3, 3), 2), expected: [NaN_, 1, NaN_] },
  { name: 'roc', actual: roc(series(10, 11, 5.5), 1), expected: [NaN_, 0.1, -0.5] },
  { name: 'bollinger upper', actual: bollinger(series(1, 3), 2, 2).upper, expected: [NaN_, 4] },
  { name: 'bollinger lower', actual: bollinger(series(1, 3), 2, 2).lower, expected: [NaN_, 0] },
  {
    name: 'donchian upper excludes its own bar',
    actual: donchian(series(5, 9, 4, 3, 2), series(1, 1, 1, 1, 1), 2).upper,
    expected: [NaN_, NaN_, 9, 9, 4],
  },
  { name: 'donchian lower', actual: donchian(series(9, 9, 9, 9, 9), series(5, 2, 4, 7, 1), 2).lower, expected: [NaN_, NaN_, 2, 2, 4] },
])('$name', ({ actual, expected }) => {
  expectSeries(actual, expected)
})

describe('rolling standard deviation', () => {
  it('is exactly 0 over a flat window, also after large values and where the mean is not exact', () => {
    expect(Array.from(rollingStd(series(1e9, 0.1, 0.1, 0.1), 3)).at(-1)).toBe(0)
  })
})

describe('macd', () => {
  it('starts its signal when the line has existed for long enough', () => {
    const { line, signal, histogram } = macd(series(1, 2, 3, 4, 5, 6), { fast: 2, slow: 3, signal: 2 })
    expectSeries(line, [NaN_, NaN_, 0.5, 0.5, 0.5, 0.5])
    expectSeries(signal, [NaN_, NaN_, NaN_, 0.5, 0.5, 0.5])
    expectSeries(histogram, [NaN_, NaN_, NaN_, 0, 0, 0])
  })
})
