import { seriesSchema } from './primitives.ts'

/** Columns of closed trades on the wire, as in `TradeColumns` of a ledger of one instrument. */
export const tradeColumnShape = {
  entryBar: seriesSchema,
  exitBar: seriesSchema,
  entryTime: seriesSchema,
  exitTime: seriesSchema,
  units: seriesSchema,
  entryPrice: seriesSchema,
  exitPrice: seriesSchema,
  pnl: seriesSchema,
  commission: seriesSchema,
  exitReason: seriesSchema,
}
