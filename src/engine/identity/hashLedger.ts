import type { RunLedger } from '#shared/domain/ledger.ts'
import { DoubleHasher } from './doubleHasher.ts'

/**
 * SHA-256 of what a run did: the fill columns (bar, decisionBar, time, units, price, commission, reason), then the
 * equity of every bar, then ambiguousBars, droppedOrders, openTrades and ruined (0 or 1). Each column is
 * preceded by its length; doubles as DoubleHasher writes them. Trades, cash and units follow from
 * fills, and times from the data: they are left out. The ledger of a
 * panel goes on with its symbols (code points) and the symbol column of the fills.
 */
export function hashLedger({ fills, positions, symbols, ...outcome }: RunLedger): string {
  const hasher = new DoubleHasher()
  const { bar, decisionBar, time, units, price, commission, reason } = fills
  for (const column of [bar, decisionBar, time, units, price, commission, reason]) hasher.addColumn(column)
  hasher.addColumn(positions.equity)
  for (const count of [outcome.ambiguousBars, outcome.droppedOrders, outcome.openTrades, Number(outcome.ruined)]) hasher.add(count)
  if (symbols !== undefined) {
    hasher.add(symbols.length)
    for (const name of symbols) hasher.addText(name)
    hasher.addColumn(fills.symbol ?? new Float64Array(0))
  }
  return hasher.toHex()
}
