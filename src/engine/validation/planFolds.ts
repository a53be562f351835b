import { AppError } from '#shared/domain/appError.ts'

/** Rows `from` (inclusive) to `end` (exclusive) of the bars. */
export interface BarRange {
  readonly from: number
  readonly end: number
}

/** One walk-forward window: parameters are chosen on `train`, judged on `test`, which lies wholly after it. */
export interface Fold {
  readonly train: BarRange
  readonly test: BarRange
}

export interface FoldGaps {
  /** Bars left out after the training rows, at least the longest holding, so that no trade reaches from one into the other. */
  readonly purgeBars: number
  /** Further bars left out, for dependence that outlives a trade. */
  readonly embargoBars: number
}

export interface FoldPlan extends FoldGaps {
  readonly trainBars: number
  readonly testBars: number
  /** true: training always begins at the first bar and grows; false: it rolls along with a constant length. */
  readonly anchored: boolean
  /** What becomes of a last test shorter than testBars: left out, or kept when it has at least three bars. */
  readonly lastTest: 'drop' | 'keep'
}

/** Fewer bars have no return, or none whose deviation is known. */
export const FEWEST_BARS = 3

/**
 * Lays out walk-forward windows without running anything. Tests follow one another without a gap or an overlap; the gaps
 * lie between each training and its test. 20 bars, 8 for training, 4 for testing and a purge of 1 give the rows
 * [0, 8) [9, 13), then [4, 12) [13, 17).
 * @throws AppError `invalid_input` for lengths that are not whole numbers or too short, and when no window fits.
 */
export function planFolds(barCount: number, plan: FoldPlan): Fold[] {
  checkPlan(plan)
  const { trainBars, testBars, anchored, lastTest } = plan
  const gap = plan.purgeBars + plan.embargoBars
  const folds: Fold[] = []
  for (let testFrom = trainBars + gap; testFrom < barCount; testFrom += testBars) {
    const testEnd = Math.min(testFrom + testBars, barCount)
    const isShort = testEnd - testFrom < testBars
    if (isShort && (lastTest === 'drop' || testEnd - testFrom < FEWEST_BARS)) break
    const trainEnd = testFrom - gap
    folds.push({ train: { from: anchored ? 0 : trainEnd - trainBars, end: trainEnd }, test: { from: testFrom, end: testEnd } })
  }
  if (folds.length === 0) throw noFold(barCount, trainBars + gap + testBars)
  return folds
}

function checkPlan({ trainBars, testBars, purgeBars, embargoBars }: FoldPlan): void {
  requireCount('trainBars', trainBars, FEWEST_BARS)
  requireCount('testBars', testBars, FEWEST_BARS)
  requireCount('purgeBars', purgeBars, 0)
  requireCount('embargoBars', embargoBars, 0)
}

/** @throws AppError `invalid_input` */
export function requireCount(field: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return
  throw new AppError('invalid_input', `${field}: must be a whole number of at least ${least}, not ${value}`, { details: { field } })
}

function noFold(barCount: number, needed: number): AppError {
  return new AppError(
    'invalid_input',
    `The data have ${barCount} bars, and one window takes ${needed}. Choose shorter windows or more data.`,
    { details: { field: 'trainBars', barCount, needed } },
  )
}
