import { isAppError } from '#shared/domain/appError.ts'
import { type FoldPlan, planFolds } from './planFolds.ts'
import { summariseWalkForward, type WalkForwardSummary } from './summariseWalkForward.ts'
import type { TrialScore } from './trial.ts'
import { type WalkForwardInput, walkForward } from './walkForward.ts'

export interface MatrixInput extends Omit<WalkForwardInput, 'folds' | 'onWindow'> {
  readonly barCount: number
  /** In-sample and out-of-sample lengths to try, in bars. */
  readonly trainLengths: readonly number[]
  readonly testLengths: readonly number[]
  readonly plan: Omit<FoldPlan, 'trainBars' | 'testBars'>
  readonly onCell?: ((done: number, total: number) => void) | undefined
}

export interface MatrixCell {
  readonly trainBars: number
  readonly testBars: number
  readonly windows: number
  /** In-sample trials this cell added: every one counts towards the deflated Sharpe ratio. */
  readonly trialCount: number
  /** Of the stitched out-of-sample curve; null, like the summary, when the data hold no window of these lengths. */
  readonly stitched: TrialScore | null
  readonly summary: WalkForwardSummary | null
  readonly reason: string | null
}

/**
 * The walk-forward for every pair of lengths, training lengths outermost: an edge that depends on one pair is luck. It is
 * for looking at, not for choosing the best pair.
 */
export function walkForwardMatrix(input: MatrixInput): MatrixCell[] {
  const pairs = input.trainLengths.flatMap((trainBars) => input.testLengths.map((testBars) => ({ trainBars, testBars })))
  return pairs.map((lengths, index) => {
    const cell = walkCell(input, lengths)
    input.onCell?.(index + 1, pairs.length)
    return cell
  })
}

function walkCell(input: MatrixInput, lengths: Pick<FoldPlan, 'trainBars' | 'testBars'>): MatrixCell {
  const folds = planOrReason(input, lengths)
  if (typeof folds === 'string') return { ...lengths, windows: 0, trialCount: 0, stitched: null, summary: null, reason: folds }
  const result = walkForward({ ...input, folds })
  return {
    ...lengths,
    windows: folds.length,
    trialCount: result.trialCount,
    stitched: result.stitched.score,
    summary: summariseWalkForward(result),
    reason: null,
  }
}

function planOrReason({ barCount, plan }: MatrixInput, lengths: Pick<FoldPlan, 'trainBars' | 'testBars'>) {
  try {
    return planFolds(barCount, { ...plan, ...lengths })
  } catch (error) {
    if (isAppError(error) && error.code === 'invalid_input') return error.message
    throw error
  }
}
