import { FILL_REASONS, type FillColumns, type PositionColumns, type TradeColumns } from '#shared/domain/ledger.ts'
import { type CsvCell, type CsvTable, csvInstant } from './csvTable.ts'

const TRADES_HEADER = [
  'symbol',
  'side',
  'units',
  'entry_time',
  'entry_price',
  'exit_time',
  'exit_price',
  'entry_bar',
  'exit_bar',
  'pnl',
  'commission',
  'return',
] as const

/**
 * Closed trades in order of exit; units positive, pnl net of both commissions, return = pnl / entry value; what
 * an adopted run does not know is an empty cell. `symbols` are those of the run, the first its only one unless the trades name another.
 */
export function tradesTable(trades: TradeColumns, symbols: readonly string[]): CsvTable {
  return { header: TRADES_HEADER, rows: tradeRows(trades, symbols) }
}

function* tradeRows(trades: TradeColumns, symbols: readonly string[]): Generator<CsvCell[]> {
  for (let i = 0; i < trades.entryBar.length; i++) {
    const units = trades.units[i]!
    const pnl = trades.pnl[i]!
    yield [
      symbols[trades.symbol?.[i] ?? 0] ?? null,
      units > 0 ? 'long' : 'short',
      Math.abs(units),
      csvInstant(trades.entryTime[i]!),
      trades.entryPrice[i]!,
      csvInstant(trades.exitTime[i]!),
      trades.exitPrice[i]!,
      valueOrNull(trades.entryBar[i]!),
      valueOrNull(trades.exitBar[i]!),
      pnl,
      trades.commission[i]!,
      pnl / (Math.abs(units) * trades.entryPrice[i]!),
    ]
  }
}

/** Equity after each bar's close. */
export function equityTable(positions: Pick<PositionColumns, 'time' | 'equity'>): CsvTable {
  return { header: ['time', 'equity'], rows: equityRows(positions) }
}

function* equityRows({ time, equity }: Pick<PositionColumns, 'time' | 'equity'>): Generator<CsvCell[]> {
  for (let i = 0; i < time.length; i++) yield [csvInstant(time[i]!), equity[i]!]
}

const valueOrNull = (value: number) => (Number.isNaN(value) ? null : value)

/** The book after each bar's close: cash + units * close = equity; `borrow` only where a short paid for it. */
export function positionsTable(positions: PositionColumns): CsvTable {
  const { time, ...columns } = positions
  const names = Object.keys(columns)
  return { header: ['time', ...names], rows: columnRows(time, Object.values(columns)) }
}

function* columnRows(time: Float64Array, columns: readonly Float64Array[]): Generator<CsvCell[]> {
  for (let i = 0; i < time.length; i++) yield [csvInstant(time[i]!), ...columns.map((column) => valueOrNull(column[i]!))]
}

const FILLS_HEADER = ['symbol', 'time', 'bar', 'decision_bar', 'units', 'price', 'commission', 'reason'] as const

/** Every fill in order of execution; units are signed, positive buys. */
export function fillsTable(fills: FillColumns, symbols: readonly string[]): CsvTable {
  return { header: FILLS_HEADER, rows: fillRows(fills, symbols) }
}

function* fillRows(fills: FillColumns, symbols: readonly string[]): Generator<CsvCell[]> {
  for (let i = 0; i < fills.time.length; i++) {
    yield [
      symbols[fills.symbol?.[i] ?? 0] ?? null,
      instantOrNull(fills.time[i]!),
      valueOrNull(fills.bar[i]!),
      valueOrNull(fills.decisionBar[i]!),
      valueOrNull(fills.units[i]!),
      valueOrNull(fills.price[i]!),
      valueOrNull(fills.commission[i]!),
      FILL_REASONS[fills.reason[i]!] ?? null,
    ]
  }
}

const instantOrNull = (instantMs: number) => (Number.isNaN(instantMs) ? null : csvInstant(instantMs))
