import type { Columns, FillColumns, PositionColumns, RunLedger, TradeColumns } from '#shared/domain/ledger.ts'
import type { Metrics } from '#shared/domain/metric.ts'

export interface LedgerParts {
  readonly positions: Columns
  readonly trades: Columns
  readonly fills: Columns
  readonly metrics: Metrics
  /** What the run traded. */
  readonly instruments: readonly string[]
}

/** The ledger of a completed run from what was kept of it; the counts of the simulation stand among its metrics. */
export function assembleLedger({ positions, trades, fills, metrics, instruments }: LedgerParts): RunLedger {
  return {
    // Only the ledger of a panel names its instruments.
    ...('symbol' in fills && { symbols: instruments }),
    positions: positions as unknown as PositionColumns,
    trades: trades as unknown as TradeColumns,
    fills: fills as unknown as FillColumns,
    ambiguousBars: metrics.values.ambiguous_bars ?? 0,
    droppedOrders: metrics.values.dropped_orders ?? 0,
    openTrades: metrics.values.open_trades ?? 0,
    ruined: metrics.ruined,
  }
}
