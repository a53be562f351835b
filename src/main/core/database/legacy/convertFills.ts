import type { FillColumns, TradeColumns } from '#shared/domain/ledger.ts'
import { readTime } from './convertCurve.ts'
import { isRecord, parseJson, type RowFlags, toNumber } from './legacyValues.ts'
import { type Fill, matchTrades } from './matchTrades.ts'

export interface ConvertedFills {
  readonly fills: FillColumns
  readonly trades: TradeColumns
  /** The instruments of the run, then whatever else was traded. */
  readonly symbols: readonly string[]
}

/**
 * The older list of trades, which are single fills, in columns, and the closed trades they make. Null when there is no
 * list. Bars and reasons were never recorded: those columns are NaN.
 */
export function convertFills(text: string | null, instruments: readonly string[], flags: RowFlags): ConvertedFills | null {
  const original = parseJson(text)
  if (original === null) return null
  const list: readonly unknown[] = Array.isArray(original) ? original : []
  const symbols = [...instruments]
  const fills = list.map((entry) => readFill(isRecord(entry) ? entry : {}, symbols))
  const unreadable = Array.isArray(original) ? fills.filter((fill) => !isWhole(fill)).length : 'not a list of fills'
  if (unreadable !== 0) flags.add('fills_unreadable', 'trades', unreadable)
  return { fills: toColumns(fills, symbols.length > 1), trades: matchTrades(fills.filter(isWhole), symbols.length > 1), symbols }
}

const SIGNS: Readonly<Record<string, number>> = { buy: 1, sell: -1 }

function readFill(entry: Readonly<Record<string, unknown>>, symbols: string[]): Fill {
  const side = String(entry['side'] ?? '').toLowerCase()
  const sign = Object.hasOwn(SIGNS, side) ? SIGNS[side]! : Number.NaN
  return {
    timeMs: readTime(entry['timestamp']) ?? Number.NaN,
    symbol: indexOf(symbols, entry['symbol']),
    units: sign * readValue(entry['quantity']),
    price: readValue(entry['price']),
    commission: readValue(entry['commission']),
  }
}

const readValue = (value: unknown) => toNumber(value) ?? Number.NaN

/** A symbol met for the first time joins the list. */
function indexOf(symbols: string[], symbol: unknown): number {
  if (typeof symbol !== 'string') return Number.NaN
  const known = symbols.indexOf(symbol)
  return known >= 0 ? known : symbols.push(symbol) - 1
}

const isWhole = (fill: Fill) => Object.values(fill).every((value) => Number.isFinite(value))

function toColumns(fills: readonly Fill[], hasSymbols: boolean): FillColumns {
  const column = (value: (fill: Fill) => number) => Float64Array.from(fills, value)
  const unknown = column(() => Number.NaN)
  return {
    bar: unknown,
    decisionBar: unknown,
    time: column(({ timeMs }) => timeMs),
    units: column(({ units }) => units),
    price: column(({ price }) => price),
    commission: column(({ commission }) => commission),
    reason: unknown,
    ...(hasSymbols ? { symbol: column(({ symbol }) => symbol) } : {}),
  }
}
