import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeFlatBars } from '../../../tests/builders/makeBars.ts'
import { findFoldProblems } from './findFoldProblems.ts'
import { hashFoldRows } from './hashFoldRows.ts'
import { type Fold, type FoldPlan, planFolds } from './planFolds.ts'
import { planFoldsByDays } from './planFoldsByDays.ts'

const DAY_MS = 86_400_000
const rowsOf = (folds: readonly Fold[]) => folds.map(({ train, test }) => [train.from, train.end, test.from, test.end])
const plan = (changes: Partial<FoldPlan> = {}): FoldPlan => ({
  trainBars: 8,
  testBars: 4,
  purgeBars: 0,
  embargoBars: 0,
  anchored: false,
  lastTest: 'drop',
  ...changes,
})

describe('windows by bars', () => {
  it.each([
    {
      name: 'rolling',
      changes: {},
      folds: [
        [0, 8, 8, 12],
        [4, 12, 12, 16],
        [8, 16, 16, 20],
      ],
    },
    {
      name: 'one-bar purge',
      changes: { purgeBars: 1 },
      folds: [
        [0, 8, 9, 13],
        [4, 12, 13, 17],
      ],
    },
    {
      name: 'purge and embargo',
      changes: { purgeBars: 1, embargoBars: 2 },
      folds: [
        [0, 8, 11, 15],
        [4, 12, 15, 19],
      ],
    },
    {
      name: 'anchored',
      changes: { anchored: true, purgeBars: 1 },
      folds: [
        [0, 8, 9, 13],
        [0, 12, 13, 17],
      ],
    },
    {
      name: 'a short last test, kept',
      changes: { purgeBars: 1, lastTest: 'keep' as const },
      folds: [
        [0, 8, 9, 13],
        [4, 12, 13, 17],
        [8, 16, 17, 20],
      ],
    },
    {
      name: 'tests longer than training',
      changes: { trainBars: 5, testBars: 7 },
      folds: [
        [0, 5, 5, 12],
        [7, 12, 12, 19],
      ],
    },
    { name: 'a last test too short to keep', changes: { testBars: 10, lastTest: 'keep' as const }, folds: [[0, 8, 8, 18]] },
  ])('$name', ({ changes, folds }) => expect(rowsOf(planFolds(20, plan(changes)))).toEqual(folds))

  it('are sound whatever the lengths', () => {
    const lengths = fc.record({
      trainBars: fc.integer({ min: 3, max: 40 }),
      testBars: fc.integer({ min: 3, max: 40 }),
      purgeBars: fc.integer({ min: 0, max: 5 }),
      embargoBars: fc.integer({ min: 0, max: 5 }),
      anchored: fc.boolean(),
      lastTest: fc.constantFrom('drop' as const, 'keep' as const),
    })
    fc.assert(
      fc.property(lengths, fc.integer({ min: 100, max: 300 }), (chosen, barCount) => {
        const folds = planFolds(barCount, chosen)
        const gapBars = chosen.purgeBars + chosen.embargoBars
        const isContiguous = folds.every(({ test }, i) => i === 0 || test.from === folds[i - 1]!.test.end)
        return isContiguous && findFoldProblems(folds, { barCount, gapBars }).length === 0
      }),
    )
  })

  it.each([
    { name: 'no room', barCount: 11, changes: {}, message: /11 bars, and one window takes 12/ },
    { name: 'half a bar', barCount: 20, changes: { trainBars: 8.5 }, message: /trainBars: must be a whole number/ },
    { name: 'a test of two bars', barCount: 20, changes: { testBars: 2 }, message: /testBars: .* at least 3/ },
    { name: 'a negative purge', barCount: 20, changes: { purgeBars: -1 }, message: /purgeBars/ },
  ])('refuses $name', ({ barCount, changes, message }) => expect(() => planFolds(barCount, plan(changes))).toThrow(message))
})

describe('windows by calendar days', () => {
  // Two weeks of weekdays from Monday 2024-01-01, then one more Monday.
  const monday = Date.UTC(2024, 0, 1)
  const time = Float64Array.from([0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 14, 15, 16, 17, 18, 21], (day) => monday + day * DAY_MS)
  const days = { trainDays: 7, testDays: 7, purgeBars: 0, embargoBars: 0, anchored: false }

  it('have equal days and the bars that lie in them', () => {
    expect(rowsOf(planFoldsByDays(time, days))).toEqual([
      [0, 5, 5, 10],
      [5, 10, 10, 15],
    ])
  })

  it('take the gap off the training, and may be anchored', () => {
    expect(rowsOf(planFoldsByDays(time, { ...days, purgeBars: 1, embargoBars: 1, anchored: true }))).toEqual([
      [0, 3, 5, 10],
      [0, 8, 10, 15],
    ])
  })

  it('are refused when the data are too short', () => {
    expect(() => planFoldsByDays(time, { ...days, trainDays: 30 })).toThrow(/too few for a window of 30 and 7 days/)
    expect(() => planFoldsByDays(new Float64Array(), days)).toThrow(/0 days/)
  })
})

describe('unsound windows are named', () => {
  const sound: Fold = { train: { from: 0, end: 8 }, test: { from: 9, end: 13 } }
  it.each([
    { name: 'train = test', folds: [{ train: sound.train, test: sound.train }], problem: /window 1: the test does not lie after/ },
    { name: 'a test that begins in training', folds: [{ ...sound, test: { from: 7, end: 13 } }], problem: /does not lie after/ },
    { name: 'too small a gap', folds: [{ ...sound, test: { from: 8, end: 13 } }], problem: /fewer than 1 bars/ },
    { name: 'overlapping tests', folds: [sound, { ...sound, test: { from: 12, end: 16 } }], problem: /window 2: the test overlaps/ },
    { name: 'rows outside the data', folds: [{ ...sound, test: { from: 18, end: 22 } }], problem: /outside the data/ },
    { name: 'an empty training', folds: [{ ...sound, train: { from: 8, end: 8 } }], problem: /training rows are empty/ },
    { name: 'nothing', folds: [], problem: /no window/ },
  ])('$name', ({ folds, problem }) => {
    expect(findFoldProblems(folds, { barCount: 20, gapBars: 1 }).join('; ')).toMatch(problem)
  })
})

it('every window has rows of its own', () => {
  const bars = makeFlatBars(Array.from({ length: 20 }, (_, i) => 100 + i))
  const hashes = hashFoldRows({ bars }, planFolds(20, plan()))
  const all = hashes.flatMap(({ trainHash, testHash }) => [trainHash, testHash])
  expect(new Set(all).size).toBe(6)
})
