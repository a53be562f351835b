import type { TradeColumns } from '#shared/domain/ledger.ts'

/** What trading cost; money in the instrument's currency, fractions of what is named. null = cannot be said. */
export interface CostReport {
  /** Profit of the closed trades after costs. */
  readonly netProfit: number
  /** Charged to the closed trades: their entries and exits. */
  readonly cost: number
  /** What the same fills would have earned without these costs. */
  readonly grossProfit: number
  readonly costPerTrade: number | null
  /** Cost / value bought and sold. */
  readonly costOfTradedValue: number | null
  /** Cost / gross profit; null when there was no gross profit to lose. */
  readonly costOfGrossProfit: number | null
  readonly years: readonly YearOfCosts[]
}

/** Trades closed in one calendar year (UTC). */
export interface YearOfCosts {
  readonly year: number
  readonly trades: number
  readonly grossProfit: number
  readonly cost: number
  readonly netProfit: number
}

type CostColumns = Pick<TradeColumns, 'pnl' | 'commission' | 'units' | 'entryPrice' | 'exitPrice' | 'exitTime'>

/** Adds up what the closed trades cost, in all and by year of exit. */
export function costReport(trades: CostColumns): CostReport {
  const years = new Map<number, { trades: number; cost: number; netProfit: number }>()
  let tradedValue = 0
  trades.pnl.forEach((netProfit, trade) => {
    const at = (column: Float64Array) => column[trade] ?? Number.NaN
    tradedValue += Math.abs(at(trades.units)) * (at(trades.entryPrice) + at(trades.exitPrice))
    const year = new Date(at(trades.exitTime)).getUTCFullYear()
    const sums = years.get(year) ?? { trades: 0, cost: 0, netProfit: 0 }
    years.set(year, { trades: sums.trades + 1, cost: sums.cost + at(trades.commission), netProfit: sums.netProfit + netProfit })
  })
  const rows = [...years].sort(([a], [b]) => a - b).map(([year, sums]) => ({ year, ...sums, grossProfit: sums.netProfit + sums.cost }))
  const cost = sum(trades.commission)
  const netProfit = sum(trades.pnl)
  const grossProfit = netProfit + cost
  return {
    netProfit,
    cost,
    grossProfit,
    costPerTrade: ratio(cost, trades.pnl.length),
    costOfTradedValue: ratio(cost, tradedValue),
    costOfGrossProfit: ratio(cost, grossProfit),
    years: rows,
  }
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0)
}

function ratio(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null
}
