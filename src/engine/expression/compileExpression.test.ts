import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Bars } from '#shared/domain/dataset.ts'
import { makeFlatBars, makeWalk } from '../../../tests/builders/makeBars.ts'
import { sliceBars } from '../market/sliceBars.ts'
import { compileRule } from './compileExpression.ts'
import { FUNCTIONS } from './functions.ts'

const evaluate = (text: string, bars: Bars, parameters = {}) => Array.from(compileRule(text, parameters).evaluate(bars))
const unknown = Number.NaN

describe('conditions worked out by hand', () => {
  const bars = makeFlatBars([10, 12, 11, 11, 14])
  it.each([
    { text: 'close > 11', expected: [0, 1, 0, 0, 1] },
    { text: 'close >= 11 and close < 14', expected: [0, 1, 1, 1, 0] },
    { text: 'close == 11 or close == 10', expected: [1, 0, 1, 1, 0] },
    { text: 'not close != 11', expected: [0, 0, 1, 1, 0] },
    { text: 'close > close[1]', expected: [unknown, 1, 0, 0, 1] },
    { text: '(close > 11)[2]', expected: [unknown, unknown, 0, 1, 0] },
    { text: '-close < -(2 * level + 1)', parameters: { level: 5 }, expected: [0, 1, 0, 0, 1] },
    { text: 'sma(2) > 11.2', expected: [unknown, 0, 1, 0, 1] },
    { text: 'highest(close, 3) == 12', expected: [unknown, unknown, 1, 1, 0] },
    { text: 'lowest(3) == 11', expected: [unknown, unknown, 0, 1, 1] },
    { text: 'crossover(close, 11)', expected: [0, 1, 0, 0, 0] },
    { text: 'crossunder(close, 11.5)', expected: [unknown, 0, 1, 0, 0] },
    { text: 'roc(1) > 0.19', expected: [unknown, 1, 0, 0, 1] },
    { text: 'max(close, 11) - min(close, 12) < abs(-1)', expected: [0, 1, 1, 1, 0] },
    { text: 'upper_band(2, 1) > 11.9', expected: [unknown, 1, 1, 0, 1] },
    { text: 'std(close, 2) == 0', expected: [unknown, 0, 0, 1, 0] },
    // A quotient by zero is not known, and neither is what is made of it - unless one side decides alone.
    { text: 'close / 0 > 1', expected: [unknown, unknown, unknown, unknown, unknown] },
    { text: 'close / 0 > 1 and close > 11', expected: [0, unknown, 0, 0, unknown] },
    { text: 'close / 0 > 1 or close > 11', expected: [unknown, 1, unknown, unknown, 1] },
    { text: 'not close / 0 > 1', expected: [unknown, unknown, unknown, unknown, unknown] },
    { text: 'log(close - 11) > 0', expected: [unknown, 0, unknown, unknown, 1] },
  ])('$text', ({ text, expected, parameters = {} }) => expect(evaluate(text, bars, parameters)).toEqual(expected))

  it('an indicator starts afresh after a gap', () => {
    // 1 / (close - 11) is not known at bars 2 and 3; a mean of two needs bars 4 and 5.
    const prices = makeFlatBars([10, 12, 11, 11, 12, 12])
    expect(evaluate('sma(1 / (close - 11), 2) == 1', prices)).toEqual([unknown, 0, unknown, unknown, unknown, 1])
  })

  it('volume that is not known decides nothing', () => {
    const silent = { ...bars, volume: new Float64Array(5).fill(Number.NaN) }
    expect(evaluate('volume > 0 or volume <= 0', silent)).toEqual([unknown, unknown, unknown, unknown, unknown])
  })
})

describe('warm-up is the largest index at which an indicator first exists', () => {
  it.each([
    ['close > open', 0],
    ['sma(close, 20) > close', 19],
    ['rsi(14) < 30', 14],
    ['rsi(sma(close, 5), 14) < 30', 18],
    ['atr(10) > 1', 10],
    ['highest(high, 20)[1] < close', 20],
    ['macd_signal(12, 26, 9) > 0', 33],
    ['crossover(sma(5), sma(30)) and rsi(14) < 60', 29],
  ])('%s: %d', (text, warmUp) => {
    const rule = compileRule(text, {})
    expect(rule.warmUp).toBe(warmUp)
    const values = rule.evaluate(makeWalk(Array.from({ length: 60 }, (_, i) => Math.sin(i * 1.7) / 20)))
    expect(values.subarray(0, warmUp).every((value) => Number.isNaN(value))).toBe(true)
    expect(Number.isNaN(values[warmUp + 1])).toBe(false)
  })
})

