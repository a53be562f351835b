import type { FillColumns } from '#shared/domain/ledger.ts'

/** One instrument's position, by the rows of its fills. */
export interface HeldPosition {
  /** Index of the instrument; 0 where there is only one. */
  readonly symbol: number
  readonly openedRow: number
  /** null while it is open. */
  readonly closedRow: number | null
}

/** Share of a fill below which what is left of a position is rounding. */
const ROUNDING = 1e-9

/** The positions of a ledger in order of their closing, then those that are still open. One that turns around begins anew. */
export function holdingsOf({ units, symbol }: Pick<FillColumns, 'units' | 'symbol'>): HeldPosition[] {
  const held = new Map<number, { units: number; openedRow: number }>()
  const closed: HeldPosition[] = []
  for (let row = 0; row < units.length; row++) {
    const [instrument, traded] = [symbol?.[row] ?? 0, units[row]!]
    const before = held.get(instrument)
    const after = withoutRounding((before?.units ?? 0) + traded, traded)
    const isSame = before !== undefined && Math.sign(after) === Math.sign(before.units)
    if (before !== undefined && !isSame) closed.push({ symbol: instrument, openedRow: before.openedRow, closedRow: row })
    if (after === 0) held.delete(instrument)
    else held.set(instrument, { units: after, openedRow: isSame ? before.openedRow : row })
  }
  return [...closed, ...Array.from(held, ([instrument, { openedRow }]) => ({ symbol: instrument, openedRow, closedRow: null }))]
}

const withoutRounding = (units: number, traded: number) => (Math.abs(units) <= ROUNDING * Math.abs(traded) ? 0 : units)
