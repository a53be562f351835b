import { msToDate } from '#shared/domain/calendarDate.ts'
import type { ValidationMetrics, ValidationWindow } from '#shared/domain/validation.ts'
import { type Measured, undefinedBecause } from '../statistics/measured.ts'
import type { Fold } from './planFolds.ts'
import { meanOfKnown, STABILITY_PASS_MARK, stabilityScore, walkForwardEfficiency } from './stability.ts'
import type { WalkForward, WalkForwardWindow } from './walkForward.ts'

export interface WalkForwardSummary {
  readonly averageTrainSharpe: Measured
  readonly averageTestSharpe: Measured
  readonly averageDegradation: Measured
  /** 0..100, by the windows whose degradation is defined. */
  readonly stabilityScore: Measured
  /** At least 75, and no window whose degradation is undefined: unknown is not a pass. */
  readonly isStable: boolean
  readonly undefinedWindows: number
  /** Of the stitched out-of-sample return against the windows' mean in-sample return. Informative. */
  readonly efficiency: Measured
  /** Windows with a profit out of sample / windows. */
  readonly profitableShare: number
  /** Largest share of the windows' summed log growth that one window brought; null unless the whole is a profit. */
  readonly largestProfitShare: Measured
  /** Longest out-of-sample trade in bars, one still open at the end of its test too; 0 without trades. A purge should be at least as long. */
  readonly longestHoldingBars: number
}

export function summariseWalkForward({ windows, stitched }: WalkForward): WalkForwardSummary {
  const degradation = meanOfKnown(windows.map((window) => window.degradation.value))
  const score = stabilityScore(degradation)
  const undefinedWindows = windows.filter((window) => window.degradation.value === null).length
  const trainCagr = meanOfKnown(windows.map(({ inSample }) => inSample?.cagr ?? null))
  return {
    averageTrainSharpe: meanOfKnown(windows.map(({ inSample }) => inSample?.sharpe ?? null)),
    averageTestSharpe: meanOfKnown(windows.map(({ outOfSample }) => outOfSample?.sharpe ?? null)),
    averageDegradation: degradation,
    stabilityScore: score,
    isStable: score.value !== null && score.value >= STABILITY_PASS_MARK && undefinedWindows === 0,
    undefinedWindows,
    efficiency: walkForwardEfficiency(trainCagr.value, stitched.score.cagr),
    profitableShare: windows.filter(({ outOfSample }) => (outOfSample?.totalReturn ?? 0) > 0).length / windows.length,
    largestProfitShare: largestProfitShare(windows),
    longestHoldingBars: Math.max(0, ...windows.map(longestHolding)),
  }
}

/** Log growth adds up over windows where returns do not. */
function largestProfitShare(windows: readonly WalkForwardWindow[]): Measured {
  const growth = windows.map(({ outOfSample }) => Math.log1p(outOfSample?.totalReturn ?? 0))
  const whole = growth.reduce((sum, part) => sum + part, 0)
  if (!(whole > 0)) return undefinedBecause('the windows together made no profit')
  return meanOfKnown([Math.max(...growth) / whole])
}

function longestHolding({ trades, longestOpenBars }: WalkForwardWindow): number {
  return trades === null ? 0 : trades.exitBar.reduce((longest, exit, i) => Math.max(longest, exit - trades.entryBar[i]!), longestOpenBars)
}

/** First and last day of a window's rows: a preview that needs no run. */
export function describeFold(
  { train, test }: Fold,
  time: Float64Array,
): Pick<ValidationWindow, 'trainStart' | 'trainEnd' | 'testStart' | 'testEnd'> {
  const dateOf = (bar: number) => msToDate(time[bar]!)
  return {
    trainStart: dateOf(train.from),
    trainEnd: dateOf(train.end - 1),
    testStart: dateOf(test.from),
    testEnd: dateOf(test.end - 1),
  }
}

/** A window as it is stored. */
export function toValidationWindow(window: WalkForwardWindow, windowId: number, time: Float64Array): ValidationWindow {
  const { fold, inSample, outOfSample } = window
  return {
    windowId,
    ...describeFold(fold, time),
    trainSharpe: inSample?.sharpe ?? null,
    testSharpe: outOfSample?.sharpe ?? null,
    trainReturn: inSample?.totalReturn ?? null,
    testReturn: outOfSample?.totalReturn ?? null,
    trainDrawdown: inSample?.maxDrawdown ?? null,
    testDrawdown: outOfSample?.maxDrawdown ?? null,
    degradation: window.degradation.value,
  }
}

/** The summary as it is stored. */
export function toValidationMetrics(summary: WalkForwardSummary, numWindows: number): ValidationMetrics {
  return {
    numWindows,
    avgTrainSharpe: summary.averageTrainSharpe.value,
    avgTestSharpe: summary.averageTestSharpe.value,
    avgDegradation: summary.averageDegradation.value,
    stabilityScore: summary.stabilityScore.value,
    passed: summary.isStable,
  }
}
