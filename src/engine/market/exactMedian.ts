/** Values in pieces, read again on each call; none is NaN. */
export type Passes = () => Iterable<Float64Array>

/** So many values are sorted at once; more are narrowed down first. */
const SORTED_AT_ONCE = 65_536
/** The bits of a double are taken 16 at a time, highest first. */
const DIGITS = 4
const DIGIT_VALUES = 65_536

/** The middle value, or the mean of both middle ones, of `count` > 0 values: exact, in memory that does not grow with them. */
export function exactMedian(passes: Passes, count: number): number {
  const half = count >> 1
  if (count % 2 === 1) return valueAtRank(passes, half, count)
  return (valueAtRank(passes, half - 1, count) + valueAtRank(passes, half, count)) / 2
}

/**
 * The value that stands at `rank` (from 0) once all are sorted. The bits of doubles, turned round for negative ones, have
 * the order of the doubles; each pass counts how many values share the digits found so far and have each next one.
 */
export function valueAtRank(passes: Passes, rank: number, count: number): number {
  const prefix: number[] = []
  let before = 0
  let left = count
  while (left > SORTED_AT_ONCE && prefix.length < DIGITS) {
    const counts = countDigits(passes, prefix)
    let digit = 0
    for (; before + counts[digit]! <= rank; digit++) before += counts[digit]!
    prefix.push(digit)
    left = counts[digit]!
  }
  return matching(passes, prefix, Math.min(left, SORTED_AT_ONCE)).sort()[Math.min(rank - before, SORTED_AT_ONCE - 1)]!
}

function countDigits(passes: Passes, prefix: readonly number[]): Uint32Array {
  const counts = new Uint32Array(DIGIT_VALUES)
  const place = prefix.length
  for (const piece of passes()) {
    const words = wordsOf(piece)
    for (let i = 0; i < words.length; i += 2) if (startsWith(words, i, prefix)) counts[digitAt(words, i, place)]!++
  }
  return counts
}

/** The first `limit` values that begin with these digits; with all four of them every one is the same. */
function matching(passes: Passes, prefix: readonly number[], limit: number): Float64Array {
  const found = new Float64Array(limit)
  let at = 0
  for (const piece of passes()) {
    const words = wordsOf(piece)
    for (let i = 0; i < words.length && at < limit; i += 2) if (startsWith(words, i, prefix)) found[at++] = piece[i >> 1]!
    if (at === limit) break
  }
  return found
}

function startsWith(words: Uint32Array, at: number, prefix: readonly number[]): boolean {
  for (let place = 0; place < prefix.length; place++) if (digitAt(words, at, place) !== prefix[place]) return false
  return true
}

/** Low word first, as every machine this runs on keeps its doubles. */
function wordsOf(piece: Float64Array): Uint32Array {
  return new Uint32Array(piece.buffer, piece.byteOffset, 2 * piece.length)
}

function digitAt(words: Uint32Array, at: number, place: number): number {
  const isNegative = words[at + 1]! >>> 31 === 1
  const word = words[at + (place < 2 ? 1 : 0)]!
  const digit = place % 2 === 0 ? word >>> 16 : word & 0xffff
  if (isNegative) return digit ^ 0xffff
  return place === 0 ? digit | 0x8000 : digit
}
