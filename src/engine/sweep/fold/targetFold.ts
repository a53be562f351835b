import { type Kernel, RUNS_AT_ONCE } from '../../kernels/kernel.ts'
import type { BarRange } from '../../kernels/turns.ts'
import type { FoldedRun } from '../../simulator/barStream.ts'
import type { TargetTerms } from '../../simulator/foldTerms.ts'
import type { ExposureFactors } from '../decisions/sharedExposure.ts'
import { placeColumn } from './rangeColumns.ts'

const DOUBLE = Float64Array.BYTES_PER_ELEMENT
/** Numbers of shared factors that may lie in the kernel's memory: 24 MB of doubles. */
const MAX_PLACED = 3_000_000

/** Addresses of the two columns whose product is the exposure of a run. */
interface PlacedExposure {
  readonly sides: number
  readonly sizes: number
}

/** Folds runs that resize towards target exposures, RUNS_AT_ONCE at a time, over bars that lie in the kernel's memory. */
export class TargetFold {
  readonly #kernel: Kernel
  readonly #range: BarRange
  readonly #ones: number
  /** Memory for the exposures of one run each. */
  readonly #own: readonly PlacedExposure[]
  readonly #asked: PlacedExposure[]
  readonly #placed = new Map<Float64Array, number>()
  #placedNumbers = 0

  constructor(kernel: Kernel, range: BarRange, { perUnit, minimum, maxLeverage, isFractional }: TargetTerms) {
    const rows = range.end - range.first
    this.#kernel = kernel
    this.#range = range
    this.#ones = placeColumn(kernel, new Float64Array(rows).fill(1))
    const own = () => ({ sides: this.#ones, sizes: placeColumn(kernel, new Float64Array(rows).fill(Number.NaN)) })
    this.#own = Array.from({ length: RUNS_AT_ONCE }, own)
    this.#asked = [...this.#own]
    kernel.doubles(kernel.calls.targetLimitsAt(), 4).set([perUnit, minimum, maxLeverage, isFractional ? 1 : 0])
  }

  /** Gives one of the runs its exposures: one for each of all bars, NaN for none. */
  ask(run: number, exposure: Float64Array): void {
    const { first, end } = this.#range
    const own = this.#own[run]!
    this.#kernel.doubles(own.sizes, end - first).set(exposure.subarray(first, end))
    this.#asked[run] = own
  }

  /** The same from factors that other runs share: they are brought into the kernel's memory once. */
  askProduct(run: number, { sides, sizes }: ExposureFactors): void {
    const placed = { sides: this.#place(sides), sizes: this.#place(sizes) }
    if (placed.sides === null || placed.sizes === null) this.ask(run, multiply(sides, sizes))
    else this.#asked[run] = { sides: placed.sides, sizes: placed.sizes }
  }

  /** null when there is no room. */
  #place(column: Float64Array): number | null {
    const known = this.#placed.get(column)
    if (known !== undefined) return known
    if (this.#placedNumbers + column.length > MAX_PLACED) return null
    const at = placeColumn(this.#kernel, column) + this.#range.first * DOUBLE
    this.#placed.set(column, at)
    this.#placedNumbers += column.length
    return at
  }

  /** The sums of each run; null for one that is ruined or leaves no trace of a fill, which only the simulator can measure. */
  run(): readonly (FoldedRun | null)[] {
    const kernel = this.#kernel
    kernel.ints(kernel.calls.exposuresAt(), RUNS_AT_ONCE * 2).set(this.#asked.flatMap(({ sides, sizes }) => [sides, sizes]))
    const found = kernel.calls.foldTargets()
    return this.#asked.map((_, run) => {
      const bits = found >> ((run >> 1) * 4 + (run & 1))
      return (bits & 1) === 0 ? { sums: kernel.sumsOf(run), isOpenAtEnd: (bits & 4) !== 0 } : null
    })
  }
}

export function multiply(sides: Float64Array, sizes: Float64Array): Float64Array {
  return sides.map((side, bar) => side * sizes[bar]!)
}
