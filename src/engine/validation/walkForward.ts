import { AppError } from '#shared/domain/appError.ts'
import type { TradeColumns } from '#shared/domain/ledger.ts'
import type { Parameters } from '#shared/domain/strategyType.ts'
import type { MetricRates } from '../metrics/computeReturnMetrics.ts'
import { type CancelSignal, throwIfCancelled } from '../simulator/cancelSignal.ts'
import type { Measured } from '../statistics/measured.ts'
import { type Choice, chooseTrial, type GridPoint, type Objective, objectiveValue } from './chooseTrial.ts'
import type { Fold } from './planFolds.ts'
import { sharpeDegradation } from './stability.ts'
import { type StitchedCurve, stitchEquity } from './stitchEquity.ts'
import { scoreRun, type TrialRun, type TrialRunner, type TrialScore } from './trial.ts'

export interface WalkForwardInput {
  readonly folds: readonly Fold[]
  readonly grid: readonly GridPoint[]
  readonly objective: Objective
  readonly choice: Choice
  readonly rates: MetricRates
  readonly runner: TrialRunner
  readonly cancel?: CancelSignal | undefined
  /** Told after each window how many are done. */
  readonly onWindow?: ((done: number) => void) | undefined
}

export interface WalkForwardWindow {
  readonly fold: Fold
  /** In-sample scores of every point of the grid, in its order: all that was tried. */
  readonly trials: readonly TrialScore[]
  /** The chosen point; null when no point had a value in sample, and then nothing was traded out of sample. */
  readonly chosen: number | null
  readonly parameters: Parameters | null
  readonly inSample: TrialScore | null
  readonly outOfSample: TrialScore | null
  readonly degradation: Measured
  /** Out-of-sample trades; bars count from the first bar of the data. */
  readonly trades: TradeColumns | null
  readonly openTrades: number
  readonly longestOpenBars: number
}

export interface WalkForward {
  readonly windows: readonly WalkForwardWindow[]
  /** In-sample trials over all windows: what the trial ledger counts. */
  readonly trialCount: number
  /** The out-of-sample windows one after another: the evidence. */
  readonly stitched: StitchedCurve
}

/**
 * Chooses parameters on each window's training rows and judges the choice on its test rows. The choice is made before
 * the test is run, from scores on the training range alone. Every window starts flat with fresh capital; a position open
 * at its end is marked to the last close and not carried on.
 * @throws AppError `invalid_input` without folds or grid, for a test that does not lie after its training, `cancelled`,
 * and whatever the runner throws.
 */
export function walkForward(input: WalkForwardInput): WalkForward {
  const { folds, grid, rates } = input
  requireWork(folds, grid)
  const walked = folds.map((fold, index) => {
    throwIfCancelled(input.cancel)
    const window = walkFold(input, fold)
    input.onWindow?.(index + 1)
    return window
  })
  return joinFolds(walked, rates)
}

/** A window that has been walked, with the run of its test. Windows know nothing of one another: any thread may walk any. */
export interface WalkedFold {
  readonly window: WalkForwardWindow
  /** null: nothing was chosen, nothing was traded. */
  readonly test: TrialRun | null
}

/** Windows in order of time become one walk-forward. */
export function joinFolds(walked: readonly WalkedFold[], rates: MetricRates): WalkForward {
  return {
    windows: walked.map(({ window }) => window),
    trialCount: walked.reduce((sum, { window }) => sum + window.trials.length, 0),
    stitched: stitchEquity(
      walked.map(({ window, test }) => ({ range: window.fold.test, run: test })),
      rates,
    ),
  }
}

function requireWork(folds: readonly Fold[], grid: readonly GridPoint[]): void {
  if (folds.length === 0) throw new AppError('invalid_input', 'A walk-forward needs at least one window; choose shorter windows')
  if (grid.length === 0) throw new AppError('invalid_input', 'A walk-forward needs at least one parameter set to choose from')
  const peeking = folds.findIndex(({ train, test }) => test.from < train.end)
  if (peeking === -1) return
  throw new AppError(
    'invalid_input',
    `Window ${peeking + 1} tests on rows it was trained on; the test must begin after the training ends`,
    {
      details: { window: peeking },
    },
  )
}

/** Chooses on the training rows of one window, then runs the choice on its test rows. */
export function walkFold(input: Omit<WalkForwardInput, 'folds' | 'onWindow'>, fold: Fold): WalkedFold {
  const { grid, runner, rates } = input
  const parameterSets = grid.map(({ parameters }) => parameters)
  const trials = runner.scoreTrials(parameterSets, fold.train)
  const values = trials.map((score) => objectiveValue(score, input.objective))
  const chosen = chooseTrial(grid, values, input.choice)
  const parameters = chosen === null ? null : grid[chosen]!.parameters
  const inSample = chosen === null ? null : trials[chosen]!
  const test = parameters === null ? null : runner.runTrial(parameters, fold.test)
  const outOfSample = test === null ? null : scoreRun(test, rates)
  const window: WalkForwardWindow = {
    fold,
    trials,
    chosen,
    parameters,
    inSample,
    outOfSample,
    degradation: sharpeDegradation(inSample?.sharpe ?? null, outOfSample?.sharpe ?? null),
    trades: test?.trades ?? null,
    openTrades: test?.openTrades ?? 0,
    longestOpenBars: test?.longestOpenBars ?? 0,
  }
  return { window, test }
}
