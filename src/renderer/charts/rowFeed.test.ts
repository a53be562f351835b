import type { LogicalRange, LogicalRangeChangeEventHandler } from 'lightweight-charts'
import { expect, it, vi } from 'vitest'
import { feedRows } from './rowFeed.ts'

const ROWS = 1_000_000

/** A time axis as the chart library has it, without a chart. */
function makeTimeScale() {
  let range: LogicalRange | null = null
  const handlers = new Set<LogicalRangeChangeEventHandler>()
  const setVisibleLogicalRange = (next: { from: number; to: number }) => {
    range = next as LogicalRange
    for (const handler of handlers) handler(range)
  }
  return {
    setVisibleLogicalRange,
    getVisibleLogicalRange: () => range,
    subscribeVisibleLogicalRangeChange: (handler: LogicalRangeChangeEventHandler) => void handlers.add(handler),
    unsubscribeVisibleLogicalRangeChange: (handler: LogicalRangeChangeEventHandler) => void handlers.delete(handler),
    width: () => 1000,
  }
}

function feedWave() {
  const timeScale = makeTimeScale()
  const fill = vi.fn<(rows: Uint32Array) => void>()
  const wave = Float64Array.from({ length: ROWS }, (_, row) => Math.sin(row / 500))
  return { timeScale, fill, feed: feedRows({ timeScale, fill, columns: [wave], rowCount: ROWS }) }
}

it('shows all of a million rows with few points, and finer ones when the view comes closer', async () => {
  const { timeScale, fill, feed } = feedWave()
  feed.show(null)
  const coarse = fill.mock.calls[0]![0]
  expect(coarse.length).toBeLessThan(3000)
  timeScale.setVisibleLogicalRange({ from: 1000, to: 1010 })
  await vi.waitFor(() => expect(fill).toHaveBeenCalledTimes(2))
  const fine = fill.mock.calls[1]![0]
  const { from, to } = feed.currentView()!
  expect([Math.round(from), Math.round(to)]).toEqual([coarse[1000], coarse[1010]])
  expect(fine.filter((row) => row >= from && row <= to).length).toBeGreaterThan(1000)
})

it('goes back to all of it', () => {
  const { feed } = feedWave()
  feed.show({ from: 10, to: 20 })
  expect(feed.currentView()).toEqual({ from: 10, to: 20 })
  feed.show(null)
  expect(feed.currentView()).toEqual({ from: -0.5, to: ROWS - 0.5 })
})

it('asks for nothing more once it is stopped', async () => {
  const { timeScale, fill, feed } = feedWave()
  feed.show(null)
  timeScale.setVisibleLogicalRange({ from: 1000, to: 1010 })
  feed.stop()
  await new Promise(requestAnimationFrame)
  timeScale.setVisibleLogicalRange({ from: 500, to: 510 })
  await new Promise(requestAnimationFrame)
  expect(fill).toHaveBeenCalledOnce()
})

it('has room for a run without any bar', () => {
  const fill = vi.fn()
  feedRows({ timeScale: makeTimeScale(), fill, columns: [new Float64Array()], rowCount: 0 }).show(null)
  expect(fill).toHaveBeenCalledWith(new Uint32Array(), { from: 0, to: 0 })
})
