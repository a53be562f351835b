import type { TradeColumns } from '#shared/domain/ledger.ts'

/** One fill as read; NaN where its value is not usable. Units are signed: positive buys, negative sells. */
export interface Fill {
  readonly timeMs: number
  /** Index into the symbols of the run. */
  readonly symbol: number
  readonly units: number
  readonly price: number
  readonly commission: number
}

interface ClosedTrade {
  readonly symbol: number
  readonly units: number
  readonly entry: Fill
  readonly exit: Fill
  readonly commission: number
}

/** Units of a fill that are still open, signed. */
interface Lot {
  readonly entry: Fill
  open: number
}

/**
 * Closed trades of a list of fills, in order of exit: each closing fill ends the oldest open units of its symbol first
 * (first in, first out), and commissions are shared by units. A fill that turns a position round closes what was open
 * and opens the rest. Bars and reasons are not known: NaN.
 */
export function matchTrades(fills: readonly Fill[], hasSymbols: boolean): TradeColumns {
  const lots = new Map<number, Lot[]>()
  const closed = fills.flatMap((fill) => {
    const open = lots.get(fill.symbol) ?? []
    lots.set(fill.symbol, open)
    return applyFill(open, fill)
  })
  return toColumns(closed, hasSymbols)
}

function applyFill(lots: Lot[], fill: Fill): ClosedTrade[] {
  const closed: ClosedTrade[] = []
  let left = fill.units
  while (left !== 0 && lots.length > 0 && lots[0]!.open * left < 0) {
    const lot = lots[0]!
    const units = Math.sign(lot.open) * Math.min(Math.abs(lot.open), Math.abs(left))
    closed.push({ symbol: fill.symbol, units, entry: lot.entry, exit: fill, commission: shareOf(lot.entry, units) + shareOf(fill, units) })
    lot.open = remainder(lot.open - units, lot.entry)
    left = remainder(left + units, fill)
    if (lot.open === 0) lots.shift()
  }
  if (left !== 0) lots.push({ entry: fill, open: left })
  return closed
}

/** Rounding must not leave a lot of 1e-17 units open. */
const remainder = (units: number, fill: Fill) => (Math.abs(units) < 1e-9 * Math.abs(fill.units) ? 0 : units)

const shareOf = (fill: Fill, units: number) => fill.commission * Math.abs(units / fill.units)

function toColumns(closed: readonly ClosedTrade[], hasSymbols: boolean): TradeColumns {
  const column = (value: (trade: ClosedTrade) => number) => Float64Array.from(closed, value)
  const unknown = column(() => Number.NaN)
  return {
    entryBar: unknown,
    exitBar: unknown,
    entryTime: column(({ entry }) => entry.timeMs),
    exitTime: column(({ exit }) => exit.timeMs),
    units: column(({ units }) => units),
    entryPrice: column(({ entry }) => entry.price),
    exitPrice: column(({ exit }) => exit.price),
    pnl: column(({ units, entry, exit, commission }) => units * (exit.price - entry.price) - commission),
    commission: column(({ commission }) => commission),
    exitReason: unknown,
    ...(hasSymbols ? { symbol: column(({ symbol }) => symbol) } : {}),
  }
}
