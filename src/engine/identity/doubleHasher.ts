import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

const BLOCK_BYTES = 65_536

/**
 * SHA-256 over doubles as IEEE-754 little-endian bytes, the same on every machine: -0 is written as 0 and every NaN as
 * the quiet NaN 7ff8000000000000.
 */
export class DoubleHasher {
  readonly #hash = sha256.create()
  readonly #block = new DataView(new ArrayBuffer(BLOCK_BYTES))
  #used = 0

  add(value: number): void {
    if (this.#used === BLOCK_BYTES) this.#flush()
    if (Number.isNaN(value)) this.#block.setBigUint64(this.#used, 0x7ff8000000000000n, true)
    else this.#block.setFloat64(this.#used, value + 0, true)
    this.#used += 8
  }

  /** The column's length, then its values: columns can never run into one another. */
  addColumn(column: Float64Array): void {
    this.add(column.length)
    for (let i = 0; i < column.length; i++) this.add(column[i]!)
  }

  /** The text's code points as a column. */
  addText(text: string): void {
    this.addColumn(Float64Array.from(text, (character) => character.codePointAt(0)!))
  }

  /** Lower-case hexadecimal; the hasher is spent afterwards. */
  toHex(): string {
    this.#flush()
    return bytesToHex(this.#hash.digest())
  }

  #flush(): void {
    this.#hash.update(new Uint8Array(this.#block.buffer, 0, this.#used))
    this.#used = 0
  }
}
