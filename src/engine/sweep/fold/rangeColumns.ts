import type { Bars } from '#shared/domain/dataset.ts'
import type { Kernel } from '../../kernels/kernel.ts'
import type { BarRange } from '../../kernels/turns.ts'

const DOUBLE = Float64Array.BYTES_PER_ELEMENT

/** Copies numbers into a kernel's memory; answers their address. */
export function placeColumn(kernel: Kernel, column: Float64Array): number {
  const at = kernel.calls.allocate(column.length * DOUBLE)
  kernel.doubles(at, column.length).set(column)
  return at
}

/** Brings the bars of all runs of a sweep into a kernel's memory. */
export function placeRange(kernel: Kernel, { open, close }: Bars, { first, end }: BarRange): void {
  const openAt = placeColumn(kernel, open.subarray(first, end))
  // One close more, for the return of the first bar.
  const closeAt = placeColumn(kernel, close.subarray(Math.max(first - 1, 0), end)) + (first > 0 ? DOUBLE : 0)
  kernel.calls.placeBars(openAt, closeAt, end - first)
}
