import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Bars } from '#shared/domain/dataset.ts'
import { makeBars } from '../../../tests/builders/makeBars.ts'
import { hashBars } from './hashBars.ts'
import { sliceBars } from './sliceBars.ts'

const bars = makeBars([
  [10, 12, 9, 11],
  [11, 13, 10, 12],
  [12, 14, 11, 13],
])

it('is SHA-256 over the row count and the rows as little-endian doubles', () => {
  const rows = Array.from(bars.time, (time, i) => [time, bars.open[i]!, bars.high[i]!, bars.low[i]!, bars.close[i]!, bars.volume[i]!])
  const bytes = Buffer.alloc(8 * (1 + rows.flat().length))
  for (const [i, value] of [rows.length, ...rows.flat()].entries()) bytes.writeDoubleLE(value, 8 * i)
  expect(hashBars(bars)).toBe(createHash('sha256').update(bytes).digest('hex'))
})

it('changes with any one cell', () => {
  const columns = ['time', 'open', 'high', 'low', 'close', 'volume'] as const
  fc.assert(
    fc.property(fc.constantFrom(...columns), fc.nat(2), (column, row) => {
      const changed: Bars = { ...bars, [column]: bars[column].map((value, i) => (i === row ? value * (1 + Number.EPSILON) : value)) }
      expect(hashBars(changed)).not.toBe(hashBars(bars))
    }),
  )
})

it('does not depend on the memory the bars stand in, the sign of zero or the bits of a NaN', () => {
  const oddNaN = new Float64Array(new BigUint64Array([0xfff8000000000001n]).buffer)[0]!
  const withVolume = (first: number) => ({ ...bars, volume: Float64Array.from([first, 1, 2]) })
  expect(hashBars(sliceBars(bars, 0, 3))).toBe(hashBars(bars))
  expect(hashBars(withVolume(-0))).toBe(hashBars(withVolume(0)))
  expect(hashBars(withVolume(oddNaN))).toBe(hashBars(withVolume(Number.NaN)))
})

it('hashes more rows than one block holds', () => {
  const many = makeBars(Array.from({ length: 3000 }, () => [10, 11, 9, 10] as const))
  expect(hashBars(many)).not.toBe(hashBars(sliceBars(many, 0, 2999)))
})
