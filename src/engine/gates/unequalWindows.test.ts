import { expect, it } from 'vitest'
import { SOUND_SPEC, soundCrv, soundRun, walkSound } from '../../../tests/builders/soundStrategy.ts'
import { makeListedPlan } from '../../../tests/builders/validations.ts'
import { gatherCrvEvidence } from './gatherCrvEvidence.ts'
import { DEFAULT_POLICY } from './policy.ts'

/** Tests of a year, of three and of a quarter, with months between them that no test covers. */
const LINES = [
  '2000-01-03..2003-12-31 2004-06-01..2005-05-31',
  '2001-01-01..2005-12-31 2006-06-01..2009-05-29',
  '2008-01-01..2011-12-30 2012-06-01..2012-08-31',
]
/** Nothing to choose from, so that every test is played as the strategy is. */
const PLAN = makeListedPlan(LINES, { purgeBars: 80, axes: [{ name: 'lookback', values: [12] }] })
const policy = { ...DEFAULT_POLICY.crv, stressCostMultiple: 1, dropDraws: 20, bootstrapPaths: 1000 }

it('the CRV gate reads windows of unequal length, and puts under stress what was tested and nothing between', () => {
  const walk = walkSound(SOUND_SPEC, PLAN)
  const evidence = gatherCrvEvidence(soundCrv(soundRun(), walk), { policy })
  const windows = evidence.windows.value!
  expect(windows).toMatchObject({ count: 3, problems: [], purgeBars: 108 })
  const tested = walk.windows.map(({ detail, testReturn }) => ({ bars: detail!.test.end - detail!.test.from, earned: testReturn! > 0 }))
  const bars = (of: typeof tested) => of.reduce((sum, window) => sum + window.bars, 0)
  expect(windows.profitableBarShare).toBeCloseTo(bars(tested.filter(({ earned }) => earned)) / bars(tested), 12)
  expect(new Set(tested.map(({ bars }) => bars)).size).toBe(3)
  // At its own costs the strategy earns over the stressed rows just what the stitched tests earned.
  expect(evidence.costs.value!.totalReturn).toBeCloseTo(walk.outcome.stitched.totalReturn!, 10)
  expect(evidence.execution.value!.keptByDelay).not.toBeNull()
  expect(evidence.plateau.value!.neighbours).toBeGreaterThan(0)
})

it('the purge is what truly lies between a training and its test, whatever the plan asked for', () => {
  const wide = makeListedPlan(LINES, { purgeBars: 0, axes: [{ name: 'lookback', values: [12] }] })
  const walk = walkSound(SOUND_SPEC, wide)
  const gaps = walk.windows.map(({ detail }) => detail!.test.from - detail!.train.end)
  expect(Math.min(...gaps)).toBeGreaterThan(100)
  expect(gatherCrvEvidence(soundCrv(soundRun(), walk), { policy }).windows.value!.purgeBars).toBe(Math.min(...gaps))
})

it('of windows of equal length only their number counts', () => {
  expect(gatherCrvEvidence(soundCrv(), { policy }).windows.value).not.toHaveProperty('profitableBarShare')
})
