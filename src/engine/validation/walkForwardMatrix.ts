import { isAppError } from '#shared/domain/appError.ts'
import type { MarketSeries } from '#shared/domain/dataset.ts'
import type { MatrixCellResult } from '#shared/domain/robustness.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { EqualWindowsPlan } from '#shared/domain/validationPlan.ts'
import { calendarOf } from '../market/marketData.ts'
import type { CancelSignal } from '../simulator/cancelSignal.ts'
import { ratesOf } from './backtestTrials.ts'
import { countTrials, layOutValidation, type ValidationLayout } from './layOutValidation.ts'
import { summariseWalkForward } from './summariseWalkForward.ts'
import { walkShare } from './validationShare.ts'
import { joinFolds } from './walkForward.ts'

export type MatrixInput = MarketSeries & {
  readonly spec: RunSpec
  /** Everything but the two lengths, which the pairs replace. */
  readonly plan: EqualWindowsPlan
  readonly trainLengths: readonly number[]
  readonly testLengths: readonly number[]
  readonly cancel?: CancelSignal | undefined
  /** Told the share of pairs done, 0..1. */
  readonly onProgress?: ((fraction: number) => void) | undefined
}

/** What one pair of lengths gave, and the per-period Sharpe ratios of its trials, which count like any others. */
export interface MatrixCell {
  readonly cell: MatrixCellResult
  readonly sharpes: readonly (number | null)[]
}

/**
 * The walk-forward for every pair of lengths, training lengths outermost: an edge that depends on one pair is luck. It is
 * for looking at, not for choosing the best pair.
 * @throws AppError `cancelled`, and what walking throws; a pair that does not fit says so in its cell.
 */
export function walkForwardMatrix(input: MatrixInput): MatrixCell[] {
  const pairs = input.trainLengths.flatMap((trainLength) => input.testLengths.map((testLength) => ({ trainLength, testLength })))
  return pairs.map((lengths, index) => {
    const cell = walkCell(input, { ...input.plan, ...lengths })
    input.onProgress?.((index + 1) / pairs.length)
    return cell
  })
}

function walkCell({ spec, cancel, ...data }: MatrixInput, plan: EqualWindowsPlan): MatrixCell {
  const layout = layOutOrReason(calendarOf(data), spec, plan)
  const lengths = { trainLength: plan.trainLength, testLength: plan.testLength }
  if (typeof layout === 'string') {
    return {
      cell: { ...lengths, windows: 0, trials: 0, sharpe: null, totalReturn: null, stabilityScore: null, reason: layout },
      sharpes: [],
    }
  }
  const walked = walkShare({ ...data, layout, objective: plan.objective }, { part: 0, parts: 1, cancel })
  const rates = ratesOf(layout.spec)
  const walk = joinFolds(
    walked.map((window) => window.walked),
    rates,
  )
  const { sharpe, totalReturn } = walk.stitched.score
  const found = { sharpe, totalReturn, stabilityScore: summariseWalkForward(walk).stabilityScore.value, reason: null }
  const tried = layout.sweep === null ? [sharpe] : walk.windows.flatMap(({ trials }) => trials.map((trial) => trial.sharpe))
  return {
    cell: { ...lengths, windows: layout.folds.length, trials: countTrials(layout), ...found },
    sharpes: tried.map((one) => (one === null ? null : one / Math.sqrt(rates.periodsPerYear))),
  }
}

function layOutOrReason(time: Float64Array, spec: RunSpec, plan: EqualWindowsPlan): ValidationLayout | string {
  try {
    return layOutValidation({ time, spec, plan })
  } catch (error) {
    if (isAppError(error) && (error.code === 'invalid_input' || error.code === 'too_large')) return error.message
    throw error
  }
}
