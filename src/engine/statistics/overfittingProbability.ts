import { AppError } from '#shared/domain/appError.ts'
import { type BlockSums, sumBlocks } from './blockSums.ts'
import { halfSplits } from './halfSplits.ts'
import { type Histogram, histogramOf } from './histogram.ts'
import { type Measured, measured, undefinedBecause } from './measured.ts'
import type { ReturnMatrix } from './returnMatrix.ts'

/** What a column is judged by on a set of rows: mean / deviation (ddof 1), or the mean alone. */
export type SplitStatistic = 'sharpe' | 'mean'

export interface OverfittingOptions {
  /** S: an even number of row blocks, 2 to 20; 16 gives 12,870 splits. */
  readonly blocks: number
  readonly statistic: SplitStatistic
}

export interface OverfittingProbability {
  readonly convention: 'pbo-cscv.bblz2017'
  readonly statistic: SplitStatistic
  readonly blocks: number
  readonly splits: number
  /** Share of splits whose winner in sample is at or below the median out of sample, 0..1. */
  readonly probability: Measured
  /** Per split, in lexicographic order of the in-sample blocks: column that won in sample (0-based). */
  readonly winners: Int32Array
  /** Its rank out of sample among N columns: 1 = worst, N = best, ties averaged. */
  readonly ranks: Float64Array
  /** ln(w / (1 - w)), w = rank / (N + 1). */
  readonly logits: Float64Array
  /** Of the logits; the bin that ends at 0 holds 0. */
  readonly histogram: Histogram
}

export const MAX_BLOCKS = 20
const HISTOGRAM_BINS = 20

/**
 * Probability of backtest overfitting by combinatorially symmetric cross-validation: every split of S row blocks into
 * halves chooses the best column on one half and ranks it on the other. Rows that S does not divide are spread, so that
 * blocks differ by at most one row. A column that does not move on a half has Sharpe ratio 0 there when its mean is 0,
 * else one of infinite size. Null for a single column: there is no choice to overfit.
 * Bailey, Borwein, Lopez de Prado and Zhu, "The probability of backtest overfitting" (2017).
 * @throws AppError `invalid_input` for a number of blocks that is odd, out of bounds or more than the rows allow.
 */
export function overfittingProbability(matrix: ReturnMatrix, { blocks, statistic }: OverfittingOptions): OverfittingProbability {
  requireBlocks(matrix, blocks)
  const { winners, ranks } = judgeSplits(matrix, { blocks, statistic })
  const logits = ranks.map((rank) => Math.log(rank / (matrix.columns + 1 - rank)))
  const overfit = ranks.reduce((count, rank) => count + Number(2 * rank <= matrix.columns + 1), 0)
  const reach = Math.log(Math.max(matrix.columns, 2))
  return {
    convention: 'pbo-cscv.bblz2017',
    statistic,
    blocks,
    splits: ranks.length,
    probability: matrix.columns < 2 ? undefinedBecause('there is only one strategy to choose from') : measured(overfit / ranks.length),
    winners,
    ranks,
    logits,
    histogram: histogramOf(logits, { from: -reach, to: reach, bins: HISTOGRAM_BINS }),
  }
}

function requireBlocks({ rows, columns }: ReturnMatrix, blocks: number): void {
  if (columns === 0) throw new AppError('invalid_input', 'The matrix has no columns; give one column of returns per strategy')
  if (!Number.isInteger(blocks) || blocks < 2 || blocks > MAX_BLOCKS || blocks % 2 !== 0) {
    throw new AppError('invalid_input', `The number of blocks must be even and from 2 to ${MAX_BLOCKS}, not ${blocks}`)
  }
  if (rows < 2 * blocks) {
    throw new AppError('invalid_input', `${rows} rows are too few for ${blocks} blocks of at least two; use fewer blocks or more rows`)
  }
}

function judgeSplits(matrix: ReturnMatrix, { blocks, statistic }: OverfittingOptions) {
  const sums = sumBlocks(matrix, blocks)
  const splits = halfSplits(blocks)
  const winners = new Int32Array(splits.length)
  const ranks = new Float64Array(splits.length)
  const half = emptyHalf(matrix.columns)
  const everyBlock = 2 ** blocks - 1
  splits.forEach((chosen, split) => {
    scoreHalf(half, sums, { chosen, statistic })
    const winner = indexOfLargest(half.scores)
    scoreHalf(half, sums, { chosen: everyBlock ^ chosen, statistic })
    winners[split] = winner
    ranks[split] = averageRank(half.scores, winner)
  })
  return { winners, ranks }
}

/** Sums and scores of the columns on one half, in memory that every half uses again. */
interface Half {
  readonly sums: Float64Array
  readonly squares: Float64Array
  readonly scores: Float64Array
}

function emptyHalf(columns: number): Half {
  return { sums: new Float64Array(columns), squares: new Float64Array(columns), scores: new Float64Array(columns) }
}

interface Scoring {
  /** Bit b is set when block b is part of the half. */
  readonly chosen: number
  readonly statistic: SplitStatistic
}

function scoreHalf({ sums, squares, scores }: Half, parts: BlockSums, { chosen, statistic }: Scoring): void {
  const { blocks, columns } = parts
  sums.fill(0)
  squares.fill(0)
  let count = 0
  for (let b = 0; b < blocks; b++) {
    if (((chosen >> b) & 1) === 0) continue
    count += parts.counts[b]!
    const start = b * columns
    for (let k = 0; k < columns; k++) {
      sums[k]! += parts.sums[start + k]!
      squares[k]! += parts.squares[start + k]!
    }
  }
  for (let k = 0; k < columns; k++) scores[k] = statistic === 'mean' ? sums[k]! / count : sharpeOfSums(count, sums[k]!, squares[k]!)
}

/** Raw power sums are sound for returns, whose mean is small beside their deviation. */
function sharpeOfSums(count: number, sum: number, square: number): number {
  const mean = sum / count
  const scatter = square - sum * mean
  const isStill = scatter <= 8 * count * Number.EPSILON * square
  if (isStill) return mean === 0 ? 0 : mean * Number.POSITIVE_INFINITY
  return mean / Math.sqrt(scatter / (count - 1))
}

/** The lowest index among the largest. */
function indexOfLargest(values: Float64Array): number {
  let best = 0
  for (let k = 1; k < values.length; k++) if (values[k]! > values[best]!) best = k
  return best
}

/** 1 for the smallest, the number of values for the largest; equal values share the average of their ranks. */
function averageRank(values: Float64Array, index: number): number {
  const own = values[index]!
  let [below, equal] = [0, 0]
  for (const value of values) {
    if (value < own) below++
    else if (value === own) equal++
  }
  return below + (equal + 1) / 2
}
