import { AppError } from '#shared/domain/appError.ts'
import { firstBarAt } from '../market/firstBarAt.ts'
import { FEWEST_BARS, type Fold, type FoldGaps, requireCount } from './planFolds.ts'

const DAY_MS = 86_400_000

export interface DayPlan extends FoldGaps {
  /** Calendar days of training before each test, and of each test. */
  readonly trainDays: number
  readonly testDays: number
  readonly anchored: boolean
}

/**
 * Walk-forward windows by calendar days, counted from midnight UTC of the first bar's day: equal days, unequal numbers of
 * bars. The gaps are taken off the end of each training, so that tests follow one another day by day. Windows with fewer
 * than three bars on either side are left out, and so is a last test that the data do not fill.
 * @throws AppError `invalid_input` for lengths that are not whole numbers, and when no window fits.
 */
export function planFoldsByDays(time: Float64Array, plan: DayPlan): Fold[] {
  const { trainDays, testDays, anchored } = plan
  requireCount('trainDays', trainDays, 1)
  requireCount('testDays', testDays, 1)
  requireCount('purgeBars', plan.purgeBars, 0)
  requireCount('embargoBars', plan.embargoBars, 0)
  const gap = plan.purgeBars + plan.embargoBars
  const start = Math.floor((time[0] ?? 0) / DAY_MS) * DAY_MS
  const lastTime = time.at(-1) ?? start
  const folds: Fold[] = []
  // The day of the last bar is over when the next one begins.
  for (let edge = start + trainDays * DAY_MS; edge + (testDays - 1) * DAY_MS <= lastTime; edge += testDays * DAY_MS) {
    const testFrom = firstBarAt(time, edge)
    const train = { from: anchored ? 0 : firstBarAt(time, edge - trainDays * DAY_MS), end: testFrom - gap }
    const test = { from: testFrom, end: firstBarAt(time, edge + testDays * DAY_MS) }
    if (train.end - train.from >= FEWEST_BARS && test.end - test.from >= FEWEST_BARS) folds.push({ train, test })
  }
  if (folds.length > 0) return folds
  throw new AppError(
    'invalid_input',
    `The data cover ${Math.ceil((lastTime - start) / DAY_MS)} days, too few for a window of ${trainDays} and ${testDays} days. Choose shorter windows or more data.`,
    { details: { field: 'trainDays' } },
  )
}
