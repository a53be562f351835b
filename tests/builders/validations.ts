import type { NewValidation } from '#core/repositories/validationRepository.ts'
import type { ValidationWindow } from '#shared/domain/validation.ts'
import { makeId, NEW_YEAR_2024_MS } from './ids.ts'

export function makeNewValidation(parents: { strategyId: string; datasetId: string }, changes: Partial<NewValidation> = {}): NewValidation {
  return {
    id: makeId(),
    ...parents,
    strategyVersion: 1,
    startDate: '2024-01-01',
    endDate: '2024-09-16',
    windowSizeDays: 90,
    trainSizeDays: 180,
    initialCash: 100_000,
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
