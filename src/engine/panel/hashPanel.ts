import type { Panel } from '#shared/domain/dataset.ts'
import { DoubleHasher } from '../identity/doubleHasher.ts'

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
    for (const column of [open, high, low, close, volume, carry ?? new Float64Array(0)]) hasher.addColumn(column)
  }
  return hasher.toHex()
}
