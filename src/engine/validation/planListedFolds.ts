import { AppError } from '#shared/domain/appError.ts'
import { msToDate } from '#shared/domain/calendarDate.ts'
import type { WindowDates } from '#shared/domain/windowDates.ts'
import { rowsBetween } from '../market/rowsBetween.ts'
import { liesOutside } from '../simulator/findRunWindow.ts'
import { type BarRange, FEWEST_BARS, type Fold, type FoldGaps, requireCount } from './planFolds.ts'

export interface ListedPlan extends FoldGaps {
  readonly windows: readonly WindowDates[]
}

/**
 * Walk-forward windows given one by one, of any lengths. Tests stand in order of time and share no day; days between two tests
 * belong to none. Purge and embargo are taken off the end of a training as far as its dates leave fewer bars before the test.
 * As with the dates of a run, a date outside the data is taken when it lies in the year of the first or the last bar.
 * @throws AppError naming the window, counted from 1: `invalid_input` (no window, dates out of order, tests that overlap, fewer
 * than three bars left), `data_out_of_range`.
 */
export function planListedFolds(time: Float64Array, { windows, purgeBars, embargoBars }: ListedPlan): Fold[] {
  requireCount('purgeBars', purgeBars, 0)
  requireCount('embargoBars', embargoBars, 0)
  if (windows.length === 0) throw new AppError('invalid_input', 'The plan lists no window: give at least one', { details: FIELD })
  if (time.length === 0) throw new AppError('data_out_of_range', 'The data hold no bars: import a file with rows')
  return windows.map((window, index) => {
    requireOrder(window, { number: index + 1, before: windows[index - 1] })
    requireData(window, { number: index + 1, time })
    return locate(window, { number: index + 1, time, gap: purgeBars + embargoBars })
  })
}

function requireOrder(
  { trainStart, trainEnd, testStart, testEnd }: WindowDates,
  { number, before }: { readonly number: number; readonly before: WindowDates | undefined },
): void {
  if (trainEnd < trainStart) throw fault(number, `its training ends on ${trainEnd}, before it begins on ${trainStart}`)
  if (testEnd < testStart) throw fault(number, `its test ends on ${testEnd}, before it begins on ${testStart}`)
  if (testStart <= trainEnd) {
    throw fault(number, `its test begins on ${testStart}, and its training ends only on ${trainEnd}; test on dates after the training`)
  }
  if (before !== undefined && testStart <= before.testEnd) {
    const earlier = `the test of window ${number - 1} ends only on ${before.testEnd}`
    throw fault(number, `its test begins on ${testStart}, and ${earlier}; list windows in order of time, with tests that share no day`)
  }
}

interface Place {
  readonly number: number
  readonly time: Float64Array
}

function requireData(window: WindowDates, { number, time }: Place): void {
  const range = { first: msToDate(time[0]!), last: msToDate(time.at(-1)!) }
  const outside = [window.trainStart, window.trainEnd, window.testStart, window.testEnd].find((date) => liesOutside(date, range))
  if (outside === undefined) return
  throw new AppError(
    'data_out_of_range',
    `Window ${number}: ${outside} is outside the data, which run from ${range.first} to ${range.last}`,
    {
      details: { ...FIELD, window: number, firstDate: range.first, lastDate: range.last },
    },
  )
}

function locate({ trainStart, trainEnd, testStart, testEnd }: WindowDates, { number, time, gap }: Place & { readonly gap: number }): Fold {
  const test = rowsBetween(time, testStart, testEnd)
  const asked = rowsBetween(time, trainStart, trainEnd)
  const train = { from: asked.from, end: Math.min(asked.end, test.from - gap) }
  const tested = count(test)
  if (tested < FEWEST_BARS)
    throw fault(number, `its test from ${testStart} to ${testEnd} has ${bars(tested)}, and ${FEWEST_BARS} are needed`)
  const trained = count(train)
  if (trained < FEWEST_BARS) {
    const left = trained < count(asked) ? `${bars(trained)} left before the gap of ${gap}` : bars(trained)
    throw fault(number, `its training from ${trainStart} to ${trainEnd} has ${left}, and ${FEWEST_BARS} are needed`)
  }
  return { train, test }
}

const count = ({ from, end }: BarRange) => Math.max(0, end - from)
const bars = (number: number) => `${number} ${number === 1 ? 'bar' : 'bars'}`

const FIELD = { field: 'windows' }

function fault(window: number, problem: string): AppError {
  return new AppError('invalid_input', `Window ${window}: ${problem}.`, { details: { ...FIELD, window } })
}
