import { computeMetrics } from '#engine/metrics/computeMetrics.ts'
import { type MetricRates, measurePath } from '#engine/metrics/computeReturnMetrics.ts'
import { equityPathOf, simpleReturns } from '#engine/metrics/equityPath.ts'
import { measureSums } from '#engine/metrics/measureSums.ts'
import { SUM_COUNT, sumRun } from '#engine/metrics/runSums.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { Columns, FillColumns, PositionColumns, TradeColumns } from '#shared/domain/ledger.ts'
import { readColumns, readFigure, readInstant } from './readColumns.ts'

/** Texts of exported tables; `equity` is either the equity curve or the positions. */
export interface LedgerTables {
  readonly equity: string
  readonly trades: string | null
  readonly fills: string | null
}

export interface TableRates extends MetricRates {
  /** null: the first equity, as if nothing was paid on the first bar. */
  readonly initialCash: number | null
}

type Measures = Readonly<Record<string, { readonly value: number | null; readonly reason: string | null }>>

/**
 * Metrics of exported tables. From positions, trades and fills they are all there, bit for bit those of the run; from
 * less, those that follow. The order of summation of a run needs its cash and units, so from the equity curve alone the
 * last digits of ratios may differ.
 * @throws AppError `data_invalid`, `invalid_input`.
 */
export function measureTables({ equity, trades, fills }: LedgerTables, rates: TableRates): Measures {
  const positions = readColumns(equity, {
    required: { time: readInstant, equity: readFigure },
    optional: { close: readFigure, cash: readFigure, units: readFigure, borrow: readFigure },
  })
  const tradeColumns = trades === null ? null : readColumns(trades, { required: { pnl: readFigure, commission: readFigure } })
  const fillColumns =
    fills === null ? null : readColumns(fills, { required: { units: readFigure, price: readFigure, commission: readFigure } })
  const initialCash = rates.initialCash ?? positions['equity']?.[0] ?? Number.NaN
  if (!(initialCash > 0)) throw new AppError('invalid_input', 'The initial cash must be above zero: give it with --initial-cash')
  const isWhole = ['close', 'cash', 'units'].every((name) => name in positions)
  if (isWhole && tradeColumns !== null && fillColumns !== null) {
    return measureLedger({ positions, trades: tradeColumns, fills: fillColumns }, { ...rates, initialCash })
  }
  return {
    ...measureCurve(positions['equity'] ?? new Float64Array(), { ...rates, initialCash }),
    ...(tradeColumns && measureTrades(tradeColumns)),
  }
}

interface KnownCash extends MetricRates {
  readonly initialCash: number
}

function measureLedger(tables: Readonly<Record<'positions' | 'trades' | 'fills', Columns>>, rates: KnownCash): Measures {
  const positions = tables.positions as unknown as PositionColumns
  const { values, reasons } = computeMetrics({
    ledger: {
      positions,
      trades: tables.trades as unknown as TradeColumns,
      fills: tables.fills as unknown as FillColumns,
      ...{ ambiguousBars: 0, droppedOrders: 0, openTrades: 0 },
      ruined: positions.equity.some((value) => value <= 0),
    },
    ...rates,
    benchmark: null,
  })
  // What happened inside the simulation stands in none of the tables.
  const unknown = ['ambiguous_bars', 'dropped_orders', 'open_trades']
  const known = Object.entries(values).filter(([name]) => !unknown.includes(name))
  return Object.fromEntries(known.map(([name, value]) => [name, { value, reason: (reasons as Record<string, string>)[name] ?? null }]))
}

function measureCurve(equity: Float64Array, { initialCash, ...rates }: KnownCash): Measures {
  const path = equityPathOf(equity, initialCash)
  return { ...measurePath({ path, returns: simpleReturns(path), benchmark: null }, rates) }
}

function measureTrades(trades: Columns): Measures {
  const none = new Float64Array()
  const sums = new Float64Array(SUM_COUNT)
  const ledger = {
    positions: { time: none, close: none, cash: none, units: none, equity: none },
    trades: trades as unknown as TradeColumns,
    fills: { units: none, price: none, commission: none } as unknown as FillColumns,
  }
  sumRun(ledger, { initialCash: 1, target: 0 }, sums)
  const { win_rate, profit_factor, expectancy, total_trades } = measureSums(sums, () => none, {
    initialCash: 1,
    periodsPerYear: 1,
    target: 0,
  })
  return { win_rate, profit_factor, expectancy, total_trades }
}
