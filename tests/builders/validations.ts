import type { ValidationCompletion } from '#core/repositories/validationCompletion.ts'
import type { NewValidation } from '#core/repositories/validationRepository.ts'
import type { Robustness } from '#shared/domain/robustness.ts'
import type { ValidationMetrics, ValidationOutcome, ValidationWindow } from '#shared/domain/validation.ts'
import type { EqualWindowsPlan, ListedWindowsPlan } from '#shared/domain/validationPlan.ts'
import { parseWindowDates } from '#shared/domain/windowDates.ts'
import { makeHash, makeId, NEW_YEAR_2024_MS } from './ids.ts'
import { makeRunSpec } from './runs.ts'

const SEARCH = { purgeBars: 1, embargoBars: 0, axes: [], where: null, objective: { metric: 'sharpe', choice: 'plateau' } } as const

export function makeValidationPlan(changes: Partial<EqualWindowsPlan> = {}): EqualWindowsPlan {
  const lengths = { mode: 'rolling', unit: 'days', trainLength: 180, testLength: 90, lastTest: 'drop' } as const
  return { ...lengths, ...SEARCH, axes: [], ...changes }
}

/** Windows given one by one, each a line of four dates. */
export function makeListedPlan(lines: readonly string[], changes: Partial<ListedWindowsPlan> = {}): ListedWindowsPlan {
  return { mode: 'listed', windows: parseWindowDates(lines.join('\n')), ...SEARCH, axes: [], ...changes }
}

export function makeNewValidation(parents: { strategyId: string; datasetId: string }, changes: Partial<NewValidation> = {}): NewValidation {
  return {
    id: makeId(),
    ...parents,
    strategyVersion: 1,
    startDate: '2024-01-01',
    endDate: '2024-09-16',
    windowSizeDays: 90,
    trainSizeDays: 180,
    plan: makeValidationPlan(),
    spec: makeRunSpec(),
    dataHash: makeHash('data'),
    createdAtMs: NEW_YEAR_2024_MS,
    ...changes,
  }
}

export function makeValidationWindow(changes: Partial<ValidationWindow> = {}): ValidationWindow {
  return {
    windowId: 0,
    trainStart: '2024-01-01',
    trainEnd: '2024-06-28',
    testStart: '2024-06-29',
    testEnd: '2024-09-16',
    trainSharpe: 1.2,
    testSharpe: 0.8,
    trainReturn: 0.1,
    testReturn: 0.04,
    trainDrawdown: -0.05,
    testDrawdown: -0.06,
    degradation: 1 / 3,
    ...changes,
  }
}

const metrics: ValidationMetrics = {
  numWindows: 1,
  avgTrainSharpe: 1.2,
  avgTestSharpe: 0.8,
  avgDegradation: 1 / 3,
  stabilityScore: 60,
  passed: false,
}

export function makeValidationOutcome(changes: Partial<ValidationOutcome> = {}): ValidationOutcome {
  return {
    engineVersion: '1.0.0',
    resultHash: makeHash('validation'),
    trialCount: 12,
    trialSharpe: { count: 12, mean: 0.05, m2: 0.01 },
    simulatedBars: 4000,
    stitched: { sharpe: 0.8, totalReturn: 0.04, cagr: 0.16, maxDrawdown: -0.06, trades: 1, periods: 2 },
    efficiency: { value: 0.7, reason: null },
    stabilityScore: { value: 60, reason: null },
    averageDegradation: { value: 1 / 3, reason: null },
    undefinedWindows: 0,
    profitableShare: 1,
    largestProfitShare: { value: 1, reason: null },
    longestHoldingBars: 5,
    drift: [{ name: 'fast', values: [10], changes: 0, meanStep: null }],
    problems: [],
    ...changes,
  }
}

/** What a worker hands over when a validation is done: one window, one trade. */
export function makeValidationCompletion(id: string, changes: Partial<ValidationCompletion> = {}): ValidationCompletion {
  const one = Float64Array.of(0)
  const tradeNames = ['window', 'entryBar', 'exitBar', 'entryTime', 'exitTime', 'units', 'entryPrice', 'exitPrice', 'pnl', 'commission']
  const trialNames = ['window', 'trial', 'chosen', 'sharpe', 'totalReturn', 'cagr', 'maxDrawdown', 'trades']
  return {
    id,
    owner: 'worker-1',
    windows: [makeValidationWindow()],
    metrics,
    outcome: makeValidationOutcome(),
    artifacts: {
      equity: { time: Float64Array.of(NEW_YEAR_2024_MS), bar: one, window: one, close: Float64Array.of(100), equity: Float64Array.of(1) },
      trades: Object.fromEntries([...tradeNames, 'exitReason'].map((name) => [name, one])),
      trials: Object.fromEntries(trialNames.map((name) => [name, one])),
    },
    family: { strategyId: makeId(), strategyType: 'trend_following', symbols: 'SP500', dataHash: makeHash('data') },
    nowMs: NEW_YEAR_2024_MS + 5000,
    durationMs: 17,
    ...changes,
  }
}

/** A stored test of a validation; its result is whatever the test wants to see come back. */
export function makeRobustness(changes: Partial<Robustness> = {}): Robustness {
  return {
    id: makeId(),
    strategyId: makeId(),
    strategyVersion: 1,
    subject: { kind: 'validation', id: makeId() },
    dataHash: makeHash('data'),
    engineVersion: '1.0.0',
    result: { seed: 42 } as Robustness['result'],
    createdAtMs: NEW_YEAR_2024_MS,
    ...changes,
  }
}
