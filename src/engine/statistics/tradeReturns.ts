/**
 * Profit of each closed trade as a fraction of the equity before it: initial cash plus the profits of the trades that
 * closed before. What a trade brings then no longer depends on how rich the account was. A trade on no equity at all
 * (after ruin) is -1.
 */
export function tradeReturnsOnEquity(pnl: Float64Array, initialCash: number): Float64Array {
  let equity = initialCash
  return pnl.map((profit) => {
    const fraction = equity > 0 ? profit / equity : -1
    equity += profit
    return fraction
  })
}
