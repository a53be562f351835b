import { describe, expect, it } from 'vitest'
import { barAt, toLinePoints, toTradeMarkers } from './chartPoints.ts'

const series = (...values: number[]) => Float64Array.from(values)

describe('toLinePoints', () => {
  it('turns milliseconds into seconds', () => {
    expect(toLinePoints(series(86_400_000, 172_800_000), series(1.5, 0))).toEqual([
      { time: 86_400, value: 1.5 },
      { time: 172_800, value: 0 },
    ])
  })
  it('leaves a gap where a value is missing or infinite', () => {
    expect(toLinePoints(series(1000, 2000, 3000), series(1, Number.NaN, Number.POSITIVE_INFINITY))).toEqual([
      { time: 1, value: 1 },
      { time: 2 },
      { time: 3 },
    ])
  })
  it('keeps the last of several bars within one second', () => {
    expect(toLinePoints(series(1000, 1500, 2000), series(1, 2, 3))).toEqual([
      { time: 1, value: 2 },
      { time: 2, value: 3 },
    ])
  })
  it('reads instants before 1970', () => {
    expect(toLinePoints(series(-86_400_000), series(7))).toEqual([{ time: -86_400, value: 7 }])
  })
})

describe('toTradeMarkers', () => {
  it('orders entries and exits by time and points with the trade', () => {
    const trades = { entryTime: series(1000, 2000), exitTime: series(4000, 3000), units: series(10, -5) }
    const markers = toTradeMarkers(trades, { entry: 'blue', exit: 'orange' })
    expect(markers.map(({ time, shape, position, color }) => [time, shape, position, color])).toEqual([
      [1, 'arrowUp', 'belowBar', 'blue'],
      [2, 'arrowDown', 'aboveBar', 'blue'],
      [3, 'square', 'belowBar', 'orange'],
      [4, 'square', 'aboveBar', 'orange'],
    ])
  })
})

describe('barAt', () => {
  it.each([
    { instantMs: 5, expected: -1 },
    { instantMs: 10, expected: 0 },
    { instantMs: 25, expected: 1 },
    { instantMs: 99, expected: 2 },
  ])('$instantMs -> $expected', ({ instantMs, expected }) => {
    expect(barAt(series(10, 20, 30), instantMs)).toBe(expected)
  })
})
