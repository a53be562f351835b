import type { ReactNode } from 'react'
import { FILL_REASONS, type FillReason, type TradeColumns } from '#shared/domain/ledger.ts'
import type { ColumnSpec } from '../../components/columnTable/ColumnTable.tsx'
import { formatCount, formatMoney, formatNumber, formatPercent, MISSING } from '../../format/figures.ts'
import { barTimeFormat, isIntraday } from '../../format/instants.ts'
import type { TradeExcursions } from './tradeExcursions.ts'

const EXIT_WORDS: Readonly<Record<FillReason, string>> = {
  signal: 'Signal',
  stop: 'Stop',
  target: 'Target',
  ruin: 'Ruin',
  trailing_stop: 'Trailing stop',
  time_stop: 'Time stop',
  margin_call: 'Margin call',
}

function exitWord(reason: number): string {
  const known = FILL_REASONS[reason]
  return known === undefined ? 'Unknown' : EXIT_WORDS[known]
}

/** Profit as a fraction of what the entry cost. */
export function tradeReturn(trades: Pick<TradeColumns, 'pnl' | 'units' | 'entryPrice'>, row: number): number {
  return at(trades.pnl, row) / (Math.abs(at(trades.units, row)) * at(trades.entryPrice, row))
}

function at(column: Float64Array, row: number): number {
  return column[row] ?? Number.NaN
}

export interface TradeTable {
  readonly trades: TradeColumns
  /** `loading` while the bars are on their way, null when they cannot be known. */
  readonly excursions: TradeExcursions | 'loading' | null
  /** Of the run's bars, epoch ms: says whether a date is enough to name one. */
  readonly time: Float64Array
}

/** How the columns of a run's trades are shown and sorted. */
export function tradeTableColumns({ trades, excursions, time }: TradeTable): ColumnSpec[] {
  const formatTime = barTimeFormat(time)
  const dateWidthPx = isIntraday(time) ? 132 : 90
  const units = trades.units.map(Math.abs)
  const returns = trades.pnl.map((_, row) => tradeReturn(trades, row))
  const barsHeld = trades.exitBar.map((exitBar, row) => exitBar - at(trades.entryBar, row))
  return [
    { key: 'trade', header: '#', align: 'right', widthPx: 60, cell: (row) => formatCount(row + 1), sortValue: (row) => row },
    word({ header: 'Side', widthPx: 52, values: trades.units, name: (signed) => (signed > 0 ? 'Long' : 'Short') }),
    figure({ header: 'Units', widthPx: 64, values: units, format: formatUnits }),
    word({ header: 'Entry', widthPx: dateWidthPx, values: trades.entryTime, name: formatTime }),
    figure({ header: 'Entry price', widthPx: 82, values: trades.entryPrice, format: formatNumber }),
    word({ header: 'Exit', widthPx: dateWidthPx, values: trades.exitTime, name: formatTime }),
    figure({ header: 'Exit price', widthPx: 82, values: trades.exitPrice, format: formatNumber }),
    figure({ header: 'Profit', widthPx: 94, values: trades.pnl, format: (profit) => <Profit value={profit} /> }),
    figure({ header: 'Return', widthPx: 70, values: returns, format: (fraction) => formatPercent(fraction, { signed: true }) }),
    excursion('MAE', excursions, 'adverse'),
    excursion('MFE', excursions, 'favourable'),
    figure({ header: 'Costs', widthPx: 74, values: trades.commission, format: formatMoney }),
    figure({ header: 'Bars', widthPx: 46, values: barsHeld, format: formatCount }),
    word({ header: 'Exit by', widthPx: 90, values: trades.exitReason, name: exitWord }),
  ]
}

function excursion(header: string, excursions: TradeTable['excursions'], side: keyof TradeExcursions): ColumnSpec {
  if (excursions !== null && excursions !== 'loading') {
    return figure({ header, widthPx: 70, values: excursions[side], format: (fraction) => formatPercent(fraction, { signed: true }) })
  }
  const shown = excursions === null ? MISSING : '…'
  return { key: header, header, align: 'right', widthPx: 70, cell: () => shown, sortValue: () => Number.NaN }
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
