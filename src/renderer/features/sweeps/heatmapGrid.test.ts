import { describe, expect, it } from 'vitest'
import { type HeatmapRequest, layOutHeatmap, placesOn } from './heatmapGrid.ts'

const fast = { name: 'fast', values: [5, 10] }
const slow = { name: 'slow', values: [20, 50] }
const stop = { name: 'stop_loss', values: ['none', 0.1] }

/** fast 5, 10 x slow 20, 50 x stop none, 0.1, without (10, 20): six trials in the sweep's order. */
const request: HeatmapRequest = {
  x: fast,
  y: slow,
  places: {
    fast: placesOn(fast, Float64Array.of(5, 5, 5, 5, 10, 10)),
    slow: placesOn(slow, Float64Array.of(20, 20, 50, 50, 50, 50)),
    stop_loss: placesOn(stop, Float64Array.of(0, 1, 0, 1, 0, 1)),
  },
  values: Float64Array.of(1, 3, -1, Number.NaN, 0, 2),
  metric: 'sharpe_ratio',
  held: {},
  merge: 'median',
}

const valuesOf = (changes: Partial<HeatmapRequest>) =>
  layOutHeatmap({ ...request, ...changes }).rows.map((row) => row.map(({ value }) => value))

describe('a heatmap', () => {
  it('merges what is not held by the median, leaving undefined values out', () => {
    expect(valuesOf({})).toEqual([
      [2, Number.NaN],
      [-1, 1],
    ])
    expect(layOutHeatmap(request)).toMatchObject({ min: -1, max: 2 })
  })

  it('merges by the best, which is the lowest where less is better', () => {
    expect(valuesOf({ merge: 'best' })).toEqual([
      [3, Number.NaN],
      [-1, 2],
    ])
    expect(valuesOf({ merge: 'best', metric: 'max_drawdown_bars' })[1]).toEqual([-1, 0])
  })

  it('shows one slice where the other axis is held', () => {
    expect(valuesOf({ held: { stop_loss: 1 } })).toEqual([
      [3, Number.NaN],
      [Number.NaN, 2],
    ])
  })

  it('knows the trials of a cell, the best first', () => {
    const { rows } = layOutHeatmap(request)
    expect(rows[0]!.map(({ trials }) => trials)).toEqual([[1, 0], []])
    expect(rows[1]!.map(({ trials }) => trials)).toEqual([[2], [5, 4]])
  })

  it('of nothing has no ends', () => {
    expect(layOutHeatmap({ ...request, values: new Float64Array(6).fill(Number.NaN) })).toMatchObject({ min: Number.NaN, max: Number.NaN })
  })
})
