import { AppError } from '#shared/domain/appError.ts'
import type { InstrumentSeries, Panel, PanelInstrument } from '#shared/domain/dataset.ts'
import { emptySeries } from '../indicators/emptySeries.ts'
import { mergeTimes } from '../market/mergeTimes.ts'

/** Puts instruments on one calendar. Pure; symbols must differ and each one's times must increase strictly. */
export function alignPanel(series: readonly InstrumentSeries[]): Panel {
  const time = mergeTimes(series.map(({ bars }) => bars.time))
  const bySymbol = series.toSorted((a, b) => (a.symbol < b.symbol ? -1 : 1))
  return { time, instruments: bySymbol.map((each) => align(each, time)) }
}

function align({ symbol, bars, carry }: InstrumentSeries, calendar: Float64Array): PanelInstrument {
  const rows = rowsOf(bars.time, calendar)
  const spread = (column: Float64Array) => {
    const aligned = emptySeries(calendar.length)
    for (let bar = 0; bar < rows.length; bar++) aligned[rows[bar]!] = column[bar]!
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

/** Where each instant stands in the calendar that holds them all. */
function rowsOf(time: Float64Array, calendar: Float64Array): Uint32Array {
  const rows = new Uint32Array(time.length)
  let row = 0
  for (let bar = 0; bar < time.length; bar++) {
    while (calendar[row]! < time[bar]!) row++
    rows[bar] = row
  }
  return rows
}

/** The instruments with only the bars they have: aligning them again gives the same panel. */
export function splitPanel({ time, instruments }: Panel): InstrumentSeries[] {
  return instruments.map(({ symbol, open, high, low, close, volume, carry }) => {
    const keep = (column: Float64Array) => column.filter((_, bar) => !Number.isNaN(close[bar]))
    const bars = { time: keep(time), open: keep(open), high: keep(high), low: keep(low), close: keep(close), volume: keep(volume) }
    return { symbol, bars, carry: carry && keep(carry) }
  })
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
