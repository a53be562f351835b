/** Finds signal codes; passes over four bars at a time where all of them hold (HOLD is 0). */
export class CodeScanner {
  readonly #codes: Int8Array
  /** The codes in words of four; empty where they do not lie on a word's boundary. */
  readonly #words: Int32Array

  constructor(codes: Int8Array) {
    const isAligned = codes.byteOffset % 4 === 0
    this.#codes = codes
    this.#words = isAligned ? new Int32Array(codes.buffer, codes.byteOffset, codes.length >> 2) : new Int32Array(0)
  }

  /** First row from `from` on whose code is in the set of bits `wanted`; the number of rows when there is none. */
  next(from: number, wanted: number): number {
    const codes = this.#codes
    const words = this.#words
    let row = from
    for (;;) {
      while (row < codes.length && (row & 3) !== 0 && ((wanted >> codes[row]!) & 1) === 0) row++
      if (row >= codes.length || (row & 3) !== 0) return row
      let word = row >> 2
      while (word < words.length && words[word] === 0) word++
      row = word > row >> 2 ? word << 2 : row
      if (row >= codes.length || ((wanted >> codes[row]!) & 1) === 1) return row
      row++
    }
  }
}
