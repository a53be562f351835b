import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { msToDate } from '#shared/domain/calendarDate.ts'
import { parseWindowDates, type WindowDates } from '#shared/domain/windowDates.ts'
import { makeRunSpec } from '../../../tests/builders/runs.ts'
import { makeListedPlan, makeValidationPlan } from '../../../tests/builders/validations.ts'
import { findFoldProblems } from './findFoldProblems.ts'
import type { Fold } from './planFolds.ts'
import { planListedFolds } from './planListedFolds.ts'
import { spanWindows } from './spanWindows.ts'

const DAY_MS = 86_400_000
const MONDAY = Date.UTC(2024, 0, 1)
/** Four weeks of weekdays from Monday 2024-01-01; rows 0-4 are the first week, 5-9 the second. */
const time = Float64Array.from({ length: 20 }, (_, bar) => MONDAY + (Math.floor(bar / 5) * 7 + (bar % 5)) * DAY_MS)
const rowsOf = (folds: readonly Fold[]) => folds.map(({ train, test }) => [train.from, train.end, test.from, test.end])
const plan = (text: string, gaps = {}) => ({ windows: parseWindowDates(text), purgeBars: 0, embargoBars: 0, ...gaps })

describe('windows given one by one', () => {
  it.each([
    {
      name: 'each have the length they are given',
      text: '2024-01-01..2024-01-07 2024-01-08..2024-01-10\n2024-01-03..2024-01-14 2024-01-15..2024-01-26',
      folds: [
        [0, 5, 5, 8],
        [2, 10, 10, 20],
      ],
    },
    {
      name: 'leave days between tests, and between a training and its test, to none of them',
      text: '2024-01-01..2024-01-03 2024-01-08..2024-01-10\n2024-01-01..2024-01-12 2024-01-23..2024-01-26',
      folds: [
        [0, 3, 5, 8],
        [0, 10, 16, 20],
      ],
    },
    {
      name: 'lose purge and embargo at the end of the training, as far as its dates leave less',
      text: '2024-01-01..2024-01-07 2024-01-08..2024-01-10\n2024-01-01..2024-01-12 2024-01-16..2024-01-26',
      gaps: { purgeBars: 1, embargoBars: 1 },
      folds: [
        [0, 3, 5, 8],
        [0, 9, 11, 20],
      ],
    },
    {
      name: 'may name whole years',
      text: '2024-01-01..2024-01-21 2024-01-22..2024-12-31',
      folds: [[0, 15, 15, 20]],
    },
  ])('$name', ({ text, gaps, folds }) => expect(rowsOf(planListedFolds(time, plan(text, gaps)))).toEqual(folds))

  const GOOD = '2024-01-01..2024-01-07 2024-01-08..2024-01-12\n'
  it.each([
    {
      name: 'a training that ends before it begins',
      text: '2024-01-07..2024-01-01 2024-01-08..2024-01-12',
      words: /^Window 1: its training ends on 2024-01-01, before/,
    },
    {
      name: 'a test that ends before it begins',
      text: `${GOOD}2024-01-01..2024-01-12 2024-01-19..2024-01-15`,
      words: /^Window 2: its test ends on/,
    },
    {
      name: 'a test that begins in its training',
      text: '2024-01-01..2024-01-08 2024-01-08..2024-01-12',
      words: /^Window 1: its test begins on 2024-01-08, and its training ends only on 2024-01-08/,
    },
    {
      name: 'tests that overlap',
      text: `${GOOD}2024-01-01..2024-01-09 2024-01-12..2024-01-19`,
      words: /^Window 2: its test begins on 2024-01-12, and the test of window 1 ends only on 2024-01-12/,
    },
    {
      name: 'tests out of order',
      text: `2024-01-08..2024-01-12 2024-01-15..2024-01-19\n${GOOD}`,
      words: /^Window 2: .* list windows in order of time/,
    },
    {
      name: 'a test of two bars',
      text: '2024-01-01..2024-01-07 2024-01-08..2024-01-09',
      words: /^Window 1: its test .* has 2 bars, and 3 are needed/,
    },
    {
      name: 'a training of one bar',
      text: '2024-01-05..2024-01-07 2024-01-08..2024-01-12',
      words: /^Window 1: its training .* has 1 bar, and 3 are needed/,
    },
    {
      name: 'a training that the gap eats',
      text: GOOD,
      gaps: { purgeBars: 2, embargoBars: 9 },
      words: /^Window 1: its training .* has 0 bars left before the gap of 11/,
    },
    { name: 'no window', text: GOOD, gaps: { windows: [] }, words: /lists no window/ },
    { name: 'a negative purge', text: GOOD, gaps: { purgeBars: -1 }, words: /purgeBars/ },
  ])('are refused with $name', ({ text, gaps, words }) => {
    const refused = () => planListedFolds(time, plan(text, gaps))
    expect(refused).toThrow(words)
    expect(refused).toThrow(expect.objectContaining({ code: 'invalid_input' }))
  })

  it('are refused outside the data, which are named', () => {
    const refused = () => planListedFolds(time, plan(`${GOOD}2023-12-01..2024-01-12 2024-01-15..2024-01-19`))
    expect(refused).toThrow('Window 2: 2023-12-01 is outside the data, which run from 2024-01-01 to 2024-01-26')
    expect(refused).toThrow(expect.objectContaining({ code: 'data_out_of_range' }))
    expect(() => planListedFolds(new Float64Array(), plan(GOOD))).toThrow(expect.objectContaining({ code: 'data_out_of_range' }))
  })

  it('are sound whatever the lengths: what is taken passes the check that gates make', () => {
    const daily = Float64Array.from({ length: 400 }, (_, day) => MONDAY + day * DAY_MS)
    const lengths = fc.record({
      train: fc.integer({ min: 12, max: 90 }),
      pause: fc.integer({ min: 0, max: 6 }),
      test: fc.integer({ min: 3, max: 40 }),
    })
    const gaps = { purgeBars: fc.integer({ min: 0, max: 5 }), embargoBars: fc.integer({ min: 0, max: 4 }) }
    fc.assert(
      fc.property(fc.array(lengths, { minLength: 1, maxLength: 6 }), fc.record(gaps), (asked, gap) => {
        const windows = laidOut(asked)
        const folds = planListedFolds(daily, { windows, ...gap })
        expect(folds.map(({ test }) => test.end - test.from)).toEqual(asked.map(({ test }) => test))
        expect(folds.map(({ train }) => msToDate(daily[train.from]!))).toEqual(windows.map(({ trainStart }) => trainStart))
        // A gap already in the dates is not taken a second time.
        const gapBars = gap.purgeBars + gap.embargoBars
        expect(folds.map(({ train, test }) => test.from - train.end)).toEqual(asked.map(({ pause }) => Math.max(pause, gapBars)))
        expect(findFoldProblems(folds, { barCount: daily.length, gapBars })).toEqual([])
      }),
    )
  })
})

