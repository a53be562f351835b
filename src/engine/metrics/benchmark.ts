import { AppError } from '#shared/domain/appError.ts'
import { type Measured, measured, undefinedBecause } from '../statistics/measured.ts'
import { isFlat, mean, momentsOf } from '../statistics/moments.ts'

export interface BenchmarkFit {
  readonly alpha: Measured
  readonly beta: Measured
}

export interface BenchmarkRates {
  readonly periodsPerYear: number
  /** Risk-free return of one period. */
  readonly riskFree: number
}

/**
 * Regression on a benchmark: beta = cov(r, b) / var(b), alpha = (1 + mean((r - rf) - beta (b - rf)))^A - 1 (Jensen 1968,
 * compounded to a year). Both series are simple returns of the same periods; a period missing (NaN) in either is left out.
 */
export function fitBenchmark(returns: Float64Array, benchmark: Float64Array | null, rates: BenchmarkRates): BenchmarkFit {
  if (benchmark === null) return unfitted('no benchmark was given')
  const { own, reference } = pairedReturns(returns, benchmark)
  const moments = momentsOf(reference)
  if (moments.count < 2) return unfitted('fewer than two returns in common with the benchmark')
  if (isFlat(moments)) return unfitted('all returns of the benchmark are equal')
  const ownMean = mean(own)
  const covariance = mean(own.map((value, i) => (value - ownMean) * (reference[i]! - moments.mean)))
  const beta = covariance / moments.m2
  const excess = ownMean - rates.riskFree - beta * (moments.mean - rates.riskFree)
  return { beta: measured(beta), alpha: measured((1 + excess) ** rates.periodsPerYear - 1) }
}

function unfitted(reason: string): BenchmarkFit {
  return { alpha: undefinedBecause(reason), beta: undefinedBecause(reason) }
}

function pairedReturns(returns: Float64Array, benchmark: Float64Array): { own: Float64Array; reference: Float64Array } {
  if (returns.length !== benchmark.length) {
    throw new AppError(
      'invalid_input',
      `The benchmark has ${benchmark.length} returns and the run ${returns.length}. Give one benchmark return per return of the run.`,
    )
  }
  const isPair = (_: number, i: number) => !Number.isNaN(returns[i]) && !Number.isNaN(benchmark[i])
  return { own: returns.filter(isPair), reference: benchmark.filter(isPair) }
}
