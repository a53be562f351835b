/**
 * 64-bit integers (two's complement, low word first) as byte planes: each is replaced by its zigzagged difference from
 * the one before, and plane k holds byte k of every difference. Neighbours that lie close leave the high planes empty;
 * those are not stored. Works in two 32-bit halves: BigInt would be fifty times slower.
 */
export interface BytePlanes {
  /** How many planes there are, 0..8; the higher ones would hold zeros only. */
  readonly count: number
  /** Plane after plane, `rows` bytes each. */
  readonly bytes: Uint8Array
}

/** `words` holds the low and the high word of each integer, and is overwritten. */
export function toBytePlanes(words: Uint32Array): BytePlanes {
  const rows = words.length / 2
  const [anyLow, anyHigh] = zigzagDeltas(words)
  const count = anyHigh === 0 ? usedBytes(anyLow) : 4 + usedBytes(anyHigh)
  const bytes = new Uint8Array(count * rows)
  for (let plane = 0; plane < count; plane += 1) {
    const word = plane >> 2
    const shift = 8 * (plane & 3)
    const start = plane * rows
    for (let row = 0; row < rows; row += 1) bytes[start + row] = (words[2 * row + word] as number) >>> shift
  }
  return { count, bytes }
}

/** Answers the bits that occur in any low and in any high word. */
function zigzagDeltas(words: Uint32Array): [low: number, high: number] {
  let previousLow = 0
  let previousHigh = 0
  let anyLow = 0
  let anyHigh = 0
  for (let at = 0; at < words.length; at += 2) {
    const low = words[at] as number
    const high = words[at + 1] as number
    const deltaLow = (low - previousLow) >>> 0
    const deltaHigh = (high - previousHigh - (low < previousLow ? 1 : 0)) >>> 0
    const sign = deltaHigh & 0x80000000 ? 0xffffffff : 0
    const zigzagLow = (deltaLow << 1) ^ sign
    const zigzagHigh = ((deltaHigh << 1) | (deltaLow >>> 31)) ^ sign
    words[at] = zigzagLow
    words[at + 1] = zigzagHigh
    anyLow |= zigzagLow
    anyHigh |= zigzagHigh
    previousLow = low
    previousHigh = high
  }
  return [anyLow, anyHigh]
}

const usedBytes = (word: number) => Math.ceil((32 - Math.clz32(word)) / 8)

/** The words behind planes: the inverse of `toBytePlanes`. */
export function fromBytePlanes({ count, bytes }: BytePlanes, rows: number): Uint32Array {
  const words = new Uint32Array(2 * rows)
  for (let plane = 0; plane < count; plane += 1) {
    const word = plane >> 2
    const shift = 8 * (plane & 3)
    const start = plane * rows
    for (let row = 0; row < rows; row += 1) words[2 * row + word]! |= (bytes[start + row] as number) << shift
  }
  sumZigzag(words)
  return words
}

function sumZigzag(words: Uint32Array): void {
  let previousLow = 0
  let previousHigh = 0
  for (let at = 0; at < words.length; at += 2) {
    const zigzagLow = words[at] as number
    const zigzagHigh = words[at + 1] as number
    const sign = zigzagLow & 1 ? 0xffffffff : 0
    const deltaLow = (((zigzagLow >>> 1) | (zigzagHigh << 31)) ^ sign) >>> 0
    const deltaHigh = ((zigzagHigh >>> 1) ^ sign) >>> 0
    const sum = previousLow + deltaLow
    previousLow = sum >>> 0
    previousHigh = (previousHigh + deltaHigh + (sum > 0xffffffff ? 1 : 0)) >>> 0
    words[at] = previousLow
    words[at + 1] = previousHigh
  }
}
