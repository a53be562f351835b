import type { RunLedger } from '#shared/domain/ledger.ts'
import { holdingsOf } from '../../simulator/holdingsOf.ts'
import type { BarRange } from '../planFolds.ts'

/** From the bar that decided to open one instrument's position to the one (exclusive) that decided to close or turn it. */
export interface PanelHolding extends BarRange {
  /** Index of the instrument. */
  readonly symbol: number
}

/** The positions of a run over a panel, in order of their closing; those that stay open reach to `end`. */
export function panelHoldings({ fills }: Pick<RunLedger, 'fills'>, end: number): PanelHolding[] {
  const { decisionBar } = fills
  return holdingsOf(fills).map(({ symbol, openedRow, closedRow }) => ({
    symbol,
    from: decisionBar[openedRow]!,
    end: closedRow === null ? end : decisionBar[closedRow]!,
  }))
}

/** Weights without the wishes that opened and kept the given positions: 0 where something was wished of them. */
export function dropHoldings(weights: readonly Float64Array[], holdings: readonly PanelHolding[]): Float64Array[] {
  const dropped = weights.map((column) => column.slice())
  for (const { symbol, from, end } of holdings) {
    const column = dropped[symbol]!
    for (let bar = from; bar < Math.min(end, column.length); bar++) if (!Number.isNaN(column[bar])) column[bar] = 0
  }
  return dropped
}