describe('errors say where, and what was expected', () => {
  it.each([
    ['closed > 1', 'line 1, column 1: closed is not known; expected one of open, high, low, close, volume, fast'],
    ['close > 1 and\nsma(close, slow) > 1', 'line 2, column 12: slow is not known'],
    ['smma(10) > 1', 'line 1, column 1: there is no function smma; there are sma, ema'],
    ['sma > 1', 'line 1, column 1: sma is a function; write sma(x, n)'],
    ['sma(close, 10)', 'line 1, column 1: expected a condition such as close > sma(20), found a series'],
    ['1', 'line 1, column 1: expected a condition such as close > sma(20), found a number'],
    ['close and open', 'line 1, column 1: expected a condition before "and", found a series'],
    ['not close', 'line 1, column 5: expected a condition after "not", found a series'],
    ['(close > 1) > 2', 'line 1, column 8: expected a number or a series before ">", found a condition'],
    ['sma(close > 1, 3) > 0', 'line 1, column 11: expected a number or a series as x, found a condition'],
    ['sma(close, close) > 1', 'line 1, column 12: expected a whole number of bars from 1 to 5000 as n, found a series'],
    ['sma(close, 2.5) > 1', 'line 1, column 12: expected a whole number of bars from 1 to 5000 as n, found 2.5'],
    ['sma(close, 0) > 1', 'found 0'],
    ['sma(close, fast / 0) > 1', 'found NaN'],
    ['upper_band(close, 20, close) > 1', 'line 1, column 23: expected a fixed number as width, found a series'],
    ['atr(close, 14) > 1', 'line 1, column 1: expected atr(n), found 2 arguments'],
    ['3[1] > 1', 'line 1, column 1: expected a series or a condition before "[", found a number'],
    ['close[-1] > close', 'as bars ago, found -1: no rule can see later bars'],
    ['constructor > 1', 'constructor is not known'],
    ['toString() > 1', 'there is no function toString'],
  ])('%s', (text, message) => expect(() => compileRule(text, { fast: 10 })).toThrow(message))
})

describe('no rule sees a later bar', () => {
  const series = fc.letrec<{ number: string; condition: string }>((tie) => ({
    number: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('open', 'high', 'low', 'close', 'volume', '100', '0.5'),
      fc.tuple(tie('number'), fc.constantFrom('+', '-', '*', '/'), tie('number')).map(([a, sign, b]) => `(${a} ${sign} ${b})`),
      fc.tuple(tie('number'), fc.nat(4)).map(([a, bars]) => (a.startsWith('0') || a.startsWith('1') ? a : `${a}[${bars}]`)),
      fc
        .constantFrom(...Object.keys(FUNCTIONS).filter((name) => FUNCTIONS[name]!.result === 'series'))
        .chain((name) => callOf(name, tie('number'))),
    ),
    condition: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.tuple(tie('number'), fc.constantFrom('<', '<=', '>', '>=', '==', '!='), tie('number')).map(([a, sign, b]) => `${a} ${sign} ${b}`),
      fc.tuple(tie('condition'), fc.constantFrom('and', 'or'), tie('condition')).map(([a, word, b]) => `(${a}) ${word} not (${b})`),
      fc.constantFrom('crossover', 'crossunder').chain((name) => callOf(name, tie('number'))),
      fc.tuple(tie('condition'), fc.nat(3)).map(([a, bars]) => `(${a})[${bars}]`),
    ),
  }))

  function callOf(name: string, number: fc.Arbitrary<string>): fc.Arbitrary<string> {
    const args = FUNCTIONS[name]!.args.map(({ kind }) => (kind === 'series' ? number : fc.integer({ min: 1, max: 6 }).map(String)))
    return fc.tuple(...args).map((values) => `${name}(${values.join(', ')})`)
  }

  const steps = fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: 40, maxLength: 40 })

  it('a rule on the bars up to t says the same as on all bars, whatever comes after', () => {
    fc.assert(
      fc.property(series.condition, steps, fc.integer({ min: 1, max: 40 }), (text, walk, length) => {
        const rule = tryCompile(text)
        if (rule === null) return
        const bars = makeWalk(walk)
        const whole = rule.evaluate(bars).subarray(0, length)
        expect(rule.evaluate(sliceBars(bars, 0, length))).toEqual(whole)
      }),
      { numRuns: 1500 },
    )
  })

  /** Null for a fixed number where a series must stand (`(1 + 2)[3]`): a random tree may hold one. */
  function tryCompile(text: string) {
    try {
      return compileRule(text, {})
    } catch (error) {
      expect(String(error)).toMatch(/found a number/)
      return null
    }
  }
})
