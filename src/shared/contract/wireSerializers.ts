import { decodeBase64, encodeBase64 } from './base64.ts'

/** How one kind of value crosses a transport that would otherwise damage it. Both ends must use the same list. */
interface WireSerializer {
  readonly type: number
  readonly condition: (data: unknown) => boolean
  readonly serialize: (data: never) => unknown
  readonly deserialize: (serialized: unknown) => unknown
}

const SPECIAL_NUMBERS: Readonly<Record<string, number>> = {
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  '-0': -0,
}

/** JSON would turn the infinities into null and -0 into 0. */
const specialNumbers: WireSerializer = {
  type: 21,
  condition: (data) => data === Number.POSITIVE_INFINITY || data === Number.NEGATIVE_INFINITY || Object.is(data, -0),
  serialize: (data: number) => (Object.is(data, -0) ? '-0' : String(data)),
  deserialize: (serialized) => {
    const value = typeof serialized === 'string' ? SPECIAL_NUMBERS[serialized] : undefined
    if (value === undefined) throw new TypeError('Expected Infinity, -Infinity or -0')
    return value
  },
}

/** Base64 of the little-endian bytes: JSON would turn a typed array into an object of digits. */
const float64Arrays: WireSerializer = {
  type: 22,
  condition: (data) => data instanceof Float64Array,
  serialize: (data: Float64Array) => encodeBase64(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  deserialize: (serialized) => {
    if (typeof serialized !== 'string') throw new TypeError('Expected base64 text of a Float64Array')
    const bytes = decodeBase64(serialized)
    if (bytes.byteLength % Float64Array.BYTES_PER_ELEMENT !== 0) throw new TypeError('Expected whole doubles of 8 bytes')
    return new Float64Array(bytes.buffer)
  },
}

/** For transports that carry text: WebSocket and HTTP. */
export const textWireSerializers = [specialNumbers, float64Arrays]

/** For REST, whose JSON stands alone: doubles as base64, all other values as plain JSON. */
export const restWireSerializers = [float64Arrays]

/** For MessagePort: structured cloning carries typed arrays by itself once {@link transferBinary} asks for it. */
export const portWireSerializers = [specialNumbers]

function holdsBinary(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return true
  if (Symbol.asyncIterator in value) return false
  return (Array.isArray(value) ? value : Object.values(value)).some(holdsBinary)
}

/**
 * Chooses structured cloning (an empty transfer list) only for messages that hold binary. For all others oRPC's own
 * encoding must stay: an empty list on every message breaks event iterators. Views are copied, not moved, because the
 * sender may still hold them.
 */
export function transferBinary(message: unknown): object[] | undefined {
  return holdsBinary(message) ? [] : undefined
}
