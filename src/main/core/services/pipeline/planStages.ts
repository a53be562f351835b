import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { SweepAxis } from '#shared/domain/sweep.ts'
import type { ValidationPlan } from '#shared/domain/validationPlan.ts'
import { readAxis, searchable } from '../../jobs/engineCatalogue.ts'

/** More than two free parameters make a grid that is mostly a search for luck. */
const FREE_PARAMETERS = 2
/** Four years of training and one of test on daily bars; shorter data are divided alike. */
const LONGEST_TEST_BARS = 252
const SHORTEST_TEST_BARS = 20
const TRAINING_TESTS = 4
/** Tests that whole data should hold beside the first training. */
const WANTED_TESTS = 6
const PURGE_BARS = 5

/** The first parameters that bear on the strategy as it is, with their usual ranges; empty when it has none to vary. */
export function planAxes(spec: Pick<RunSpec, 'strategy' | 'execution'>): SweepAxis[] {
  return searchable(spec)
    .slice(0, FREE_PARAMETERS)
    .flatMap(({ name, sweep }) => (sweep === null ? [] : [readAxis({ name, ...sweep })]))
    .map(({ name, values }) => ({ name, values: [...values] }))
}

/** Rolling windows that fit the data: training four times as long as the test, the parameters chosen anew by plateau. */
export function planWalkForward(bars: number, axes: readonly SweepAxis[]): ValidationPlan {
  const fitting = Math.floor(bars / (TRAINING_TESTS + WANTED_TESTS))
  const testLength = Math.min(LONGEST_TEST_BARS, Math.max(SHORTEST_TEST_BARS, fitting))
  return {
    mode: 'rolling',
    unit: 'bars',
    trainLength: TRAINING_TESTS * testLength,
    testLength,
    purgeBars: PURGE_BARS,
    embargoBars: 0,
    lastTest: 'drop',
    axes: axes.map(({ name, values }) => ({ name, values: [...values] })),
    where: null,
    objective: { metric: 'sharpe', choice: 'plateau' },
  }
}
