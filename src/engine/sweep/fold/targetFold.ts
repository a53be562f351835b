import type { Kernel } from '../../kernels/kernel.ts'
import type { BarRange } from '../../kernels/turns.ts'
import type { FoldedRun } from '../../simulator/barStream.ts'
import type { TargetTerms } from '../../simulator/foldTerms.ts'

const DOUBLE = Float64Array.BYTES_PER_ELEMENT

/** Folds runs that resize towards target exposures, two at a time, over bars that lie in the kernel's memory. */
export class TargetFold {
  readonly #kernel: Kernel
  readonly #range: BarRange
  readonly #exposureAt: readonly number[]
  readonly #bars: number

  constructor(kernel: Kernel, range: BarRange, { bars, limits }: { bars: number; limits: TargetTerms }) {
    this.#kernel = kernel
    this.#range = range
    this.#bars = bars
    this.#exposureAt = [kernel.calls.allocate(bars * DOUBLE), kernel.calls.allocate(bars * DOUBLE)]
    const { perUnit, minimum, maxLeverage, isFractional } = limits
    kernel.doubles(kernel.calls.targetLimitsAt(), 4).set([perUnit, minimum, maxLeverage, isFractional ? 1 : 0])
  }

  /** Where the exposures of the first (second) run are to be written: one for each of all bars, NaN for none. */
  exposure(half: number): Float64Array {
    return this.#kernel.doubles(this.#exposureAt[half]!, this.#bars)
  }

  /** The sums of both runs; null for one that is ruined or leaves no trace of a fill, which only the simulator can measure. */
  run(): readonly [FoldedRun | null, FoldedRun | null] {
    const [first, second] = this.#exposureAt.map((at) => at + this.#range.first * DOUBLE) as [number, number]
    const found = this.#kernel.calls.foldTargets(first, second)
    const { sums, secondSums } = this.#kernel
    return [
      (found & 1) === 0 ? { sums, isOpenAtEnd: (found & 4) !== 0 } : null,
      (found & 2) === 0 ? { sums: secondSums, isOpenAtEnd: (found & 8) !== 0 } : null,
    ]
  }
}
