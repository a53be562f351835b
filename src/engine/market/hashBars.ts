import type { Bars } from '#shared/domain/dataset.ts'
import { DoubleHasher } from '../identity/doubleHasher.ts'

/**
 * The identity of a data set: SHA-256 over its canonical rows. Layout: the number of rows, then per row time (epoch ms),
 * open, high, low, close, volume, all as IEEE-754 doubles, little-endian, -0 written as 0 and a missing volume as the
 * quiet NaN. The same rows from another file, column order or header case give the same hash; one changed cell another.
 */
export function hashBars({ time, open, high, low, close, volume }: Bars): string {
  const hasher = new DoubleHasher()
  hasher.add(time.length)
  for (let i = 0; i < time.length; i++) {
    hasher.add(time[i]!)
    hasher.add(open[i]!)
    hasher.add(high[i]!)
    hasher.add(low[i]!)
    hasher.add(close[i]!)
    hasher.add(volume[i]!)
  }
  return hasher.toHex()
}
