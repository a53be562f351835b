import { z } from 'zod'
import type { Metrics } from './metric.ts'
import { strategyTypeSchema } from './strategyType.ts'

/** What a trial may come from. A declared one was made elsewhere, and a person says so. */
export const TRIAL_SOURCES = ['backtest', 'sweep', 'validation', 'improvement', 'declared'] as const
export const trialSourceSchema = z.enum(TRIAL_SOURCES)
export type TrialSource = z.infer<typeof trialSourceSchema>

/**
 * What is counted together: everything tried with one strategy type on the same instruments. A copy of a strategy
 * belongs to the same family, so copying does not reset the count.
 */
export const trialFamilySchema = z.object({ strategyType: strategyTypeSchema, symbols: z.string() })
export type TrialFamily = z.infer<typeof trialFamilySchema>

/** The family's instruments as one text: sorted, separated by commas. */
export function familySymbols(symbols: readonly string[]): string {
  return [...symbols].sort().join(',')
}

/** Sharpe ratios PER PERIOD in short: how many, their mean, and the sum of squared deviations from it; null when there are none. */
export interface SharpeSpread {
  readonly count: number
  readonly mean: number | null
  readonly m2: number | null
}

export const NO_SHARPE: SharpeSpread = { count: 0, mean: null, m2: null }

/** A run's Sharpe ratio before it was annualised; null when it has none. */
export function perPeriodSharpe({ values, periods_per_year }: Pick<Metrics, 'values' | 'periods_per_year'>): number | null {
  return values.sharpe_ratio === null ? null : values.sharpe_ratio / Math.sqrt(periods_per_year)
}

/** The ratios that exist, in their order; null and NaN are left out. Welford's method. */
export function spreadOf(sharpes: Iterable<number | null>): SharpeSpread {
  let [count, mean, m2] = [0, 0, 0]
  for (const sharpe of sharpes) {
    if (sharpe === null || Number.isNaN(sharpe)) continue
    count++
    const delta = sharpe - mean
    mean += delta / count
    m2 += delta * (sharpe - mean)
  }
  return count === 0 ? NO_SHARPE : { count, mean, m2 }
}

/** Two sets as one. Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances" (1979). */
export function joinSpreads(a: SharpeSpread, b: SharpeSpread): SharpeSpread {
  if (a.mean === null || a.m2 === null) return b
  if (b.mean === null || b.m2 === null) return a
  const count = a.count + b.count
  const delta = b.mean - a.mean
  return { count, mean: a.mean + (delta * b.count) / count, m2: a.m2 + b.m2 + (delta * delta * a.count * b.count) / count }
}

/** What a family has tried so far. */
export const trialCountSchema = trialFamilySchema.extend({
  /** N of the deflated Sharpe ratio. It never falls: rows are only ever added. */
  trials: z.int().min(0),
  trialsBySource: z.partialRecord(trialSourceSchema, z.int()),
  /** Trials that have a Sharpe ratio. */
  sharpeCount: z.int().min(0),
  /** Of the per-period ratios; null when there are none. */
  sharpeMean: z.number().nullable(),
  /** V of the deflated Sharpe ratio: variance (ddof 1) of the per-period ratios; null below two of them. */
  sharpeVariance: z.number().nullable(),
})
export type TrialCount = z.infer<typeof trialCountSchema>
