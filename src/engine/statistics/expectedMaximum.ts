import { type Measured, measured, undefinedBecause } from './measured.ts'
import { normalQuantile } from './normal.ts'

const EULER_MASCHERONI = 0.5772156649015329

/**
 * Approximate expected maximum of `trials` independent standard normals:
 * (1 - g) z(1 - 1/N) + g z(1 - 1/(N e)). 0 for one trial and never below 0 (the approximation dips under it between one
 * and two effective trials). N need not be whole; NaN below 1.
 * Bailey and Lopez de Prado, "The deflated Sharpe ratio" (2014).
 */
export function expectedMaximumOfNormals(trials: number): number {
  if (!(trials >= 1)) return Number.NaN
  if (trials === 1) return 0
  const mode = normalQuantile(1 - 1 / trials)
  const tail = normalQuantile(1 - 1 / (trials * Math.E))
  return Math.max(0, (1 - EULER_MASCHERONI) * mode + EULER_MASCHERONI * tail)
}

/** What was tried before a result was shown. */
export interface TrialRecord {
  /** Effective number of independent trials, at least 1. */
  readonly trials: number
  /** Variance of the trials' per-period Sharpe ratios, at least 0. */
  readonly variance: number
  /** Per-period Sharpe ratio that a trial is expected to have without any skill; 0 unless the benchmark says otherwise. */
  readonly mean?: number
}

/** SR0: the per-period Sharpe ratio that the best of N worthless trials is expected to show. */
export function expectedMaximumSharpe({ trials, variance, mean = 0 }: TrialRecord): Measured {
  if (!(trials >= 1 && Number.isFinite(trials))) return undefinedBecause('the number of trials must be at least 1')
  if (!(variance >= 0 && Number.isFinite(variance))) return undefinedBecause("the variance of the trials' Sharpe ratios is not known")
  return measured(mean + Math.sqrt(variance) * expectedMaximumOfNormals(trials))
}
