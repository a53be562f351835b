import type { Kernel } from '../../kernels/kernel.ts'
import { placeColumn } from '../fold/rangeColumns.ts'

export interface CrossPairs {
  /** Widths of the averages, in bars; the slow ones ascending. */
  readonly fast: Int32Array
  readonly slow: Int32Array
  /** Number of the pair at fast * slow.length + slow, 0 to count - 1; -1 where the pair is not wanted. */
  readonly numbers: Int32Array
  readonly count: number
}

/** Slow lines whose set fits a word. */
const GROUP_LINES = 64
/** Bars of one call; fewer where many pairs would claim much memory for their crosses. */
const CALL_BARS = 32
const MAX_CALL_CROSSES = 1_000_000
/** Bars between two looks at the control. */
const WATCH_BARS = 4096
const INT = Int32Array.BYTES_PER_ELEMENT

/** Finds all crosses of a family of fast averages with a family of slow ones; TurnFold.runPair then knows them. */
export function findCrosses(kernel: Kernel, close: Float64Array, { pairs, onPass }: { pairs: CrossPairs; onPass: () => void }): void {
  const { calls } = kernel
  const { fast, slow, numbers, count } = pairs
  // Zeros before the first close: what leaves a window that is not full.
  const lead = Math.max(...fast, ...slow)
  const padded = new Float64Array(lead + close.length)
  padded.set(close, lead)
  const closeAt = placeColumn(kernel, padded) + lead * Float64Array.BYTES_PER_ELEMENT
  const numbersAt = placeInts(kernel, numbers)
  calls.clearCrosses()
  for (let first = 0; first < slow.length; first += GROUP_LINES) {
    const group = slow.subarray(first, first + GROUP_LINES)
    const widthsAt = placeInts(kernel, Int32Array.from([...evenLines(group), ...evenLines(fast)]))
    calls.beginPass(closeAt, widthsAt, group.length, fast.length, numbersAt + first * INT, slow.length)
    const step = Math.min(CALL_BARS, Math.max(1, Math.floor(MAX_CALL_CROSSES / (fast.length * group.length))))
    for (let bar = 0; bar < close.length; bar += step) {
      if (bar % WATCH_BARS < step) onPass()
      calls.passBars(bar, Math.min(bar + step, close.length))
    }
  }
  calls.groupByPair(count)
}

/** Lines go through the kernel two by two: the last one twice where their number is odd. */
function evenLines(widths: Int32Array): number[] {
  const lines = Array.from(widths)
  return lines.length % 2 === 0 ? lines : [...lines, lines.at(-1)!]
}

function placeInts(kernel: Kernel, ints: Int32Array): number {
  const at = kernel.calls.allocate(ints.byteLength)
  kernel.ints(at, ints.length).set(ints)
  return at
}
