/** Prices are quoted in few decimals; nine serve every market's ticks and keep the scaled number small. */
const MAX_DECIMALS = 9
const LOW_WORD = 2 ** 32

/**
 * The fewest decimals 0..9 with which every value is exactly an integer / 10^decimals, in the very same bits; null when
 * there is no such number (NaN, infinities, -0, values of 2^53 and more after scaling, and most results of arithmetic).
 * An integer below 2^53 divided by 10^decimals is the double a decimal literal denotes: both are rounded correctly once.
 */
export function decimalsOf(column: Float64Array): number | null {
  for (let decimals = 0; decimals <= MAX_DECIMALS; decimals += 1) {
    if (isDecimal(column, 10 ** decimals)) return decimals
  }
  return null
}

function isDecimal(column: Float64Array, scale: number): boolean {
  for (const value of column) {
    // Adding 0 turns -0 into 0, which then differs from the value.
    const scaled = Math.round(value * scale) + 0
    if (!(Number.isSafeInteger(scaled) && Object.is(scaled / scale, value))) return false
  }
  return true
}

/** The scaled integers as 64-bit two's complement words, low word first. */
export function toScaledWords(column: Float64Array, decimals: number): Uint32Array {
  const scale = 10 ** decimals
  const words = new Uint32Array(2 * column.length)
  for (let row = 0; row < column.length; row += 1) {
    const scaled = Math.round((column[row] as number) * scale)
    words[2 * row] = scaled
    words[2 * row + 1] = Math.floor(scaled / LOW_WORD)
  }
  return words
}

/** The inverse of `toScaledWords`. */
export function fromScaledWords(words: Uint32Array, decimals: number): Float64Array {
  const scale = 10 ** decimals
  const column = new Float64Array(words.length / 2)
  for (let row = 0; row < column.length; row += 1) {
    const high = (words[2 * row + 1] as number) | 0
    column[row] = (high * LOW_WORD + (words[2 * row] as number)) / scale
  }
  return column
}
