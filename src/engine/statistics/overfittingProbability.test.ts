import { describe, expect, it } from 'vitest'
import { congruentialSeries } from '../../../tests/builders/congruentialSeries.ts'
import { xoshiro128 } from '../random.ts'
import { halfSplits } from './halfSplits.ts'
import { histogramOf } from './histogram.ts'
import { overfittingProbability } from './overfittingProbability.ts'
import { matrixOfColumns, type ReturnMatrix } from './returnMatrix.ts'

const rowsOf = (...rows: number[][]): ReturnMatrix => ({
  rows: rows.length,
  columns: rows[0]!.length,
  values: Float64Array.from(rows.flat()),
})

const golden = rowsOf(
  [8, 2, 3, 8],
  [1, 5, 6, -5],
  [-8, -4, -4, 7],
  [8, -9, 0, 6],
  [-7, 6, -7, -1],
  [6, -4, -3, -4],
  [4, -5, 9, -1],
  [0, 0, 2, 1],
)

describe('PBO by CSCV', () => {
  it.each(['mean', 'sharpe'] as const)('of the worked example by %s is 5/6', (statistic) => {
    const { probability, winners, ranks, logits, splits } = overfittingProbability(golden, { blocks: 4, statistic })
    expect(probability.value).toBe(5 / 6)
    expect(splits).toBe(6)
    expect(Array.from(winners, (winner) => winner + 1)).toEqual([4, 2, 3, 4, 4, 1])
    expect(Array.from(ranks)).toEqual([1, 1, 1, 2, 1, 3])
    expect(logits[0]).toBeCloseTo(Math.log(0.2 / 0.8), 15)
    expect(logits[5]).toBeCloseTo(Math.log(0.6 / 0.4), 15)
  })

  /** Computed by another program, with numpy and scipy.stats.rankdata. */
  it.each([
    { blocks: 4, expected: 5 / 6, winners: [3, 6, 5, 4, 4, 5], ranks: [1, 1, 3, 5, 4, 4] },
    { blocks: 6, expected: 0.9, winners: [3, 6, 4, 3, 6, 1], ranks: [1, 1, 6, 1, 2, 1] },
    { blocks: 10, expected: 0.8690476190476191, winners: [3, 4, 5, 4, 3, 3], ranks: [1, 5, 3, 4, 1, 1] },
  ])('of a noise matrix in $blocks blocks is $expected', ({ blocks, expected, winners, ranks }) => {
    const noise = { rows: 60, columns: 7, values: congruentialSeries(420, 99) }
    const result = overfittingProbability(noise, { blocks, statistic: 'sharpe' })
    expect(result.probability.value).toBeCloseTo(expected, 15)
    expect(Array.from(result.winners.slice(0, 6), (winner) => winner + 1)).toEqual(winners)
    expect(Array.from(result.ranks.slice(0, 6))).toEqual(ranks)
  })

  it('is 0 when one column dominates, in 12,870 splits', () => {
    const noise = Array.from({ length: 20 }, (_, k) => congruentialSeries(160, k + 1))
    const dominating = noise[0]!.map((value) => value + 10)
    const result = overfittingProbability(matrixOfColumns([...noise, dominating]), { blocks: 16, statistic: 'mean' })
    expect(result.splits).toBe(12_870)
    expect(result.probability.value).toBe(0)
    expect(result.winners.every((winner) => winner === 20)).toBe(true)
  })

  it('is about a half for noise', () => {
    const random = xoshiro128(11)
    const columns = Array.from({ length: 30 }, () => Float64Array.from({ length: 320 }, random.nextNormal))
    const { probability } = overfittingProbability(matrixOfColumns(columns), { blocks: 8, statistic: 'sharpe' })
    expect(Math.abs(probability.value! - 0.5)).toBeLessThan(0.3)
  })

  it('gives ties the average rank and the win to the lowest column', () => {
    const column = [1, 2, 0, 3, 1, 1, 2, 5]
    const { winners, ranks, probability } = overfittingProbability(matrixOfColumns([column, column, column]), {
      blocks: 2,
      statistic: 'sharpe',
    })
    expect(Array.from(winners)).toEqual([0, 0])
    expect(Array.from(ranks)).toEqual([2, 2])
    expect(probability.value).toBe(1)
  })

  it('gives a strategy that never trades the Sharpe ratio 0', () => {
    const losing = [-1, -2, -1, -2]
    const { winners, ranks } = overfittingProbability(matrixOfColumns([losing, [0, 0, 0, 0]]), { blocks: 2, statistic: 'sharpe' })
    expect(Array.from(winners)).toEqual([1, 1])
    expect(Array.from(ranks)).toEqual([2, 2])
  })

  it('spreads rows that the blocks do not divide', () => {
    const [first, ...rest] = [golden, golden.values.slice(0, 4)]
    const longer = { rows: 9, columns: 4, values: Float64Array.of(...first.values, ...rest[0]!) }
    const halves = overfittingProbability(longer, { blocks: 2, statistic: 'mean' })
    const byHand = [golden.values.slice(0, 16), longer.values.slice(16)].map((part) => bestColumn(part, 4))
    expect(Array.from(halves.winners)).toEqual(byHand)
  })

  it('has no choice to overfit with one column', () => {
    expect(overfittingProbability(rowsOf([1], [2], [3], [4]), { blocks: 2, statistic: 'mean' }).probability.reason).toMatch(/only one/)
  })

  it.each([
    { blocks: 3, message: /even/ },
    { blocks: 0, message: /even/ },
    { blocks: 22, message: /even and from 2 to 20/ },
    { blocks: 8, message: /too few/ },
  ])('refuses $blocks blocks of eight rows', ({ blocks, message }) => {
    expect(() => overfittingProbability(golden, { blocks, statistic: 'mean' })).toThrow(message)
  })

  it('bins every logit, zero to the left', () => {
    const { histogram, logits } = overfittingProbability(golden, { blocks: 4, statistic: 'mean' })
    expect(histogram.counts.reduce((sum, count) => sum + count)).toBe(6)
    const middle = histogram.edges.indexOf(0)
    expect(histogram.counts.slice(0, middle).reduce((sum, count) => sum + count)).toBe(logits.filter((logit) => logit <= 0).length)
  })
})

function bestColumn(values: Float64Array, columns: number): number {
  const sums = Array.from({ length: columns }, (_, k) => values.filter((_value, i) => i % columns === k).reduce((sum, v) => sum + v))
  return sums.indexOf(Math.max(...sums))
}

it('enumerates halves in lexicographic order', () => {
  expect(Array.from(halfSplits(4))).toEqual([0b0011, 0b0101, 0b1001, 0b0110, 0b1010, 0b1100])
  expect(halfSplits(16)).toHaveLength(12_870)
  expect(new Set(halfSplits(10)).size).toBe(252)
})

it('puts a value on an edge into the bin below, values outside into the outer bins', () => {
  const { edges, counts } = histogramOf(Float64Array.of(-1, -0.5, 0, 0.25, 1, 7, -7), { from: -1, to: 1, bins: 4 })
  expect(Array.from(edges)).toEqual([-1, -0.5, 0, 0.5, 1])
  expect(Array.from(counts)).toEqual([3, 1, 1, 2])
})

it('refuses columns that do not fit together', () => {
  expect(() => matrixOfColumns([[1, 2], [1]])).toThrow(/column 2 has 1 rows/)
  expect(() => matrixOfColumns([[1, Number.NaN]])).toThrow(/row 2 of column 1/)
})
