import { type Measured, measured, undefinedBecause } from '../statistics/measured.ts'

/** Kept under its older name: at least this stability score passes. */
export const STABILITY_PASS_MARK = 75

/** (IS Sharpe - OOS Sharpe) / |IS Sharpe|: the share lost out of sample; negative when it gained. */
export function sharpeDegradation(inSample: number | null, outOfSample: number | null): Measured {
  if (inSample === null || outOfSample === null) return undefinedBecause('a Sharpe ratio is undefined')
  if (inSample === 0) return undefinedBecause('the in-sample Sharpe ratio is zero')
  return measured((inSample - outOfSample) / Math.abs(inSample))
}

/** 100 - 120 * mean degradation, held in 0..100. */
export function stabilityScore(meanDegradation: Measured): Measured {
  if (meanDegradation.value === null) return meanDegradation
  return measured(Math.min(100, Math.max(0, 100 - 120 * meanDegradation.value)))
}

/** Annualised OOS return / annualised IS return: informative only, and null when the IS return is not above zero. */
export function walkForwardEfficiency(inSampleCagr: number | null, outOfSampleCagr: number | null): Measured {
  if (inSampleCagr === null || outOfSampleCagr === null) return undefinedBecause('an annualised return is undefined')
  if (inSampleCagr <= 0) return undefinedBecause('the in-sample return is not above zero')
  return measured(outOfSampleCagr / inSampleCagr)
}

/** Mean of what is defined; null when nothing is. */
export function meanOfKnown(values: readonly (number | null)[]): Measured {
  const known = values.filter((value) => value !== null)
  if (known.length === 0) return undefinedBecause('no window has a value')
  return measured(known.reduce((sum, value) => sum + value, 0) / known.length)
}
