import { describe, expect, it } from 'vitest'
import { autoregressiveSeries, congruentialSeries } from '../../../tests/builders/congruentialSeries.ts'
import { xoshiro128 } from '../random.ts'
import { automaticBlockLength } from './blockLength.ts'
import { bootstrapMean, drawStationaryIndices, stationaryVarianceOfMean } from './stationaryBootstrap.ts'

const oneTo = (n: number) => Float64Array.from({ length: n }, (_, i) => i + 1)

describe('the exact variance of the mean', () => {
  it('of 1..10 at p = 0.25', () => {
    expect(stationaryVarianceOfMean(oneTo(10), 0.25)).toBeCloseTo(0.9128406715393066, 14)
  })

  it.each([
    { series: [1, 5, 2], jump: 0.3 },
    { series: [1, 5, 2, -4], jump: 0.7 },
    { series: [3, 3, -1, 0, 8], jump: 0.1 },
    { series: [2, 7, 1], jump: 1 },
  ])('equals the sum over every possible resample of $series at $jump', ({ series, jump }) => {
    expect(stationaryVarianceOfMean(Float64Array.from(series), jump)).toBeCloseTo(enumeratedVariance(series, jump), 12)
  })

  it('is R0 / n when every step jumps', () => {
    expect(stationaryVarianceOfMean(oneTo(10), 1)).toBeCloseTo(8.25 / 10, 14)
  })
})

describe('the simulated mean', () => {
  it('tends to the exact variance', () => {
    const { simulatedVariance, simulatedMean, varianceOfMean, mean } = bootstrapMean(oneTo(10), { jump: 0.25, paths: 20_000, seed: 3 })
    expect(varianceOfMean).toBeCloseTo(0.9128406715393066, 14)
    expect(Math.abs(simulatedVariance / varianceOfMean - 1)).toBeLessThan(0.05)
    expect(Math.abs(simulatedMean - mean)).toBeLessThan(0.03)
  })

  it('is the same for the same seed and another for another', () => {
    const options = { jump: 0.2, paths: 200 }
    const series = congruentialSeries(50, 1)
    expect(bootstrapMean(series, { ...options, seed: 5 })).toEqual(bootstrapMean(series, { ...options, seed: 5 }))
    expect(bootstrapMean(series, { ...options, seed: 6 }).simulatedMean).not.toBe(
      bootstrapMean(series, { ...options, seed: 5 }).simulatedMean,
    )
  })

  it.each([
    { name: 'one value', series: [1], options: { jump: 0.5, paths: 100 }, message: /at least two values/ },
    { name: 'no jump', series: [1, 2], options: { jump: 0, paths: 100 }, message: /above 0 and at most 1/ },
    { name: 'a jump above 1', series: [1, 2], options: { jump: 1.5, paths: 100 }, message: /above 0 and at most 1/ },
    { name: 'one path', series: [1, 2], options: { jump: 0.5, paths: 1 }, message: /number of paths/ },
  ])('refuses $name', ({ series, options, message }) => {
    expect(() => bootstrapMean(Float64Array.from(series), { ...options, seed: 1 })).toThrow(message)
  })
})

describe('resampled indices', () => {
  it('follow one another but for jumps, wrap round, and jump with the probability given', () => {
    const indices = new Int32Array(200_000)
    drawStationaryIndices(indices, 1000, { jump: 0.1, random: xoshiro128(1) })
    let jumps = 0
    for (let i = 1; i < indices.length; i++) if (indices[i] !== (indices[i - 1]! + 1) % 1000) jumps++
    // A jump lands on the very next index once in a thousand.
    expect(Math.abs(jumps / indices.length - 0.1 * 0.999)).toBeLessThan(0.003)
    expect(indices.every((index) => index >= 0 && index < 1000)).toBe(true)
  })

  it('are independent draws at p = 1', () => {
    const indices = new Int32Array(50_000)
    drawStationaryIndices(indices, 10, { jump: 1, random: xoshiro128(2) })
    let successions = 0
    for (let i = 1; i < indices.length; i++) if (indices[i] === (indices[i - 1]! + 1) % 10) successions++
    expect(Math.abs(successions / indices.length - 0.1)).toBeLessThan(0.006)
  })
})

describe('the automatic block length', () => {
  it('of noise agrees with the arch package', () => {
    expect(automaticBlockLength(congruentialSeries(400, 12345)).length.value).toBeCloseTo(1.005196, 6)
  })

  it("of a dependent series agrees with another program's reading of the paper", () => {
    const { length, bandwidth } = automaticBlockLength(autoregressiveSeries(400, { seed: 777, share: 0.6 }))
    expect(bandwidth).toBe(4)
    expect(length.value).toBeCloseTo(7.256559352994253, 10)
  })

  it('of a long autoregression approaches its theoretical value', () => {
    const share = 0.5
    const size = 40_000
    const { length } = automaticBlockLength(autoregressiveSeries(size, { seed: 4, share }))
    const theory = Math.cbrt(((2 * share) / (1 - share ** 2)) ** 2 * size)
    expect(Math.abs(length.value! / theory - 1)).toBeLessThan(0.15)
  })

  it('is capped, and null where nothing can be said', () => {
    // Differences of noise have no long-run variance, so no block is long enough.
    const noise = congruentialSeries(401, 5)
    const undone = noise.subarray(1).map((value, t) => value - noise[t]!)
    expect(automaticBlockLength(undone).length.value).toBe(60)
    expect(automaticBlockLength(oneTo(9)).length.reason).toMatch(/fewer than 10/)
    expect(automaticBlockLength(new Float64Array(50)).length.reason).toMatch(/equal/)
  })
})

/** Every path of a start and n - 1 steps (stay, or jump to one of n), weighted by its probability. */
function enumeratedVariance(series: number[], jump: number): number {
  const size = series.length
  let [first, second] = [0, 0]
  const walk = (index: number, probability: number, path: { steps: number; sum: number }) => {
    if (path.steps === size) {
      const mean = path.sum / size
      first += probability * mean
      second += probability * mean * mean
      return
    }
    const next = { steps: path.steps + 1 }
    const following = (index + 1) % size
    walk(following, probability * (1 - jump), { ...next, sum: path.sum + series[following]! })
    for (let to = 0; to < size; to++) walk(to, (probability * jump) / size, { ...next, sum: path.sum + series[to]! })
  }
  for (let start = 0; start < size; start++) walk(start, 1 / size, { steps: 1, sum: series[start]! })
  return second - first * first
}
