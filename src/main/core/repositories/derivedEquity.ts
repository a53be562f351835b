import type { Columns } from '#shared/domain/ledger.ts'

/**
 * Equity is the noisiest column of a run and follows from three others, so positions are stored without it wherever
 * cash + units * close gives it back in the very same bits at every bar.
 */
export function withoutDerivedEquity(columns: Columns): Columns {
  const { equity, ...others } = columns
  if (!equity || !derivesEquity(others)) return columns
  const derived = deriveEquity(others)
  return equity.every((value, bar) => Object.is(value, derived[bar])) ? others : columns
}

/** The inverse: columns that came with their equity, and those that never had one, stay as they are. */
export function withDerivedEquity(kind: string, columns: Columns): Columns {
  return kind === 'positions' && !columns['equity'] && derivesEquity(columns) ? { ...columns, equity: deriveEquity(columns) } : columns
}

type EquitySources = Columns & { readonly [name in 'cash' | 'units' | 'close']: Float64Array }

function derivesEquity(columns: Columns): columns is EquitySources {
  return 'cash' in columns && 'units' in columns && 'close' in columns
}

function deriveEquity({ cash, units, close }: EquitySources): Float64Array {
  return cash.map((money, bar) => money + (units[bar] as number) * (close[bar] as number))
}
