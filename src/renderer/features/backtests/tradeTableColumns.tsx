import type { ReactNode } from 'react'
import { TRADE_TERMS } from '#shared/domain/glossary.ts'
import { FILL_REASONS, type FillReason, type TradeColumns } from '#shared/domain/ledger.ts'
import type { ColumnSpec } from '../../components/columnTable/ColumnTable.tsx'
import { formatCount, formatMoney, formatNumber, formatPercent, MISSING } from '../../format/figures.ts'
import { barTimeFormat } from '../../format/instants.ts'
import { columnWidth, endsOf } from './columnWidth.ts'
import type { TradeExcursions } from './tradeExcursions.ts'

const EXIT_WORDS: Readonly<Record<FillReason, string>> = {
  signal: 'Signal',
  stop: 'Stop',
  target: 'Target',
  ruin: 'Ruin',
  trailing_stop: 'Trailing stop',
  time_stop: 'Time stop',
  margin_call: 'Margin call',
  delisted: 'Data ended',
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
  /** Names of what was traded; the trades' `symbol` column points into it. */
  readonly instruments: readonly string[]
  /** `loading` while the bars are on their way, null when they cannot be known. */
  readonly excursions: TradeExcursions | 'loading' | null
  /** Of the run's bars, epoch ms: says whether a date is enough to name one. */
  readonly time: Float64Array
}

/** How the columns of a run's trades are shown and sorted. */
export function tradeTableColumns({ trades, instruments, excursions, time }: TradeTable): ColumnSpec[] {
  const formatTime = barTimeFormat(time)
  const instant = formatTime(time[0])
  const units = trades.units.map(Math.abs)
  const returns = trades.pnl.map((_, row) => tradeReturn(trades, row))
  const barsHeld = trades.exitBar.map((exitBar, row) => exitBar - at(trades.entryBar, row))
  return [
    {
      key: 'trade',
      header: '#',
      align: 'right',
      widthPx: columnWidth('#', [formatCount(trades.pnl.length)]),
      cell: (row) => formatCount(row + 1),
      sortValue: (row) => row,
    },
    ...symbolColumn(trades, instruments),
    word({ header: 'Side', longest: 'Short', values: trades.units, name: (signed) => (signed > 0 ? 'Long' : 'Short') }),
    figure({ header: 'Units', values: units, format: formatUnits }),
    word({ header: 'Entry', longest: instant, values: trades.entryTime, name: formatTime }),
    figure({ header: 'Entry price', values: trades.entryPrice, format: (price) => formatNumber(price) }),
    word({ header: 'Exit', longest: instant, values: trades.exitTime, name: formatTime }),
    figure({ header: 'Exit price', values: trades.exitPrice, format: (price) => formatNumber(price) }),
    figure({ header: 'Profit', values: trades.pnl, format: signedMoney, render: (profit) => <Profit value={profit} /> }),
    figure({ header: 'Return', values: returns, format: signedPercent }),
    { ...excursion('MAE', excursions, 'adverse'), definition: TRADE_TERMS.mae.definition },
    { ...excursion('MFE', excursions, 'favourable'), definition: TRADE_TERMS.mfe.definition },
    figure({ header: 'Costs', values: trades.commission, format: (cost) => formatMoney(cost) }),
    figure({ header: 'Bars', values: barsHeld, format: (bars) => formatCount(bars) }),
    word({ header: 'Exit by', longest: longestExitWord(trades.exitReason), values: trades.exitReason, name: exitWord }),
  ]
}

/** Which instrument a trade was in: only where there are several. */
function symbolColumn({ symbol }: TradeColumns, instruments: readonly string[]): ColumnSpec[] {
  if (symbol === undefined) return []
  const longest = instruments.reduce((long, name) => (name.length > long.length ? name : long), '')
  return [word({ header: 'Symbol', longest, values: symbol, name: (index) => instruments[index] ?? MISSING })]
}

/** One width whether known or not yet: nothing moves when the bars arrive. */
const EXCURSION_WIDTH_PX = columnWidth('MFE', ['+00.00%'])

function excursion(header: string, excursions: TradeTable['excursions'], side: keyof TradeExcursions): ColumnSpec {
  if (excursions !== null && excursions !== 'loading') {
    return { ...figure({ header, values: excursions[side], format: signedPercent }), widthPx: EXCURSION_WIDTH_PX }
  }
  const shown = excursions === null ? MISSING : '…'
  return { key: header, header, align: 'right', widthPx: EXCURSION_WIDTH_PX, cell: () => shown, sortValue: () => Number.NaN }
}

interface FigureColumn {
  readonly header: string
  readonly values: Float64Array
  readonly format: (value: number) => string
  /** Shows more than the formatted text. */
  readonly render?: (value: number) => ReactNode
}

function figure({ header, values, format, render = format }: FigureColumn): ColumnSpec {
  const widthPx = columnWidth(header, endsOf(values).map(format))
  return { key: header, header, align: 'right', widthPx, cell: (row) => render(at(values, row)), sortValue: (row) => at(values, row) }
}

interface WordColumn {
  readonly header: string
  /** The longest of its words. */
  readonly longest: string
  readonly values: Float64Array
  readonly name: (value: number) => string
}

function word({ header, longest, values, name }: WordColumn): ColumnSpec {
  const widthPx = columnWidth(header, [longest])
  return { key: header, header, align: 'left', widthPx, cell: (row) => name(at(values, row)), sortValue: (row) => at(values, row) }
}

function longestExitWord(reasons: Float64Array): string {
  return [...new Set(reasons)].map(exitWord).reduce((longest, text) => (text.length > longest.length ? text : longest), '')
}

const signedPercent = (fraction: number) => formatPercent(fraction, { signed: true })
const signedMoney = (money: number) => formatMoney(money, { signed: true })

function formatUnits(units: number): string {
  return Number.isInteger(units) ? formatCount(units) : formatNumber(units, { decimals: 4 })
}

/** The sign is in the text as well as in the colour. */
function Profit({ value }: { readonly value: number }) {
  return <span style={{ color: value < 0 ? 'var(--loss)' : 'var(--gain)' }}>{signedMoney(value)}</span>
}
