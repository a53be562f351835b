import { expect, it } from 'vitest'
import { SeriesCache } from './seriesCache.ts'

const series = (length: number) => new Float64Array(length)

it('computes what it knows once', () => {
  const cache = new SeriesCache(10)
  const first = cache.get('a', () => series(4))
  expect(cache.get('a', () => series(9))).toBe(first)
  expect(cache.get('b', () => series(6))).toHaveLength(6)
  expect(cache.get('a', () => series(9))).toBe(first)
})

it('forgets everything when one more would not fit, and counts all columns of a panel', () => {
  const cache = new SeriesCache<readonly Float64Array[]>(10)
  const first = cache.get('a', () => [series(4), series(4)])
  cache.get('b', () => [series(2), series(1)])
  expect(cache.get('a', () => [series(1)])).not.toBe(first)
})

it('keeps the last one, however large', () => {
  const cache = new SeriesCache(10)
  const large = cache.get('a', () => series(100))
  expect(cache.get('a', () => series(1))).toBe(large)
  cache.get('b', () => series(1))
  expect(cache.get('a', () => series(1))).not.toBe(large)
})

it('an entry made of others is kept even when these were forgotten meanwhile', () => {
  const cache = new SeriesCache(10)
  const twice = cache.get('twice', () =>
    Float64Array.from(
      cache.get('once', () => series(8)),
      (value) => 2 * value,
    ),
  )
  expect(cache.get('twice', () => series(1))).toBe(twice)
})
