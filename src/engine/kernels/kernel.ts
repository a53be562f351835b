import { SUM_COUNT } from '../metrics/runSums.ts'
import { decodeBase64 } from './decodeBase64.ts'
import { KERNEL_BYTES } from './kernelBytes.ts'

/** The functions of src/kernels, described there. Addresses are bytes in the kernel's memory. */
interface KernelCalls {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly allocate: (bytes: number) => number
  readonly freeAll: () => void
  readonly termsAt: () => number
  readonly readTerms: () => void
  readonly placeBars: (open: number, close: number, rows: number) => void
  readonly sumsAt: () => number
  readonly fillTable: () => void
  readonly forgetTable: () => void
  readonly beginFold: () => void
  readonly foldTurns: (turns: number, count: number, end: number) => number
  readonly finishFold: () => number
  readonly beginCross: (fast: number, slow: number) => void
  readonly findTurns: (close: number, from: number, to: number, firstBar: number, lastBar: number, turns: number) => number
  readonly beginSigns: (fast: number, slow: number) => void
  readonly followChain: (close: number, bar: number) => number
  readonly readTurns: (close: number, from: number, to: number, firstBar: number, lastBar: number, turns: number) => number
  readonly clearCrosses: () => void
  readonly dropLog: () => void
  readonly beginPass: (close: number, widths: number, slow: number, fast: number, numbers: number, stride: number) => void
  readonly passBars: (from: number, to: number) => void
  readonly groupByPair: (pairs: number) => void
  readonly turnsOfPair: (pair: number, firstBar: number, turns: number) => number
  readonly targetLimitsAt: () => number
  readonly exposuresAt: () => number
  readonly foldTargets: () => number
}

/** What is used of WebAssembly here: the engine is compiled without the declarations of any host. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object
  readonly Instance: new (module: object) => { readonly exports: unknown }
}

/** The terms of a run's trades. Rates are fractions of a fill's value. */
export interface KernelTerms {
  readonly initialCash: number
  /** Risk-free return of one period. */
  readonly target: number
  readonly feeRate: number
  readonly buyFactor: number
  readonly sellFactor: number
}

/** Runs folded at once: two to each of the VECTORS of foldTargets.ts; terms.ts has room for their sums. */
export const RUNS_AT_ONCE = 4

/** Compiled on first use, once a thread. */
let compiled: object | null = null

/** An instance of the kernels with memory of its own. Views of the memory are void once anything was allocated. */
export class Kernel {
  readonly calls: KernelCalls
  readonly #sumsAt: number
  /** Of each run folded at once. */
  #sums: readonly Float64Array[]

  constructor() {
    compiled ??= new WebAssembly.Module(decodeBase64(KERNEL_BYTES))
    this.calls = new WebAssembly.Instance(compiled).exports as KernelCalls
    this.#sumsAt = this.calls.sumsAt()
    this.#sums = this.#viewSums()
  }

  /** The sums (runSums.ts) of the run folded last. Overwritten by the next. */
  get sums(): Float64Array {
    return this.sumsOf(0)
  }

  /** The sums of one of RUNS_AT_ONCE that were folded at once. */
  sumsOf(run: number): Float64Array {
    if (this.#sums[0]!.buffer !== this.calls.memory.buffer) this.#sums = this.#viewSums()
    return this.#sums[run]!
  }

  #viewSums(): Float64Array[] {
    return Array.from({ length: RUNS_AT_ONCE }, (_, run) =>
      this.doubles(this.#sumsAt + run * SUM_COUNT * Float64Array.BYTES_PER_ELEMENT, SUM_COUNT),
    )
  }

  get bytes(): number {
    return this.calls.memory.buffer.byteLength
  }

  doubles(at: number, length: number): Float64Array {
    return new Float64Array(this.calls.memory.buffer, at, length)
  }

  ints(at: number, length: number): Int32Array {
    return new Int32Array(this.calls.memory.buffer, at, length)
  }

  setTerms({ initialCash, target, feeRate, buyFactor, sellFactor }: KernelTerms): void {
    this.doubles(this.calls.termsAt(), 5).set([initialCash, target, feeRate, buyFactor, sellFactor])
    this.calls.readTerms()
  }

  /** Forgets everything that was allocated. */
  reset(): void {
    this.calls.freeAll()
    this.calls.dropLog()
  }
}

/** Larger ones are left to the garbage collector: their memory never shrinks. */
const MAX_KEPT_BYTES = 64e6
const idle: Kernel[] = []

/** Lends a kernel with empty memory to some work. Kernels are kept for the next: fresh memory costs more than most work. */
export function withKernel<Result>(work: (kernel: Kernel) => Result): Result {
  const kernel = idle.pop() ?? new Kernel()
  try {
    return work(kernel)
  } finally {
    kernel.reset()
    if (kernel.bytes <= MAX_KEPT_BYTES) idle.push(kernel)
  }
}
