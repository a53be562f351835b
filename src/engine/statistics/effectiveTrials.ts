import { type Measured, measured, undefinedBecause } from './measured.ts'
import { isFlat, momentsOf, sampleDeviation } from './moments.ts'
import { columnOf, type ReturnMatrix } from './returnMatrix.ts'

/**
 * Average correlation over all pairs of columns, from standardised columns z: the variance of their sum is
 * N + N (N - 1) r. Columns that never move have no correlation and are left out; null below two others.
 */
export function averageCorrelation(matrix: ReturnMatrix): Measured {
  if (matrix.rows < 2) return undefinedBecause('fewer than two returns')
  const sum = new Float64Array(matrix.rows)
  let counted = 0
  for (let k = 0; k < matrix.columns; k++) {
    const column = columnOf(matrix, k)
    const moments = momentsOf(column)
    if (isFlat(moments)) continue
    counted++
    const deviation = sampleDeviation(moments)
    for (let t = 0; t < column.length; t++) sum[t]! += (column[t]! - moments.mean) / deviation
  }
  if (counted < 2) return undefinedBecause('fewer than two trials have returns that vary')
  const varianceOfSum = sampleDeviation(momentsOf(sum)) ** 2
  return measured((varianceOfSum - counted) / (counted * (counted - 1)))
}

/**
 * Trials that resemble one another count as fewer: r + (1 - r) N, with the average correlation r held in 0..1 (a
 * negative one would count more trials than were made). Between 1 and N.
 * Bailey and Lopez de Prado, "The deflated Sharpe ratio" (2014), appendix.
 */
export function effectiveTrials(trials: number, correlation: number): number {
  const shared = Math.min(1, Math.max(0, correlation))
  return shared + (1 - shared) * trials
}

/** Variance (ddof 1) of the per-period Sharpe ratios of trials; those without one (null) are left out. */
export function varianceOfSharpes(sharpes: readonly (number | null)[]): Measured {
  const known = Float64Array.from(sharpes.filter((sharpe) => sharpe !== null))
  if (known.length < 2) return undefinedBecause('fewer than two trials have a Sharpe ratio')
  return measured(sampleDeviation(momentsOf(known)) ** 2)
}

export interface TrialEvidence {
  readonly convention: 'effective-trials.blp2014'
  /** Columns of the matrix. */
  readonly counted: number
  readonly averageCorrelation: Measured
  /** N and V for the deflated Sharpe ratio; V is null where fewer than two trials have a Sharpe ratio. */
  readonly trials: number
  readonly variance: Measured
}

/** N and V from the returns of every trial. Where the correlation is undefined every trial counts in full. */
export function measureTrials(matrix: ReturnMatrix): TrialEvidence {
  const correlation = averageCorrelation(matrix)
  const sharpes = Array.from({ length: matrix.columns }, (_, k) => periodSharpeOf(columnOf(matrix, k)))
  return {
    convention: 'effective-trials.blp2014',
    counted: matrix.columns,
    averageCorrelation: correlation,
    trials: effectiveTrials(matrix.columns, correlation.value ?? 0),
    variance: varianceOfSharpes(sharpes),
  }
}

function periodSharpeOf(returns: Float64Array): number | null {
  const moments = momentsOf(returns)
  return moments.count < 2 || isFlat(moments) ? null : moments.mean / sampleDeviation(moments)
}
