import type { Bars } from '#shared/domain/dataset.ts'

const COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const

/** Copies bars into memory that worker threads read without another copy. */
export function shareBars(bars: Bars): Bars {
  const length = bars.time.length
  const memory = new SharedArrayBuffer(COLUMNS.length * length * Float64Array.BYTES_PER_ELEMENT)
  const columns = COLUMNS.map((name, at) => {
    const column = new Float64Array(memory, at * length * Float64Array.BYTES_PER_ELEMENT, length)
    column.set(bars[name])
    return [name, column]
  })
  return Object.fromEntries(columns) as Bars
}
