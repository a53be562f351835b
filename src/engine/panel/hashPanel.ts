import type { Panel } from '#shared/domain/dataset.ts'
import { DoubleHasher } from '../identity/doubleHasher.ts'
import { type BarSource, wholeColumn, zipColumns } from '../market/barSource.ts'
import { mergeTimes } from '../market/mergeTimes.ts'

const COLUMNS = ['open', 'high', 'low', 'close', 'volume'] as const
const NO_COLUMN = new Float64Array(0)

/**
 * The identity of a panel: SHA-256 over the calendar, the number of instruments and, per instrument, its symbol (code
 * points), open, high, low, close, volume and carry, each column preceded by its length; no carry is a column of length
 * 0. Doubles as DoubleHasher writes them, a missing value as the quiet NaN.
 */
export function hashPanel({ time, instruments }: Panel): string {
  const hasher = new DoubleHasher()
  hasher.addColumn(time)
  hasher.add(instruments.length)
  for (const { symbol, open, high, low, close, volume, carry } of instruments) {
    hasher.addText(symbol)
    for (const column of [open, high, low, close, volume, carry ?? NO_COLUMN]) hasher.addColumn(column)
  }
  return hasher.toHex()
}

/** hashPanel of the instruments once they are on one calendar, without putting them there: only times are in memory. */
export function hashPanelSources(sources: readonly BarSource[]): string {
  const calendar = calendarOf(sources)
  const hasher = new DoubleHasher()
  hasher.addColumn(calendar)
  hasher.add(sources.length)
  for (const source of sources.toSorted((a, b) => (a.symbol < b.symbol ? -1 : 1))) {
    hasher.addText(source.symbol)
    for (const name of COLUMNS) addSpread(hasher, calendar, zipColumns(source, ['time', name]))
    if (source.hasCarry) addSpread(hasher, calendar, zipColumns(source, ['time', 'carry']))
    else hasher.addColumn(NO_COLUMN)
  }
  return hasher.toHex()
}

/** A column as long as the calendar: NaN wherever the instrument has no bar. */
function addSpread(hasher: DoubleHasher, calendar: Float64Array, pieces: Iterable<readonly Float64Array[]>): void {
  hasher.add(calendar.length)
  let bar = 0
  for (const [times, values] of pieces) {
    for (let i = 0; i < times!.length; i++) {
      for (; calendar[bar]! < times![i]!; bar++) hasher.add(Number.NaN)
      hasher.add(values![i]!)
      bar++
    }
  }
  for (; bar < calendar.length; bar++) hasher.add(Number.NaN)
}

/** The calendar of all instruments; of their own times only one column is in memory at once. */
function calendarOf(sources: readonly BarSource[]): Float64Array {
  return sources.reduce<Float64Array>((merged, source) => mergeTimes([merged, wholeColumn(source, 'time')]), NO_COLUMN)
}
