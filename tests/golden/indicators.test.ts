import { expect, it } from 'vitest'
import { atr } from '#engine/indicators/atr.ts'
import { bollinger } from '#engine/indicators/bollinger.ts'
import { donchian } from '#engine/indicators/donchian.ts'
import { ema } from '#engine/indicators/ema.ts'
import { macd } from '#engine/indicators/macd.ts'
import { rsi } from '#engine/indicators/rsi.ts'
import { sma } from '#engine/indicators/sma.ts'
import { readFixture, sp500, worstDifference } from './sp500.ts'

interface GoldenIndicators {
  readonly index: readonly number[]
  readonly values: Readonly<Record<string, readonly (number | null)[]>>
}

const golden: GoldenIndicators = JSON.parse(readFixture('indicators/SP500_indicators.json'))
const { close, high, low } = sp500
const bands = bollinger(close, 20, 2)
const channel = donchian(high, low, 20)
const convergence = macd(close, { fast: 12, slow: 26, signal: 9, seed: 'first' })

const computed: Readonly<Record<string, Float64Array>> = {
  sma10: sma(close, 10),
  sma20: sma(close, 20),
  ema20_first: ema(close, 20, 'first'),
  ema20_sma_seeded: ema(close, 20),
  rsi14_wilder: rsi(close, 14),
  atr14_wilder: atr(sp500, 14),
  bb20_2_upper_ddof0: bands.upper,
  bb20_2_lower_ddof0: bands.lower,
  macd_first: convergence.line,
  macd_signal_first: convergence.signal,
  donchian20_prev_upper: channel.upper,
  donchian20_prev_lower: channel.lower,
}

it('every golden series is computed', () => {
  expect(Object.keys(computed).sort()).toEqual(Object.keys(golden.values).sort())
})

it.each(Object.keys(golden.values))('%s agrees with pandas at every listed bar', (name) => {
  const expected = golden.values[name]!.map((value) => value ?? Number.NaN)
  const actual = golden.index.map((bar) => computed[name]![bar]!)
  expect(worstDifference(actual, expected)).toBeLessThan(1e-10)
})
