import { AppError } from '#shared/domain/appError.ts'
import type { GenerateRequest, NewStrategy } from '#shared/domain/strategy.ts'
import { describeStrategies, generateCandidates } from '../../jobs/engineCatalogue.ts'

/** Enough to reach past candidates that need a panel. */
const CANDIDATES = 20

/** The best candidate for the goal that runs on one instrument, with what the goal asks of the gates. Throws `invalid_input` when no family fits. */
export function chooseCandidate(goal: Pick<GenerateRequest, 'goal' | 'riskPreference'>): NewStrategy {
  const single = new Set(describeStrategies().flatMap(({ type, universe }) => (universe === 'single' ? [type] : [])))
  const { goal: words, riskPreference } = goal
  const candidates = generateCandidates({ goal: words, riskPreference, maxStrategies: CANDIDATES })
  const chosen = candidates.find(({ draft }) => single.has(draft.type))
  if (chosen !== undefined) return { ...chosen.draft, thresholds: chosen.thresholds }
  throw new AppError('invalid_input', 'No strategy on one instrument fits this goal. Say more about when it should buy and sell.', {
    details: { field: 'source.goal' },
  })
}
