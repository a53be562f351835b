import type { Kernel } from '../kernels/kernel.ts'
import type { BarRange } from '../kernels/turns.ts'

/** Where a cross reads its closes from. */
interface CrossInput {
  readonly kernel: Kernel
  readonly range: BarRange
  /** End of the chunk that begins at a bar. */
  readonly endOf: (from: number) => number
  /** Brings the closes [from, to) and those before them into the kernel's memory; answers where bar 0 would lie. */
  readonly load: (from: number, to: number) => number
}

export interface CrossWidths {
  readonly fast: number
  readonly slow: number
}

/** Doubts after which signs are left alone: prices on a coarse grid tie again and again. */
const MAX_DOUBTS = 3

/**
 * Finds the turns of a cross of averages, chunk after chunk: from the signs of their difference, and by the exact sums
 * where a sign is in doubt. The turns are those of the exact sums either way.
 */
export class CrossTurns {
  readonly #input: CrossInput
  /** Bars that the exact sums have taken. */
  #summed = 0
  #doubts = 0

  constructor(input: CrossInput, { fast, slow }: CrossWidths) {
    this.#input = input
    input.kernel.calls.beginSigns(fast, slow)
    input.kernel.calls.beginCross(fast, slow)
  }

  /** Writes the turns that the next chunk decides to an address, with room for one a bar; answers how many. */
  find(from: number, to: number, turnsAt: number): number {
    const { kernel, range, load } = this.#input
    const { first, end } = range
    const closeAt = load(from, to)
    const found = this.#doubts < MAX_DOUBTS ? kernel.calls.readTurns(closeAt, from, to, first, end - 1, turnsAt) : -1
    return found < 0 ? this.#sum(from, to, turnsAt) : found
  }

  #sum(from: number, to: number, turnsAt: number): number {
    const { kernel, range, endOf, load } = this.#input
    const { calls } = kernel
    let found = 0
    for (let at = this.#summed; at < to; at = endOf(at)) {
      // What bars before `from` decide is known already and overwritten by the next.
      found = calls.findTurns(load(at, endOf(at)), at, endOf(at), range.first, range.end - 1, turnsAt)
    }
    this.#summed = to
    this.#doubts = calls.followChain(load(from, to), to) === 0 ? MAX_DOUBTS : this.#doubts + 1
    return found
  }
}
