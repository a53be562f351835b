import type { RunLedger } from '#shared/domain/ledger.ts'
import { sum } from '../../statistics/moments.ts'

/** The worst violation of one accounting identity. */
interface AccountingResidual {
  readonly identity: string
  /** Row of the ledger's group with the largest residual; null when there is nothing to compare. */
  readonly row: number | null
  /** Largest absolute difference, in money (or units of the instrument). */
  readonly residual: number
}

export interface AccountingEvidence {
  /** The largest residual first. */
  readonly residuals: readonly AccountingResidual[]
  /** Largest |cash| + |position value| met: the scale of rounding in the sums. */
  readonly largestBook: number
}

interface Books {
  readonly cash: Float64Array
  readonly units: Float64Array
}

/**
 * Rebuilds the books from the fills (and what borrowing cost): cash = initial cash - sum(units * price) - costs, units = sum(units),
 * and holds the stored columns against them; gross - costs = net for every trade and, when flat at the end, for the run.
 */
export function auditAccounting(ledger: RunLedger, initialCash: number): AccountingEvidence {
  const { cash, units, close, equity } = ledger.positions
  const books = rebuildBooks(ledger, initialCash)
  const residuals = [
    worst('cash from fills = stored cash', cash, books.cash),
    worst('units from fills = stored units', units, books.units),
    worst(
      'cash + units * close = equity',
      equity,
      books.cash.map((held, bar) => held + positionValue(books.units[bar]!, close[bar]!)),
    ),
    worst('gross - costs = net of each trade', ledger.trades.pnl, netOfTrades(ledger)),
    netOfRun(ledger, initialCash),
  ]
  return { residuals: residuals.sort((a, b) => b.residual - a.residual), largestBook: largestBook(ledger) }
}

/** Cash and units after the fills of each bar. Once ruined, the debt is written off: cash stays nothing. */
function rebuildBooks({ fills, positions, ruined }: RunLedger, initialCash: number): Books {
  const books = { cash: new Float64Array(positions.time.length), units: new Float64Array(positions.time.length) }
  const account = { cash: initialCash, units: 0 }
  let next = 0
  for (let bar = 0; bar < positions.time.length; bar += 1) {
    for (; next < fills.time.length && fills.time[next]! <= positions.time[bar]!; next += 1) {
      account.cash -= fills.units[next]! * fills.price[next]! + fills.commission[next]!
      account.units += fills.units[next]!
    }
    const isOver = ruined && positions.equity[bar] === 0 && positions.units[bar] === 0
    account.cash -= positions.borrow?.[bar] ?? 0
    books.cash[bar] = isOver ? Math.max(account.cash, 0) : account.cash
    books.units[bar] = account.units
  }
  return books
}

export function netOfTrades({ trades }: RunLedger): Float64Array {
  return trades.units.map((units, i) => units * (trades.exitPrice[i]! - trades.entryPrice[i]!) - trades.commission[i]!)
}

/** Profits of all trades = growth of equity: true of a run that ends flat and solvent, and of no other. */
export function netOfRun({ trades, positions, openTrades, ruined }: RunLedger, initialCash: number): AccountingResidual {
  const identity = 'profits of all trades = growth of equity'
  const last = positions.equity.length - 1
  if (openTrades > 0 || ruined || last < 0) return { identity, row: null, residual: 0 }
  return { identity, row: last, residual: Math.abs(positions.equity[last]! - initialCash - sum(trades.pnl)) }
}

function largestBook({ positions: { cash, units, close } }: RunLedger): number {
  return cash.reduce((largest, held, bar) => Math.max(largest, Math.abs(held) + Math.abs(positionValue(units[bar]!, close[bar]!))), 0)
}

/** A position of nothing is worth nothing, even where the close is missing (NaN). */
function positionValue(units: number, close: number): number {
  return units === 0 ? 0 : units * close
}

/** A difference that is not a number is the worst there is. */
export function worst(identity: string, stored: Float64Array, expected: Float64Array): AccountingResidual {
  let row: number | null = null
  let residual = 0
  for (let i = 0; i < Math.max(stored.length, expected.length); i += 1) {
    const difference = Math.abs((stored[i] ?? Number.NaN) - (expected[i] ?? Number.NaN))
    const size = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference
    if (row === null || size > residual) {
      row = i
      residual = size
    }
  }
  return { identity, row, residual }
}
