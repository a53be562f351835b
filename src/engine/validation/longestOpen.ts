import type { FillColumns } from '#shared/domain/ledger.ts'

/** Rounding that adding up fills may leave of a position that was closed, relative to what was traded. */
const DUST = 1e-9

interface Held {
  readonly units: number
  readonly since: number
}

/** Bars from the entry of the oldest position that is still open to `lastBar`; 0 when none is. Fills count as in a ledger. */
export function longestOpen({ bar, units, symbol }: FillColumns, lastBar: number): number {
  const held = new Map<number, Held>()
  units.forEach((traded, i) => {
    const instrument = symbol?.[i] ?? 0
    const before = held.get(instrument)
    const after = (before?.units ?? 0) + traded
    if (Math.abs(after) <= DUST * Math.abs(traded)) held.delete(instrument)
    // A position that turns around begins anew.
    else held.set(instrument, { units: after, since: before !== undefined && before.units * after > 0 ? before.since : bar[i]! })
  })
  return [...held.values()].reduce((longest, { since }) => Math.max(longest, lastBar - since), 0)
}
