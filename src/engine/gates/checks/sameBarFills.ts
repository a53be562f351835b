import type { CheckResult } from '#shared/domain/gate.ts'
import type { Gathered } from '../evidence/gathered.ts'
import { counted } from '../figures.ts'
import { type CheckDefinition, conclude, exactly, notRun } from './conclude.ts'

const C32: CheckDefinition = { id: 'C32', title: 'Same-bar fills', blocking: true, waivable: false, unit: 'count' }

/** C32, as far as it goes without trial statistics: fills at the close that decided them are flagged. */
export function checkSameBarFills({ value: fills, missing }: Gathered<number>): CheckResult {
  const threshold = exactly(0)
  if (fills === null) return notRun(C32, { reason: missing, threshold })
  return conclude(C32, {
    state: fills === 0 ? 'PASS' : 'WARN',
    value: fills,
    threshold,
    summary:
      fills === 0
        ? 'No order fills at the close that decided it.'
        : `${counted(fills, 'order')} filled at the very close that decided it, a price known only once it is too late to trade.`,
    action: 'Fill at the next open (execution.fill: next_open) and compare: the difference is what look-ahead may have earned.',
  })
}
