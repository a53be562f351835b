/**
 * The ledger of a run in columns (struct of arrays): what is hashed, stored as artifacts and exported.
 * Bars are indices into the run's bars; times are epoch ms UTC; units are signed (a short is negative);
 * money is in the instrument's currency. All columns of one group have equal length.
 */

/** Why a fill happened. The index is the number stored in `reason` columns, so new ones are added at the end. */
export const FILL_REASONS = ['signal', 'stop', 'target', 'ruin', 'trailing_stop', 'time_stop', 'margin_call', 'delisted'] as const
export type FillReason = (typeof FILL_REASONS)[number]

/** One entry per fill, in order of execution. */
export interface FillColumns {
  readonly bar: Float64Array
  /** Bar whose close decided the order; never after `bar`. */
  readonly decisionBar: Float64Array
  readonly time: Float64Array
  /** Signed: positive buys, negative sells. */
  readonly units: Float64Array
  readonly price: Float64Array
  readonly commission: Float64Array
  readonly reason: Float64Array
  /** Index into the ledger's `symbols`; only in the ledger of a panel. */
  readonly symbol?: Float64Array
}

/** One entry per closed trade, in order of exit. */
export interface TradeColumns {
  readonly entryBar: Float64Array
  readonly exitBar: Float64Array
  readonly entryTime: Float64Array
  readonly exitTime: Float64Array
  /** Signed: positive long, negative short. */
  readonly units: Float64Array
  readonly entryPrice: Float64Array
  readonly exitPrice: Float64Array
  /** Net of all costs of the trade. */
  readonly pnl: Float64Array
  /** All costs of the trade: commission at entry and exit, and what borrowing a short cost in between. */
  readonly commission: Float64Array
  readonly exitReason: Float64Array
  /** Index into the ledger's `symbols`; only in the ledger of a panel. */
  readonly symbol?: Float64Array
}

/**
 * One entry per bar of the run, as recorded after that bar's fills: cash + units * close = equity. A panel's positions
 * are one book: `units` is 1 while any position is open and 0 otherwise, `close` is what all positions together are
 * worth (sum of units * last known close; negative when more is sold than held).
 */
export interface PositionColumns {
  readonly time: Float64Array
  readonly close: Float64Array
  readonly cash: Float64Array
  readonly units: Float64Array
  readonly equity: Float64Array
  /** Paid at the bar's close for borrowing the short held there; only in the ledger of a run with a borrow rate. */
  readonly borrow?: Float64Array
}

export interface RunLedger {
  /** Instruments of a panel, in the order their fills happen within a bar; absent for a single instrument. */
  readonly symbols?: readonly string[]
  readonly fills: FillColumns
  readonly trades: TradeColumns
  readonly positions: PositionColumns
  readonly ambiguousBars: number
  readonly droppedOrders: number
  readonly openTrades: number
  readonly ruined: boolean
}

/** Named columns of doubles: the form artifacts take on the wire and in storage. */
export type Columns = Readonly<Record<string, Float64Array>>
