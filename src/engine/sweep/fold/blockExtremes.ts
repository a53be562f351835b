/** Highest and lowest close of neighbouring blocks, in two steps however many they are (a sparse table). */
export class BlockExtremes {
  /** Level l begins at l * blocks: its entry b is the extreme of the 2^l blocks from b on. */
  readonly #highs: Float64Array
  readonly #lows: Float64Array
  readonly #blocks: number

  /** `extremes` holds high and low of each block in turn, and may hold more. */
  constructor(extremes: Float64Array, blocks: number) {
    const levels = 32 - Math.clz32(blocks)
    this.#blocks = blocks
    this.#highs = new Float64Array(levels * blocks)
    this.#lows = new Float64Array(levels * blocks)
    for (let block = 0; block < blocks; block++) {
      this.#highs[block] = extremes[block * 2]!
      this.#lows[block] = extremes[block * 2 + 1]!
    }
    for (let level = 1; level < levels; level++) this.#fillLevel(level)
  }

  #fillLevel(level: number): void {
    const half = 1 << (level - 1)
    const below = (level - 1) * this.#blocks
    const at = level * this.#blocks
    for (let block = 0; block + 2 * half <= this.#blocks; block++) {
      this.#highs[at + block] = Math.max(this.#highs[below + block]!, this.#highs[below + block + half]!)
      this.#lows[at + block] = Math.min(this.#lows[below + block]!, this.#lows[below + block + half]!)
    }
  }

  /** Highest close of the blocks [first, end), at least one. */
  high(first: number, end: number): number {
    const level = 31 - Math.clz32(end - first)
    const at = level * this.#blocks
    const left = this.#highs[at + first]!
    const right = this.#highs[at + end - (1 << level)]!
    return left > right ? left : right
  }

  low(first: number, end: number): number {
    const level = 31 - Math.clz32(end - first)
    const at = level * this.#blocks
    const left = this.#lows[at + first]!
    const right = this.#lows[at + end - (1 << level)]!
    return left < right ? left : right
  }
}
