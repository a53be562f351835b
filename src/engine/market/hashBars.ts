import type { Bars } from '#shared/domain/dataset.ts'
import { DoubleHasher } from '../identity/doubleHasher.ts'
import { type BarSource, sourceOf, zipColumns } from './barSource.ts'

/**
 * The identity of a data set: SHA-256 over its canonical rows. Layout: the number of rows, then per row time (epoch ms),
 * open, high, low, close, volume, all as IEEE-754 doubles, little-endian, -0 written as 0 and a missing volume as the
 * quiet NaN. The same rows from another file, column order or header case give the same hash; one changed cell another.
 */
export function hashBars(bars: Bars): string {
  return hashBarSource(sourceOf({ symbol: '', bars, carry: null }))
}

/** hashBars of bars that are read in pieces. */
export function hashBarSource(source: BarSource): string {
  const hasher = new DoubleHasher()
  hasher.add(source.barCount)
  for (const columns of zipColumns(source, ['time', 'open', 'high', 'low', 'close', 'volume'])) addRows(hasher, columns)
  return hasher.toHex()
}

function addRows(hasher: DoubleHasher, columns: readonly Float64Array[]): void {
  const rows = columns[0]!.length
  for (let row = 0; row < rows; row++) for (const column of columns) hasher.add(column[row]!)
}
