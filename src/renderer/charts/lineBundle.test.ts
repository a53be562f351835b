import type { IChartApi, ICustomSeriesPaneView } from 'lightweight-charts'
import { describe, expect, it, vi } from 'vitest'
import { addLineBundle, type BundledLine, boundsAt } from './lineBundle.ts'

const { NaN: GAP } = Number
const LINES: readonly BundledLine[] = [
  { values: Float64Array.of(1, GAP, 3, GAP), color: 'teal', width: 3, stroke: 'solid' },
  { values: Float64Array.of(2, 5, GAP, GAP), color: 'red', width: 1, stroke: 'dashed' },
]

/** The series as the chart library was given it, filled with four days. */
function addToFakeChart() {
  const setData = vi.fn()
  const addCustomSeries = vi.fn((_view: unknown) => ({ setData, attachPrimitive: () => {} }))
  const chart = { addCustomSeries } as unknown as IChartApi
  const bundle = addLineBundle(chart, { lines: LINES, surface: 'white', pane: 1, format: String })
  bundle.fill(Float64Array.of(0, 86_400_000, 172_800_000, 259_200_000), Uint32Array.of(0, 1, 2, 3))
  return { view: addCustomSeries.mock.calls[0]?.[0] as ICustomSeriesPaneView, points: setData.mock.calls[0]?.[0] }
}

/** A canvas that writes down what is drawn on it. */
function fakeTarget() {
  const drawn: string[] = []
  const context = {
    beginPath: () => drawn.push(''),
    lineTo: (x: number, y: number) => drawn.push(`${drawn.pop() ?? ''} ${x},${y}`.trim()),
    setLineDash: (dash: readonly number[]) => drawn.push(`${drawn.pop() ?? ''} dash ${dash.join('-')}`),
    stroke: () => drawn.push(`${drawn.pop() ?? ''} ${context.strokeStyle} ${context.lineWidth}`),
    strokeStyle: '',
    lineWidth: 0,
  }
  const target = { useMediaCoordinateSpace: (draw: (scope: { context: typeof context }) => void) => draw({ context }) }
  return { drawn, target: target as never }
}

describe('lines in one series', () => {
  it('shows the axis the least and the greatest of all lines', () => {
    expect([0, 1, 2, 3].map((row) => boundsAt(LINES, row))).toEqual([[1, 2], [5, 5], [3, 3], null])
  })

  it('has one point for each instant, none of them a value where every line has a gap', () => {
    const { view, points } = addToFakeChart()
    expect(points).toEqual([
      { time: 0, row: 0 },
      { time: 86_400, row: 1 },
      { time: 172_800, row: 2 },
      { time: 259_200, row: 3 },
    ])
    expect(points.map((point: never) => view.isWhitespace(point))).toEqual([false, false, false, true])
    expect(view.priceValueBuilder(points[0])).toEqual([1, 2])
  })

  it('draws each line in its look through the values in view, over its gaps', () => {
    const { view, points } = addToFakeChart()
    const bars = points.slice(0, 3).map((originalData: never, at: number) => ({ x: 10 * at, time: at, originalData, barColor: '' }))
    view.update({ bars, barSpacing: 10, visibleRange: { from: 0, to: 3 }, conflationFactor: 1 }, view.defaultOptions())
    const { drawn, target } = fakeTarget()
    view.renderer().draw(target, ((value: number) => 100 * value) as never, false)
    expect(drawn).toEqual(['0,100 20,300 dash  teal 3', '0,200 10,500 dash 2-2 red 1'])
  })
})
