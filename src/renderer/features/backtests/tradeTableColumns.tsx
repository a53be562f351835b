import type { ReactNode } from 'react'
import type { TradeColumns } from '#shared/domain/ledger.ts'
import type { ColumnSpec } from '../../components/columnTable/ColumnTable.tsx'
import { formatCount, formatMoney, formatNumber, formatPercent } from '../../format/figures.ts'
import { formatDate } from '../../format/instants.ts'

/** Words for FILL_REASONS, in its order. */
const EXIT_REASONS = ['Signal', 'Stop', 'Target', 'Ruin'] as const

/** Profit as a fraction of what the entry cost. */
export function tradeReturn(trades: Pick<TradeColumns, 'pnl' | 'units' | 'entryPrice'>, row: number): number {
  return at(trades.pnl, row) / (Math.abs(at(trades.units, row)) * at(trades.entryPrice, row))
}

function at(column: Float64Array, row: number): number {
  return column[row] ?? Number.NaN
}

/** How the columns of a run's trades are shown and sorted. */
export function tradeTableColumns(trades: TradeColumns): ColumnSpec[] {
  const units = trades.units.map(Math.abs)
  const returns = trades.pnl.map((_, row) => tradeReturn(trades, row))
  const barsHeld = trades.exitBar.map((exitBar, row) => exitBar - at(trades.entryBar, row))
  return [
    { key: 'trade', header: '#', align: 'right', widthPx: 74, cell: (row) => formatCount(row + 1), sortValue: (row) => row },
    word({ header: 'Side', widthPx: 60, values: trades.units, name: (signed) => (signed > 0 ? 'Long' : 'Short') }),
    figure({ header: 'Units', widthPx: 84, values: units, format: formatUnits }),
    word({ header: 'Entry', widthPx: 106, values: trades.entryTime, name: formatDate }),
    figure({ header: 'Entry price', widthPx: 88, values: trades.entryPrice, format: formatNumber }),
    word({ header: 'Exit', widthPx: 106, values: trades.exitTime, name: formatDate }),
    figure({ header: 'Exit price', widthPx: 88, values: trades.exitPrice, format: formatNumber }),
    figure({ header: 'Profit', widthPx: 106, values: trades.pnl, format: (profit) => <Profit value={profit} /> }),
    figure({ header: 'Return', widthPx: 76, values: returns, format: (fraction) => formatPercent(fraction, { signed: true }) }),
    figure({ header: 'Commission', widthPx: 100, values: trades.commission, format: formatMoney }),
    figure({ header: 'Bars', widthPx: 56, values: barsHeld, format: formatCount }),
    word({ header: 'Exit by', widthPx: 70, values: trades.exitReason, name: (reason) => EXIT_REASONS[reason] ?? 'Unknown' }),
  ]
}

interface FigureColumn {
  readonly header: string
  readonly widthPx: number
  readonly values: Float64Array
  readonly format: (value: number) => ReactNode
}

function figure({ header, widthPx, values, format }: FigureColumn): ColumnSpec {
  return { key: header, header, align: 'right', widthPx, cell: (row) => format(at(values, row)), sortValue: (row) => at(values, row) }
}

interface WordColumn {
  readonly header: string
  readonly widthPx: number
  readonly values: Float64Array
  readonly name: (value: number) => string
}

function word({ header, widthPx, values, name }: WordColumn): ColumnSpec {
  return { key: header, header, align: 'left', widthPx, cell: (row) => name(at(values, row)), sortValue: (row) => at(values, row) }
}

function formatUnits(units: number): string {
  return Number.isInteger(units) ? formatCount(units) : formatNumber(units, { decimals: 4 })
}

/** The sign is in the text as well as in the colour. */
function Profit({ value }: { readonly value: number }) {
  return <span style={{ color: value < 0 ? 'var(--loss)' : 'var(--gain)' }}>{formatMoney(value, { signed: true })}</span>
}
