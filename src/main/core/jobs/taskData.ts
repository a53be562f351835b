import { mergeTimes } from '#engine/market/mergeTimes.ts'
import { sliceBars } from '#engine/market/sliceBars.ts'
import { splitPanel } from '#engine/panel/panel.ts'
import type { Bars, MarketSeries } from '#shared/domain/dataset.ts'
import { shareBars } from './sharedBars.ts'
import { openPanel, openSeries, type SharedPanel, sharePanel } from './sharedPanel.ts'

/** MarketSeries on their way to a worker thread. */
export type SeriesData = { readonly bars: Bars } | { readonly sharedPanel: SharedPanel }

/** MarketData on their way to a worker thread. */
export type TaskData = { readonly bars: Bars; readonly symbol: string } | { readonly sharedPanel: SharedPanel }

/** Copies data into memory that worker threads read without another copy. */
export function shareSeries(data: MarketSeries): SeriesData {
  return 'panel' in data ? { sharedPanel: sharePanel(splitPanel(data.panel)) } : { bars: shareBars(data.bars) }
}

/** The panel is put on its calendar here, in the thread that reads it. */
export function openSharedSeries(data: SeriesData): MarketSeries {
  return 'sharedPanel' in data ? { panel: openPanel(data.sharedPanel) } : data
}

/** Every instant of the data, epoch ms UTC, strictly increasing. */
export function calendarOfShared(data: SeriesData): Float64Array {
  return 'bars' in data ? data.bars.time : mergeTimes(openSeries(data.sharedPanel).map(({ bars }) => bars.time))
}

/** The data with only the bars before an instant. */
export function dataBefore(data: TaskData, endMs: number): TaskData {
  const before = (bars: Bars) => sliceBars(bars, 0, bars.time.filter((instant) => instant < endMs).length)
  if ('bars' in data) return { ...data, bars: before(data.bars) }
  const series = openSeries(data.sharedPanel).map(({ symbol, bars, carry }) => {
    const kept = before(bars)
    return { symbol, bars: kept, carry: carry?.subarray(0, kept.time.length) ?? null }
  })
  return { sharedPanel: sharePanel(series) }
}

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
