import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase64, encodeBase64 } from './base64.ts'
import { textWireSerializers, transferBinary } from './wireSerializers.ts'

function overTheWire(value: unknown): unknown {
  const serializer = textWireSerializers.find(({ condition }) => condition(value))
  if (serializer === undefined) throw new Error(`Nothing serialises ${String(value)}`)
  return serializer.deserialize(JSON.parse(JSON.stringify(serializer.serialize(value as never))))
}

const bitsOf = (series: Float64Array) => Array.from(new BigUint64Array(series.slice().buffer))

describe('base64', () => {
  it('agrees with the platform on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const text = encodeBase64(bytes)
        expect(text).toBe(Buffer.from(bytes).toString('base64'))
        expect(decodeBase64(text)).toEqual(bytes)
      }),
    )
  })

  it.each([
    { name: 'a wrong length', text: 'AAA', message: 'multiple of 4' },
    { name: 'a foreign character', text: 'AA*A', message: 'position 2' },
    { name: 'a letter outside ASCII', text: 'AAAé', message: 'position 3' },
    { name: 'padding in the middle', text: 'AA==AAAA', message: 'position 2' },
  ])('refuses $name', ({ text, message }) => {
    expect(() => decodeBase64(text)).toThrow(message)
  })
})

describe('wire serializers', () => {
  it('carries doubles bit for bit, NaN, infinities and -0 included', () => {
    const series = Float64Array.of(0, -0, 1 / 3, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324, Number.MAX_VALUE)
    expect(bitsOf(overTheWire(series) as Float64Array)).toEqual(bitsOf(series))
  })

  it('carries only the viewed part of a larger buffer', () => {
    const view = Float64Array.of(1, 2, 3, 4).subarray(1, 3)
    expect(overTheWire(view)).toEqual(Float64Array.of(2, 3))
  })

  it.each([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0])('carries %d', (value) => {
    expect(overTheWire(value)).toBe(value)
  })

  it('leaves ordinary values to JSON', () => {
    for (const value of [0, 1.5, 'Infinity', null, [], {}, Number.NaN]) {
      expect(textWireSerializers.some(({ condition }) => condition(value))).toBe(false)
    }
  })

  it.each([{ serialized: 7 }, { serialized: 'AAAA' }, { serialized: '****' }])(
    'refuses $serialized where a series is announced',
    ({ serialized }) => {
      const float64Arrays = textWireSerializers.find(({ condition }) => condition(new Float64Array()))
      expect(() => float64Arrays?.deserialize(serialized)).toThrow(TypeError)
    },
  )
})

describe('transferBinary', () => {
  it('asks for structured cloning only when a message holds binary', () => {
    expect(transferBinary(['1', 2, { body: { json: { time: Float64Array.of(1) } } }])).toEqual([])
    expect(transferBinary(['1', 2, { body: { json: { rows: [{ bytes: new ArrayBuffer(8) }] } } }])).toEqual([])
    expect(transferBinary(['1', 2, { body: { json: { rows: [1, 'text', null] } } }])).toBeUndefined()
  })
})
