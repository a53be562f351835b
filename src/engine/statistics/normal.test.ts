import { describe, expect, it } from 'vitest'
import { normalCdf, normalQuantile } from './normal.ts'

const relativeError = (actual: number, expected: number) => Math.abs(actual - expected) / Math.abs(expected)

/** Reference values by mpmath at 30 digits. */
describe('normalCdf', () => {
  it.each([
    [-20, 2.7536241186062337e-89],
    [-8, 6.220960574271784e-16],
    [-5.7, 5.990371401063528e-9],
    [-5.6, 1.071759025831093e-8],
    [-3, 0.0013498980316300946],
    [-1.96, 0.024997895148220435],
    [-0.7, 0.24196365222307303],
    [-0.67, 0.2514288950953101],
    [-0.3, 0.3820885778110474],
    [0.5, 0.6914624612740131],
    [1, 0.8413447460685429],
    [2.5, 0.9937903346742238],
    [6, 0.9999999990134123],
  ])('at %d is %d', (x, expected) => expect(relativeError(normalCdf(x), expected)).toBeLessThan(2e-15))

  it('is exact at its ends', () => {
    expect(normalCdf(0)).toBe(0.5)
    expect(normalCdf(Number.POSITIVE_INFINITY)).toBe(1)
    expect(normalCdf(Number.NEGATIVE_INFINITY)).toBe(0)
    expect(normalCdf(Number.NaN)).toBeNaN()
  })
})

describe('normalQuantile', () => {
  it.each([
    [1e-300, -37.0470962993612],
    [1e-20, -9.262340089798407],
    [1e-10, -6.361340902404057],
    [0.001, -3.0902323061678136],
    [0.025, -1.9599639845400543],
    [0.05, -1.6448536269514726],
    [0.0749, -1.4402382675279637],
    [0.3, -0.5244005127080408],
    [0.95, 1.6448536269514722],
    [0.975, 1.9599639845400538],
    [0.9999, 3.7190164854557084],
  ])('at %d is %d', (probability, expected) => expect(relativeError(normalQuantile(probability), expected)).toBeLessThan(2e-15))

  it('undoes the distribution function', () => {
    for (let x = -8; x <= 4; x += 0.125) expect(normalQuantile(normalCdf(x))).toBeCloseTo(x, 11)
  })

  it('is exact at its ends and NaN outside them', () => {
    expect(normalQuantile(0.5)).toBe(0)
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY)
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY)
    expect(normalQuantile(1.1)).toBeNaN()
    expect(normalQuantile(-0.1)).toBeNaN()
  })
})
