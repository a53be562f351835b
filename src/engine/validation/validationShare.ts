import type { MarketSeries } from '#shared/domain/dataset.ts'
import type { ValidationObjective } from '#shared/domain/validationPlan.ts'
import { type CancelSignal, throwIfCancelled } from '../simulator/cancelSignal.ts'
import { backtestTrials, ratesOf } from './backtestTrials.ts'
import { gridTrials } from './gridTrials.ts'
import type { ValidationLayout } from './layOutValidation.ts'
import type { Fold } from './planFolds.ts'
import type { TrialRunner } from './trial.ts'
import { type WalkedFold, walkFold } from './walkForward.ts'

export interface ShareDuty {
  /** Windows by the length of their training, the longest first: this share walks number part, part + parts and so on. */
  readonly part: number
  readonly parts: number
  readonly cancel?: CancelSignal | undefined
  /** Told the share of this share's work that is done, 0..1. */
  readonly onProgress?: ((fraction: number) => void) | undefined
}

/** Windows of one share in order of time, with their place among all windows. */
export type WalkedShare = readonly { readonly index: number; readonly walked: WalkedFold }[]

/** A validation on its data. */
export type WalkInput = MarketSeries & { readonly layout: ValidationLayout; readonly objective: ValidationObjective }

/**
 * Walks one share of a validation's windows. Every window has the same bits however the windows are shared out.
 * @throws AppError `cancelled`, `invalid_input`.
 */
export function walkShare({ layout, objective, ...data }: WalkInput, duty: ShareDuty): WalkedShare {
  const { cancel } = duty
  const { folds, grid, spec } = layout
  const own = longestFirst(folds).filter((_, rank) => rank % duty.parts === duty.part)
  let trialsDone = 0
  const report = (trials: number) => {
    trialsDone += trials
    duty.onProgress?.(trialsDone / (own.length * (grid.length + 1)))
  }
  const runner = openRunner(data, layout, { cancel, onTrials: report })
  const input = { grid, objective: objective.metric, choice: objective.choice, rates: ratesOf(spec), runner, cancel }
  const walked = own.map(({ fold, index }) => {
    throwIfCancelled(cancel)
    const window = walkFold(input, fold)
    report(layout.sweep === null ? 2 : 1)
    return { index, walked: window }
  })
  return walked.sort((a, b) => a.index - b.index)
}

/** Dealt out in this order, windows of any lengths make shares of like size. */
function longestFirst(folds: readonly Fold[]): { readonly fold: Fold; readonly index: number }[] {
  const length = ({ train }: Fold) => train.end - train.from
  return folds.map((fold, index) => ({ fold, index })).sort((a, b) => length(b.fold) - length(a.fold))
}

interface Watch {
  readonly cancel: CancelSignal | undefined
  readonly onTrials: (trials: number) => void
}

function openRunner(data: MarketSeries, { spec, sweep, grid }: ValidationLayout, { cancel, onTrials }: Watch): TrialRunner {
  if (sweep === null) return backtestTrials({ ...data, spec, cancel })
  return gridTrials({ ...data, spec, plan: sweep, grid, cancel, onTrials })
}
