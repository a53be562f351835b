import type { BarRange, Fold } from './planFolds.ts'

export interface FoldRequirements {
  readonly barCount: number
  /** Least number of bars between a training and its test: purge and embargo together. */
  readonly gapBars: number
}

/**
 * What is wrong with a set of windows, one sentence each with the window's number from 1; empty when they are sound:
 * inside the data, training before its test by the gap at least, tests in order and disjoint.
 */
export function findFoldProblems(folds: readonly Fold[], { barCount, gapBars }: FoldRequirements): string[] {
  if (folds.length === 0) return ['there is no window']
  return folds.flatMap(({ train, test }, window) => {
    const problems: string[] = []
    const report = (isWrong: boolean, problem: string) => {
      if (isWrong) problems.push(`window ${window + 1}: ${problem}`)
    }
    report(isEmptyOrOutside(train, barCount), 'the training rows are empty or outside the data')
    report(isEmptyOrOutside(test, barCount), 'the test rows are empty or outside the data')
    report(test.from < train.end, 'the test does not lie after its training')
    report(test.from >= train.end && test.from - train.end < gapBars, `fewer than ${gapBars} bars lie between training and test`)
    const before = folds[window - 1]
    report(before !== undefined && test.from < before.test.end, 'the test overlaps or precedes the one before')
    return problems
  })
}

const isEmptyOrOutside = ({ from, end }: BarRange, barCount: number) => from < 0 || end <= from || end > barCount
