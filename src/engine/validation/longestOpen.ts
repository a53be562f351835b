import type { FillColumns } from '#shared/domain/ledger.ts'
import { holdingsOf } from '../simulator/holdingsOf.ts'

/** Bars from the entry of the oldest position that is still open to `lastBar`; 0 when none is. Fills count as in a ledger. */
export function longestOpen(fills: FillColumns, lastBar: number): number {
  const open = holdingsOf(fills).filter(({ closedRow }) => closedRow === null)
  return open.reduce((longest, { openedRow }) => Math.max(longest, lastBar - fills.bar[openedRow]!), 0)
}
