import type { Bars } from '#shared/domain/dataset.ts'
import { FILL_REASONS, type FillReason, type TradeColumns } from '#shared/domain/ledger.ts'
import type { Execution } from '#shared/domain/runSpec.ts'

/** One value per trade, as fractions of the entry price and before costs. */
export interface TradeExcursions {
  /** Maximum adverse excursion, <= 0: how far the price went against the trade. */
  readonly adverse: Float64Array
  /** Maximum favourable excursion, >= 0: how far it went its way. */
  readonly favourable: Float64Array
}

type TradeSpans = Pick<TradeColumns, 'entryBar' | 'exitBar' | 'entryPrice' | 'exitPrice' | 'units' | 'exitReason'>

/**
 * How far the price went against and for each trade between its fills. Of the bars of the fills only what surely lies
 * inside the trade counts: a fill at the open has the whole bar after it, a fill at the close the whole bar before it,
 * and of a bar in which a stop or a target was hit only its open and the fill itself (nobody knows whether high or low
 * came first). Bars count from the run's first; an excursion needs the entry price, else it is NaN.
 */
export function tradeExcursions(trades: TradeSpans, bars: Pick<Bars, 'open' | 'high' | 'low'>, fill: Execution['fill']): TradeExcursions {
  const adverse = new Float64Array(trades.units.length)
  const favourable = new Float64Array(trades.units.length)
  trades.units.forEach((units, trade) => {
    const entryPrice = valueAt(trades.entryPrice, trade)
    const { lowest, highest } = priceRange({ trades, bars, fill }, trade)
    const [worst, best] = units > 0 ? [lowest, highest] : [highest, lowest]
    const direction = Math.sign(units)
    adverse[trade] = Math.min(0, (direction * (worst - entryPrice)) / entryPrice)
    favourable[trade] = Math.max(0, (direction * (best - entryPrice)) / entryPrice)
  })
  return { adverse, favourable }
}

interface ExcursionInput {
  readonly trades: TradeSpans
  readonly bars: Pick<Bars, 'open' | 'high' | 'low'>
  readonly fill: Execution['fill']
}

/** Least and greatest price between the two fills of a trade. */
function priceRange({ trades, bars, fill }: ExcursionInput, trade: number): { lowest: number; highest: number } {
  const entryBar = valueAt(trades.entryBar, trade)
  const exitBar = valueAt(trades.exitBar, trade)
  const exitAt = exitPlace(FILL_REASONS[valueAt(trades.exitReason, trade)], fill)
  const firstWhole = fill === 'next_open' ? entryBar : entryBar + 1
  const lastWhole = exitAt === 'close' ? exitBar : exitBar - 1
  const prices = [valueAt(trades.entryPrice, trade), valueAt(trades.exitPrice, trade)]
  if (exitAt === 'inside' && exitBar > entryBar) prices.push(valueAt(bars.open, exitBar))
  let lowest = Math.min(...prices)
  let highest = Math.max(...prices)
  for (let bar = firstWhole; bar <= lastWhole; bar += 1) {
    lowest = Math.min(lowest, valueAt(bars.low, bar))
    highest = Math.max(highest, valueAt(bars.high, bar))
  }
  return { lowest, highest }
}

/** Where in its bar a trade ended. */
function exitPlace(reason: FillReason | undefined, fill: Execution['fill']): 'open' | 'inside' | 'close' {
  switch (reason) {
    case 'signal':
    case 'time_stop':
      return fill === 'close' ? 'close' : 'open'
    case 'ruin':
    case 'margin_call':
    case 'delisted':
      return 'close'
    case 'stop':
    case 'target':
    case 'trailing_stop':
    case undefined:
      return 'inside'
  }
}

function valueAt(column: Float64Array, row: number): number {
  return column[row] ?? Number.NaN
}
