import type { Strategy, StrategyDraft } from '#shared/domain/strategy.ts'
import { makeId, NEW_YEAR_2024_MS } from './ids.ts'

export function makeStrategyDraft(changes: Partial<StrategyDraft> = {}): Required<StrategyDraft> {
  return {
    name: 'Golden cross',
    description: 'Buys when the fast average crosses above the slow one.',
    type: 'trend_following',
    parameters: { fast: 10, slow: 20, average: 'sma', direction: 'long_only' },
    confidence: 0.7,
    tags: ['trend'],
    author: 'Ada',
    hypothesis: 'Trends persist for weeks.',
    intendedUse: 'Daily bars of a broad index.',
    limitations: 'Loses in sideways markets.',
    ...changes,
  }
}

export function makeStrategy(changes: Partial<Strategy> = {}): Strategy {
  return {
    ...makeStrategyDraft(),
    id: makeId(),
    version: 1,
    status: 'draft',
    createdAtMs: NEW_YEAR_2024_MS,
    updatedAtMs: NEW_YEAR_2024_MS,
    ...changes,
  }
}
