import { expectedMaximumSharpe, type TrialRecord } from './expectedMaximum.ts'
import { type Measured, undefinedBecause } from './measured.ts'
import { probabilisticSharpe } from './probabilisticSharpe.ts'
import type { SharpeEstimate } from './sharpeEstimate.ts'

export interface DeflatedSharpe {
  readonly convention: 'dsr.blp2014'
  /** Probability 0..1 that the true Sharpe ratio exceeds what luck alone gives the best of the trials. */
  readonly probability: Measured
  /** SR0, per period: the bar that the trials raise. */
  readonly expectedMaximum: Measured
}

/** DSR = PSR(SR0). Bailey and Lopez de Prado, "The deflated Sharpe ratio" (2014). */
export function deflatedSharpe(estimate: SharpeEstimate, record: TrialRecord): DeflatedSharpe {
  const expectedMaximum = expectedMaximumSharpe(record)
  const probability =
    expectedMaximum.value === null ? undefinedBecause(expectedMaximum.reason) : probabilisticSharpe(estimate, expectedMaximum.value)
  return { convention: 'dsr.blp2014', probability, expectedMaximum }
}
