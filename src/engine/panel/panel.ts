import { AppError } from '#shared/domain/appError.ts'
import type { Bars } from '#shared/domain/dataset.ts'
import { emptySeries } from '../indicators/emptySeries.ts'

/** One instrument of a panel: columns as long as the panel's calendar, NaN where it has no bar. */
export interface PanelInstrument {
  readonly symbol: string
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
  /** Annual carry as a fraction, NaN where not known; null when the data have no such column. */
  readonly carry: Float64Array | null
}

/**
 * Several instruments on one calendar: every instant at which at least one of them has a bar, epoch ms UTC, strictly
 * increasing. Instruments are ordered by symbol (code units), whatever the order of the data. They may start late, end
 * early and miss bars; a bar exists when its close is not NaN.
 */
export interface Panel {
  readonly time: Float64Array
  readonly instruments: readonly PanelInstrument[]
}

/** An instrument before it is put on the common calendar: `carry`, when given, has one value per bar. */
export interface InstrumentSeries {
  readonly symbol: string
  readonly bars: Bars
  readonly carry: Float64Array | null
}

/** Puts instruments on one calendar. Pure; symbols must differ. */
export function alignPanel(series: readonly InstrumentSeries[]): Panel {
  const instants = new Set(series.flatMap(({ bars }) => Array.from(bars.time)))
  const time = Float64Array.from(instants).sort()
  const indexOf = new Map(Array.from(time, (instant, i) => [instant, i]))
  const bySymbol = series.toSorted((a, b) => (a.symbol < b.symbol ? -1 : 1))
  return { time, instruments: bySymbol.map((each) => align(each, indexOf)) }
}

function align({ symbol, bars, carry }: InstrumentSeries, indexOf: ReadonlyMap<number, number>): PanelInstrument {
  const rows = Array.from(bars.time, (instant) => indexOf.get(instant)!)
  const spread = (column: Float64Array) => {
    const aligned = emptySeries(indexOf.size)
    for (const [bar, row] of rows.entries()) aligned[row] = column[bar]!
    return aligned
  }
  const { open, high, low, close, volume } = bars
  return {
    symbol,
    open: spread(open),
    high: spread(high),
    low: spread(low),
    close: spread(close),
    volume: spread(volume),
    carry: carry && spread(carry),
  }
}

/** Bars `from` (inclusive) to `to` (exclusive), as views on the same memory. */
export function slicePanel({ time, instruments }: Panel, from: number, to: number): Panel {
  const cut = (column: Float64Array) => column.subarray(from, to)
  return {
    time: cut(time),
    instruments: instruments.map(({ symbol, open, high, low, close, volume, carry }) => ({
      symbol,
      open: cut(open),
      high: cut(high),
      low: cut(low),
      close: cut(close),
      volume: cut(volume),
      carry: carry && cut(carry),
    })),
  }
}

/** @throws AppError `invalid_input` for a panel of fewer instruments than the strategy needs. */
export function requireInstruments({ instruments }: Panel, type: string): void {
  if (instruments.length >= 2) return
  throw new AppError(
    'invalid_input',
    `${type} needs a panel: a file with a symbol column and at least two symbols, not ${instruments.map(({ symbol }) => symbol).join() || 'none'} alone`,
    { details: { field: 'strategy.type', value: type } },
  )
}
