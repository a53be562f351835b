import type { Validation, ValidationTrades } from '#shared/domain/validation.ts'
import type { PlannedWindow, ValidationPreview } from '#shared/domain/validationPlan.ts'
import { makeHash, NEW_YEAR_2024_MS } from './ids.ts'
import { makeRunSpec } from './runs.ts'
import { makeValidationOutcome, makeValidationPlan, makeValidationWindow } from './validations.ts'

/** A completed validation of two windows as the application answers it; the second has no out-of-sample Sharpe ratio. */
export function makeValidation(changes: Partial<Validation> = {}): Validation {
  const detail = {
    train: { from: 0, end: 120 },
    test: { from: 121, end: 180 },
    trainHash: makeHash('train'),
    testHash: makeHash('test'),
    trials: 6,
    chosenTrial: 2,
    parameters: { fast: 10 },
    trainCagr: 0.2,
    testCagr: 0.16,
    trainTrades: 4,
    testTrades: 1,
    openTrades: 0,
  }
  const second = { windowId: 1, testStart: '2024-09-17', testEnd: '2024-12-15', testSharpe: null, degradation: null }
  return {
    id: '01890000-0000-7000-8000-000000000301',
    origin: 'native',
    strategyId: '01890000-0000-7000-8000-000000000001',
    strategyName: 'Trend 20/50',
    strategyType: 'trend_following',
    strategyVersion: 1,
    datasetId: '01890000-0000-7000-8000-000000000201',
    datasetName: 'S&P 500',
    startDate: '2024-01-01',
    endDate: '2024-12-15',
    windowSizeDays: 90,
    trainSizeDays: 180,
    initialCash: 100_000,
    status: 'completed',
    progress: 1,
    errorCode: null,
    errorMessage: null,
    metrics: { numWindows: 2, avgTrainSharpe: 1.2, avgTestSharpe: 0.8, avgDegradation: 1 / 3, stabilityScore: 60, passed: false },
    testSharpe: 0.8,
    testReturn: 0.04,
    testDrawdown: -0.06,
    trialCount: 12,
    createdAtMs: NEW_YEAR_2024_MS,
    startedAtMs: NEW_YEAR_2024_MS,
    completedAtMs: NEW_YEAR_2024_MS + 900,
    durationMs: 900,
    windows: [
      makeValidationWindow({ detail }),
      makeValidationWindow({ ...second, detail: { ...detail, chosenTrial: null, parameters: null } }),
    ],
    plan: makeValidationPlan(),
    spec: makeRunSpec(),
    dataHash: makeHash('data'),
    outcome: makeValidationOutcome({ undefinedWindows: 1, drift: [{ name: 'fast', values: [10, null], changes: 0, meanStep: null }] }),
    flags: [],
    ...changes,
  }
}

/** One out-of-sample trade in the first window. */
export function makeValidationTrades(): ValidationTrades {
  const one = (value: number) => Float64Array.of(value)
  return {
    window: one(0),
    entryBar: one(130),
    exitBar: one(150),
    entryTime: one(NEW_YEAR_2024_MS),
    exitTime: one(NEW_YEAR_2024_MS + 86_400_000),
    units: one(100),
    entryPrice: one(50),
    exitPrice: one(55),
    pnl: one(500),
    commission: one(0),
    exitReason: one(0),
  }
}

export function makeValidationPreview(changes: Partial<ValidationPreview> = {}): ValidationPreview {
  const window: PlannedWindow = {
    windowId: 0,
    trainStart: '2024-01-01',
    trainEnd: '2024-06-28',
    testStart: '2024-07-01',
    testEnd: '2024-09-16',
    trainBars: 124,
    testBars: 55,
  }
  return {
    windows: [window, { ...window, windowId: 1 }],
    trialsPerWindow: 6,
    trialCount: 12,
    excluded: 3,
    refused: 0,
    startDate: '2024-01-01',
    endDate: '2024-12-15',
    bars: 240,
    estimatedMs: null,
    ...changes,
  }
}
