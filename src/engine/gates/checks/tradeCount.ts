import type { CheckResult } from '#shared/domain/gate.ts'
import type { CrvPolicy } from '#shared/domain/gatePolicy.ts'
import type { Gathered } from '../evidence/gathered.ts'
import type { OutOfSample } from '../evidence/outOfSample.ts'
import { counted } from '../figures.ts'
import { atLeast, type CheckDefinition, conclude, notRun } from './conclude.ts'
import { segmentAsEvidence } from './outOfSampleLimits.ts'

const C4: CheckDefinition = { id: 'C4', title: 'Trades out of sample', blocking: true, waivable: true, unit: 'count' }

/**
 * C4: enough closed trades to judge by. Its other half, trades in every fold, needs walk-forward windows; until there
 * are any, the best this check can say is WARN.
 */
export function checkTradeCount({ value: segment, missing }: Gathered<OutOfSample>, policy: CrvPolicy): CheckResult {
  const threshold = atLeast(policy.minTrades)
  if (segment === null) return notRun(C4, { reason: missing, threshold })
  const { trades } = segment
  return conclude(C4, {
    state: trades >= policy.minTrades ? 'WARN' : 'FAIL',
    value: trades,
    threshold,
    summary: `${counted(trades, 'trade')} out of sample; the ${policy.minTradesPerFold} trades a fold were not checked, for that needs walk-forward validation.`,
    action:
      trades >= policy.minTrades
        ? 'Run a walk-forward validation to see the trades of every fold.'
        : 'Use a longer history or a rule that trades more often.',
    evidence: segmentAsEvidence(segment),
  })
}
