import type { RunLedger } from '#shared/domain/ledger.ts'
import type { BarRange } from '../planFolds.ts'

/** From the bar that decided to open one instrument's position to the one (exclusive) that decided to close or turn it. */
export interface PanelHolding extends BarRange {
  /** Index of the instrument. */
  readonly symbol: number
}

/** Share of a fill below which what is left of a position is rounding. */
const ROUNDING = 1e-9

/** The positions of a run over a panel, in order of their closing; those that stay open reach to `end`. */
export function panelHoldings({ fills }: Pick<RunLedger, 'fills'>, end: number): PanelHolding[] {
  const held = new Map<number, { units: number; from: number }>()
  const holdings: PanelHolding[] = []
  for (let row = 0; row < fills.units.length; row++) {
    const [symbol, traded, decided] = [fills.symbol?.[row] ?? 0, fills.units[row]!, fills.decisionBar[row]!]
    const before = held.get(symbol)
    const after = withoutRounding((before?.units ?? 0) + traded, traded)
    const isSame = before !== undefined && Math.sign(after) === Math.sign(before.units)
    if (before !== undefined && !isSame) holdings.push({ symbol, from: before.from, end: decided })
    if (after === 0) held.delete(symbol)
    else held.set(symbol, { units: after, from: isSame ? before.from : decided })
  }
  return [...holdings, ...Array.from(held, ([symbol, { from }]) => ({ symbol, from, end }))]
}

const withoutRounding = (units: number, traded: number) => (Math.abs(units) <= ROUNDING * Math.abs(traded) ? 0 : units)

/** Weights without the wishes that opened and kept the given positions: 0 where something was wished of them. */
export function dropHoldings(weights: readonly Float64Array[], holdings: readonly PanelHolding[]): Float64Array[] {
  const dropped = weights.map((column) => column.slice())
  for (const { symbol, from, end } of holdings) {
    const column = dropped[symbol]!
    for (let bar = from; bar < Math.min(end, column.length); bar++) if (!Number.isNaN(column[bar])) column[bar] = 0
  }
  return dropped
}