/** Tests one after another from day 100 on, each trained on the days before it. */
function laidOut(asked: readonly { readonly train: number; readonly pause: number; readonly test: number }[]): WindowDates[] {
  const date = (day: number) => msToDate(MONDAY + day * DAY_MS)
  let next = 100
  return asked.map(({ train, pause, test }) => {
    const from = next
    next += test
    const end = from - pause
    return { trainStart: date(end - train), trainEnd: date(end - 1), testStart: date(from), testEnd: date(next - 1) }
  })
}

describe('the dates of a validation', () => {
  const listed = makeListedPlan(['2024-01-03..2024-01-07 2024-01-08..2024-01-12', '2024-01-01..2024-01-14 2024-01-15..2024-01-19'])

  it('are those of the windows that are listed', () => {
    expect(spanWindows(makeRunSpec(), listed)).toEqual({ ...makeRunSpec(), start_date: '2024-01-01', end_date: '2024-01-19' })
    const wide = makeRunSpec({ start_date: '2024-01-01', end_date: '2024-12-31' })
    const spanned = spanWindows(wide, listed)
    expect(spanned).toEqual({ ...wide, end_date: '2024-01-19' })
    expect(spanWindows(spanned, listed)).toEqual(spanned)
  })

  it('stay as they are with windows of equal length', () => {
    expect(spanWindows(makeRunSpec(), makeValidationPlan())).toEqual(makeRunSpec())
  })

  it.each([
    { dates: { start_date: '2024-01-02' }, words: /^Window 2: its training begins on 2024-01-01, before the start date 2024-01-02/ },
    { dates: { end_date: '2024-01-18' }, words: /^Window 2: its test ends on 2024-01-19, after the end date 2024-01-18/ },
  ])('bound the windows: $dates', ({ dates, words }) => {
    expect(() => spanWindows(makeRunSpec(dates), listed)).toThrow(words)
  })
})
