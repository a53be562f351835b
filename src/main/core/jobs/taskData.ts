import type { Bars } from '#shared/domain/dataset.ts'
import type { SharedPanel } from './sharedPanel.ts'

/** MarketData on their way to a worker thread. */
export type TaskData = { readonly bars: Bars; readonly symbol: string } | { readonly sharedPanel: SharedPanel }

/** The same data in memory of their own, for another process cannot share any. */
export function copyTaskData(data: TaskData): TaskData {
  if ('sharedPanel' in data) {
    const { memory, instruments } = data.sharedPanel
    const own = new ArrayBuffer(memory.byteLength)
    new Uint8Array(own).set(new Uint8Array(memory))
    // Whoever opens a panel makes views on its memory and does not mind which kind it is.
    return { sharedPanel: { instruments, memory: own as unknown as SharedArrayBuffer } }
  }
  const { time, open, high, low, close, volume } = data.bars
  const copy = (column: Float64Array) => Float64Array.from(column)
  const bars = { time: copy(time), open: copy(open), high: copy(high), low: copy(low), close: copy(close), volume: copy(volume) }
  return { bars, symbol: data.symbol }
}
