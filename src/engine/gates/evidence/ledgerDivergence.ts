import type { Columns, RunLedger } from '#shared/domain/ledger.ts'

/** The first place where two ledgers differ: fills first, then positions, trades and the counts. */
export interface LedgerDivergence {
  readonly group: string
  readonly row: number
  readonly column: string
  readonly stored: number | null
  readonly replayed: number | null
}

/** Null when both ledgers hold the same doubles, bit for bit but for the sign of zero. */
export function firstDivergence(stored: RunLedger, replayed: RunLedger): LedgerDivergence | null {
  return (
    divergenceOfGroup('fills', { ...stored.fills }, { ...replayed.fills }) ??
    divergenceOfGroup('positions', { ...stored.positions }, { ...replayed.positions }) ??
    divergenceOfGroup('trades', { ...stored.trades }, { ...replayed.trades }) ??
    divergenceOfGroup('counts', countsOf(stored), countsOf(replayed))
  )
}

function countsOf({ ambiguousBars, droppedOrders, openTrades, ruined }: RunLedger): Columns {
  const single = (value: number) => Float64Array.of(value)
  return {
    ambiguousBars: single(ambiguousBars),
    droppedOrders: single(droppedOrders),
    openTrades: single(openTrades),
    ruined: single(Number(ruined)),
  }
}

function divergenceOfGroup(group: string, stored: Columns, replayed: Columns): LedgerDivergence | null {
  let first: LedgerDivergence | null = null
  for (const [column, values] of Object.entries(stored)) {
    const others = replayed[column] ?? new Float64Array()
    const row = firstDifference(values, others)
    if (row === null || (first !== null && row >= first.row)) continue
    first = { group, row, column, stored: values[row] ?? null, replayed: others[row] ?? null }
  }
  return first
}

function firstDifference(left: Float64Array, right: Float64Array): number | null {
  const length = Math.max(left.length, right.length)
  for (let i = 0; i < length; i += 1) {
    const same = left[i] === right[i] || (Number.isNaN(left[i]) && Number.isNaN(right[i]))
    if (!same) return i
  }
  return null
}
