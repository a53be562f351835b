import type { Bars } from '#shared/domain/dataset.ts'
import { Kernel, type KernelTerms } from '../kernels/kernel.ts'
import { type BarRange, writeTurnsOfCodes } from '../kernels/turns.ts'
import { CrossTurns, type CrossWidths } from './crossTurns.ts'

/** What a fold leaves of a run. */
export interface FoldedRun {
  /** See runSums.ts; overwritten by the next run. */
  readonly sums: Float64Array
  readonly isOpenAtEnd: boolean
}

interface StreamInput {
  /** All bars there are, warm-up included. */
  readonly bars: Bars
  readonly range: BarRange
}

/** Bars that lie in the kernel's memory at a time: few enough to stay in the processor's cache. */
const CHUNK_BARS = 4096
/** Bars before them that stay: as many as the widest average has, and at least a block. */
const LEAD_BARS = 2048
const BLOCK_ROWS = 16
const DOUBLE = Float64Array.BYTES_PER_ELEMENT
const INT = Int32Array.BYTES_PER_ELEMENT

/** Passes the bars of one run after another through a kernel's memory, chunk by chunk. */
export class BarStream {
  readonly #kernel = new Kernel()
  /** Addresses of a chunk's first close and first open, and of its turns. */
  readonly #closeAt: number
  readonly #openAt: number
  readonly #turnsAt: number
  readonly #closes: Float64Array
  /** Only opens at which something fills are there. */
  readonly #opens: Float64Array
  readonly #turns: Int32Array
  /** All turns of a run on codes. */
  #planned = new Int32Array(0)

  constructor() {
    const kernel = this.#kernel
    const { calls } = kernel
    const columnAt = calls.allocate((LEAD_BARS + CHUNK_BARS) * DOUBLE)
    this.#closeAt = columnAt + LEAD_BARS * DOUBLE
    this.#openAt = calls.allocate(CHUNK_BARS * DOUBLE)
    // One more than bars: the last bar of the chunk before may have decided a turn.
    this.#turnsAt = calls.allocate((CHUNK_BARS + 1) * INT)
    this.#closes = kernel.doubles(columnAt, LEAD_BARS + CHUNK_BARS)
    this.#opens = kernel.doubles(this.#openAt, CHUNK_BARS)
    this.#turns = kernel.ints(this.#turnsAt, CHUNK_BARS + 1)
  }

  setTerms(terms: KernelTerms): void {
    this.#kernel.setTerms(terms)
  }

  /** A run that is long while the fast simple average of closes is above the slow one; null in ruin. */
  runCross(input: StreamInput, widths: CrossWidths): FoldedRun | null {
    const { bars, range } = input
    const endOf = (from: number) => chunkEnd(from, range)
    const load = (from: number, to: number) => {
      // Before the first bar there is nothing to add or subtract.
      if (from === 0) this.#closes.fill(0, LEAD_BARS - widths.slow, LEAD_BARS)
      this.#load(bars.close, from, to)
      return this.#closeAt - from * DOUBLE
    }
    const cross = new CrossTurns({ kernel: this.#kernel, range, endOf, load }, widths)
    this.#kernel.calls.beginFold()
    let waiting = 0
    for (let from = 0; from < range.end; ) {
      const to = endOf(from)
      const found = cross.find(from, to, this.#turnsAt + waiting * INT)
      waiting = this.#fold(input, { from, to }, waiting + found)
      if (waiting < 0) return null
      from = to
    }
    return this.#finish()
  }

  /** A run on signal codes, one for each of all bars; null in ruin. */
  runCodes(input: StreamInput, codes: Int8Array): FoldedRun | null {
    const { first, end } = input.range
    if (this.#planned.length < end) this.#planned = new Int32Array(end)
    const planned = this.#planned.subarray(0, writeTurnsOfCodes(codes, input.range, this.#planned))
    this.#kernel.calls.beginFold()
    let done = 0
    for (let from = first; from < end; ) {
      const to = chunkEnd(from, input.range)
      let next = done
      while (next < planned.length && planned[next]! >> 2 < to - first) next++
      this.#load(input.bars.close, from, to)
      this.#turns.set(planned.subarray(done, next))
      if (this.#fold(input, { from, to }, next - done) < 0) return null
      done = next
      from = to
    }
    return this.#finish()
  }

  /** Brings the closes [from, to) into memory, and those before them that are still asked for. */
  #load(close: Float64Array, from: number, to: number): void {
    const lead = Math.min(from, LEAD_BARS)
    this.#closes.set(close.subarray(from - lead, to), LEAD_BARS - lead)
  }

  /** Plays a chunk; answers how many turns are left for the next (they are put first), -1 in ruin. */
  #fold({ bars: { open }, range: { first, end } }: StreamInput, { from, to }: { from: number; to: number }, count: number): number {
    if (to <= first) return count
    const { calls } = this.#kernel
    const turns = this.#turns
    for (let k = 0; k < count; k++) {
      const bar = (turns[k]! >> 2) + first
      if (bar < to) this.#opens[bar - from] = open[bar]!
    }
    calls.placeBars(this.#openAt + (first - from) * DOUBLE, this.#closeAt + (first - from) * DOUBLE, end - first)
    const taken = calls.foldTurns(this.#turnsAt, count, to - first)
    if (taken < 0) return taken
    if (taken < count) turns[0] = turns[taken]!
    return count - taken
  }

  #finish(): FoldedRun {
    const isOpenAtEnd = this.#kernel.calls.finishFold() !== 0
    return { sums: this.#kernel.sums, isOpenAtEnd }
  }
}

/** Where a chunk ends: with a block of the run's rows (runSums.ts), so that no partial sum is cut in two, or with the run. */
function chunkEnd(from: number, { first, end }: BarRange): number {
  const to = from + CHUNK_BARS
  if (to >= end) return end
  return to > first ? to - ((to - first) % BLOCK_ROWS) : to
}
