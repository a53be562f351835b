import type { Kernel } from '../../kernels/kernel.ts'
import { type BarRange, writeTurnsOfCodes } from '../../kernels/turns.ts'
import type { FoldedRun } from '../../simulator/barStream.ts'
import { type Wishes, writeTurnsOfWishes } from './wishes.ts'

/** Beyond so many bars the table of spans would take more memory than it saves time. */
const MAX_TABLE_BARS = 100_000

/**
 * Folds runs of whole positions over the same bars, which lie in the kernel's memory. A table of sums over their spans
 * serves all runs: a long then costs a step for every 16 bars it is held.
 */
export class TurnFold implements FoldedRun {
  isOpenAtEnd = false
  readonly #kernel: Kernel
  readonly #range: BarRange
  readonly #turnsAt: number

  constructor(kernel: Kernel, range: BarRange) {
    this.#kernel = kernel
    this.#range = range
    const rows = range.end - range.first
    this.#turnsAt = kernel.calls.allocate(rows * Int32Array.BYTES_PER_ELEMENT)
    if (rows <= MAX_TABLE_BARS) kernel.calls.fillTable()
    else kernel.calls.forgetTable()
  }

  get sums(): Float64Array {
    return this.#kernel.sums
  }

  /** These answer false where the account is ruined: only the simulator knows what follows. */
  runCodes(codes: Int8Array): boolean {
    return this.#run(writeTurnsOfCodes(codes, this.#range, this.#turns()))
  }

  runWishes(wishes: Wishes): boolean {
    return this.#run(writeTurnsOfWishes(wishes, this.#range, this.#turns()))
  }

  /** A pair of averages whose crosses the kernel has found. */
  runPair(pair: number): boolean {
    return this.#run(this.#kernel.calls.turnsOfPair(pair, this.#range.first, this.#turnsAt))
  }

  #turns(): Int32Array {
    return this.#kernel.ints(this.#turnsAt, this.#range.end - this.#range.first)
  }

  #run(count: number): boolean {
    const { calls } = this.#kernel
    calls.beginFold()
    if (calls.foldTurns(this.#turnsAt, count, this.#range.end - this.#range.first) < 0) return false
    this.isOpenAtEnd = calls.finishFold() !== 0
    return true
  }
}
