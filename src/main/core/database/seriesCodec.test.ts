import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeColumns, encodeColumns, SERIES_CODEC } from './seriesCodec.ts'

const bitsOf = (column: Float64Array) => Array.from(new BigUint64Array(column.slice().buffer))

/** Doubles by their bits: every NaN payload, both zeros, subnormals and infinities turn up. */
const anyBits = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
const fromBits = (bits: bigint[]) => new Float64Array(BigUint64Array.from(bits).buffer)

/** A file's bytes as they were before decimals were told apart. */
const FIRST_FORMAT = 'KLUv/SRXFQIAlAMjAAAAeyJuYW1lcyI6WyJ0aW1lIiwiY2xvc2UiXSwicm93cyI6M30A4AAAMgAAKSAAgwDwABB/gAACAMDz4EAZgKJsQA=='

describe('seriesCodec', () => {
  it('gives back every bit of any doubles', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyBits, anyBits), { maxLength: 200 }), (rows) => {
        const first = fromBits(rows.map(([bits]) => bits))
        const second = fromBits(rows.map(([, bits]) => bits))
        const decoded = decodeColumns(encodeColumns({ first, second }))
        expect(Object.keys(decoded)).toEqual(['first', 'second'])
        expect(bitsOf(decoded['first'] as Float64Array)).toEqual(bitsOf(first))
        expect(bitsOf(decoded['second'] as Float64Array)).toEqual(bitsOf(second))
      }),
    )
  })

  it('keeps what JSON and databases lose', () => {
    const series = Float64Array.of(Number.NaN, -0, 0, Infinity, -Infinity, Number.MIN_VALUE, -Number.MAX_VALUE, 0.1)
    expect(bitsOf(decodeColumns(encodeColumns({ series }))['series'] as Float64Array)).toEqual(bitsOf(series))
  })

  it('reads bytes that begin anywhere in a buffer, as drivers hand them over', () => {
    const encoded = encodeColumns({ close: Float64Array.of(1, 2, 3) })
    const shifted = Buffer.concat([Buffer.from([9, 9, 9]), encoded]).subarray(3)
    expect(decodeColumns(shifted)).toEqual({ close: Float64Array.of(1, 2, 3) })
  })

  it('encodes no columns and no rows', () => {
    expect(decodeColumns(encodeColumns({}))).toEqual({})
    expect(decodeColumns(encodeColumns({ close: new Float64Array(0) }))).toEqual({ close: new Float64Array(0) })
  })

  it('gives back every bit of decimals, which it keeps as scaled integers', () => {
    const decimal = fc.tuple(fc.maxSafeInteger(), fc.integer({ min: 0, max: 12 })).map(([digits, decimals]) => digits / 10 ** decimals)
    fc.assert(
      fc.property(fc.array(fc.oneof(decimal, fc.constantFrom(-0, 0, 0.1 + 0.2, 2 ** 53, -(2 ** 53)))), (values) => {
        const column = Float64Array.from(values)
        expect(bitsOf(decodeColumns(encodeColumns({ column }))['column'] as Float64Array)).toEqual(bitsOf(column))
      }),
    )
  })

  it('stores prices quoted to the cent in less than two bytes each', () => {
    const close = Float64Array.from({ length: 2520 }, (_, day) => Math.round(10_000 + 900 * Math.sin(day * day)) / 100)
    expect(encodeColumns({ close }).length).toBeLessThan(2520 * 2)
  })

  it('reads what the first format wrote', () => {
    const first = Buffer.from(FIRST_FORMAT, 'base64')
    expect(decodeColumns(first, 'delta-shuffle-zstd-1')).toEqual({
      time: Float64Array.of(0, 86_400_000, 172_800_000),
      close: Float64Array.of(1.5, Number.NaN, -0),
    })
  })

  it('shrinks a day-by-day price series to less than half', () => {
    const time = Float64Array.from({ length: 2520 }, (_, day) => Date.UTC(2010, 0, 1) + day * 86_400_000)
    const equity = Float64Array.from({ length: 2520 }, (_, day) => Math.round(1e7 * (1 + day / 2520 + 0.05 * Math.sin(day))) / 100)
    expect(encodeColumns({ time, equity }).length).toBeLessThan(2520 * 8)
  })

  it('names a damaged frame, a truncated one and a codec it does not know', () => {
    const encoded = encodeColumns({ close: Float64Array.from({ length: 100 }, (_, bar) => bar * 1.37) })
    const damaged = new Uint8Array(encoded)
    damaged[damaged.length >> 1] = (damaged[damaged.length >> 1] as number) ^ 0xff
    expect(() => decodeColumns(damaged)).toThrow(expect.objectContaining({ code: 'database_corrupt' }))
    expect(() => decodeColumns(encoded.subarray(0, 20))).toThrow(expect.objectContaining({ code: 'database_corrupt' }))
    expect(() => decodeColumns(encoded, 'another')).toThrow(expect.objectContaining({ code: 'database_newer' }))
    expect(decodeColumns(encoded, SERIES_CODEC)['close']).toHaveLength(100)
  })

  it('refuses columns of different lengths', () => {
    expect(() => encodeColumns({ a: new Float64Array(2), b: new Float64Array(3) })).toThrow('Column b has 3 rows where a has 2')
  })
})
