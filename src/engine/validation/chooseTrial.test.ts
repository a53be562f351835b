import { describe, expect, it } from 'vitest'
import { chooseTrial, gridOf, objectiveValue } from './chooseTrial.ts'
import { measureDrift, variedNames } from './parameterDrift.ts'
import { sharpeDegradation, stabilityScore, walkForwardEfficiency } from './stability.ts'

const line = gridOf([{ name: 'n', values: [1, 2, 3, 4, 5, 6, 7] }])

describe('choosing from a grid', () => {
  it.each([
    { name: 'peak takes the largest', values: [0, 0, 9, 0, 3, 4, 4], choice: 'peak' as const, expected: 2 },
    { name: 'plateau takes the one whose neighbours are good too', values: [0, 0, 9, 0, 4, 5, 4], choice: 'plateau' as const, expected: 6 },
    { name: 'the lowest among equals', values: [1, 3, 3, 3, 3, 3, 1], choice: 'peak' as const, expected: 1 },
    { name: 'undefined points are not chosen', values: [null, null, -2, null, -1, null, null], choice: 'peak' as const, expected: 4 },
    { name: 'undefined neighbours are left out', values: [null, 5, null, 4, 4, 4, 4], choice: 'plateau' as const, expected: 1 },
    { name: 'nothing defined, nothing chosen', values: Array(7).fill(null), choice: 'plateau' as const, expected: null },
  ])('$name', ({ values, choice, expected }) => expect(chooseTrial(line, values, choice)).toBe(expected))

  it('averages over the square around a point of two axes', () => {
    const square = gridOf([
      { name: 'a', values: [1, 2, 3] },
      { name: 'b', values: [1, 2, 3] },
    ])
    // A lone peak in one corner, a hill in the other.
    const values = [9, 0, 0, 0, 5, 5, 0, 5, 5]
    expect(chooseTrial(square, values, 'peak')).toBe(0)
    expect(chooseTrial(square, values, 'plateau')).toBe(8)
  })

  it('lays out all combinations that are allowed, the last axis fastest', () => {
    const axes = [
      { name: 'fast', values: [5, 10] },
      { name: 'slow', values: [5, 10, 20] },
    ]
    const grid = gridOf(axes, ({ fast, slow }) => Number(fast) < Number(slow))
    expect(grid.map(({ parameters }) => [parameters['fast'], parameters['slow']])).toEqual([
      [5, 10],
      [5, 20],
      [10, 20],
    ])
    expect(grid.map(({ place }) => place)).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ])
    expect(variedNames(grid)).toEqual(['fast', 'slow'])
  })

  it('judges by Sharpe ratio, total return or Calmar ratio', () => {
    const score = { sharpe: 1.2, totalReturn: 0.3, cagr: 0.1, maxDrawdown: -0.2, trades: 4 }
    expect(objectiveValue(score, 'sharpe')).toBe(1.2)
    expect(objectiveValue(score, 'total_return')).toBe(0.3)
    expect(objectiveValue(score, 'calmar')).toBe(0.5)
    expect(objectiveValue({ ...score, maxDrawdown: 0 }, 'calmar')).toBeNull()
  })
})

describe('stability', () => {
  it.each([
    { inSample: 1, outOfSample: 0.8, expected: 0.2 },
    { inSample: 2, outOfSample: -1, expected: 1.5 },
    { inSample: -1, outOfSample: -2, expected: 1 },
    { inSample: 1, outOfSample: 1.5, expected: -0.5 },
  ])('degradation of $inSample to $outOfSample is $expected', ({ inSample, outOfSample, expected }) => {
    expect(sharpeDegradation(inSample, outOfSample).value).toBeCloseTo(expected, 15)
  })

  it('is undefined without a Sharpe ratio or from zero', () => {
    expect(sharpeDegradation(null, 1).reason).toMatch(/undefined/)
    expect(sharpeDegradation(0, 1).reason).toMatch(/zero/)
  })

  it.each([
    { degradation: 0, score: 100 },
    { degradation: 0.2, score: 76 },
    { degradation: 0.25, score: 70 },
    { degradation: 2, score: 0 },
    { degradation: -3, score: 100 },
  ])('a mean degradation of $degradation scores $score', ({ degradation, score }) => {
    expect(stabilityScore({ value: degradation, reason: null }).value).toBeCloseTo(score, 12)
  })

  it('efficiency is null when nothing was earned in sample', () => {
    expect(walkForwardEfficiency(0.2, 0.1).value).toBe(0.5)
    expect(walkForwardEfficiency(-0.1, 0.1).reason).toMatch(/not above zero/)
    expect(walkForwardEfficiency(0.1, null).reason).toMatch(/undefined/)
  })
})

it('measures how parameters drift', () => {
  const windows = [{ n: 10, average: 'sma' }, { n: 10, average: 'ema' }, null, { n: 16, average: 'ema' }].map((parameters) => ({
    parameters,
  }))
  expect(measureDrift(windows, ['n', 'average'])).toEqual([
    { name: 'n', values: [10, 10, null, 16], changes: 1, meanStep: 3 },
    { name: 'average', values: ['sma', 'ema', null, 'ema'], changes: 1, meanStep: null },
  ])
})
