import { describe, expect, it } from 'vitest'
import { barAt, toCandles, toLinePoints, toTradeMarkers } from './chartPoints.ts'

const series = (...values: number[]) => Float64Array.from(values)
const rows = (...numbers: number[]) => Uint32Array.from(numbers)

describe('toLinePoints', () => {
  it('turns milliseconds into seconds', () => {
    expect(toLinePoints(series(86_400_000, 172_800_000), series(1.5, 0), rows(0, 1))).toEqual([
      { time: 86_400, value: 1.5 },
      { time: 172_800, value: 0 },
    ])
  })
  it('leaves a gap where a value is missing or infinite', () => {
    expect(toLinePoints(series(1000, 2000, 3000), series(1, Number.NaN, Number.POSITIVE_INFINITY), rows(0, 1, 2))).toEqual([
      { time: 1, value: 1 },
      { time: 2 },
      { time: 3 },
    ])
  })
  it('keeps the last of several bars within one second', () => {
    expect(toLinePoints(series(1000, 1500, 2000), series(1, 2, 3), rows(0, 1, 2))).toEqual([
      { time: 1, value: 2 },
      { time: 2, value: 3 },
    ])
  })
  it('reads instants before 1970', () => {
    expect(toLinePoints(series(-86_400_000), series(7), rows(0))).toEqual([{ time: -86_400, value: 7 }])
  })
})

it('draws only the chosen rows', () => {
  expect(toLinePoints(series(1000, 2000, 3000), series(1, 2, 3), rows(0, 2))).toEqual([
    { time: 1, value: 1 },
    { time: 3, value: 3 },
  ])
})

it('draws candles, and a gap for a bar that lacks a price', () => {
  const bars = { time: series(1000, 2000), open: series(1, 2), high: series(4, 5), low: series(0.5, Number.NaN), close: series(3, 4) }
  expect(toCandles(bars, rows(0, 1))).toEqual([{ time: 1, open: 1, high: 4, low: 0.5, close: 3 }, { time: 2 }])
})

describe('toTradeMarkers', () => {
  const colors = { entry: 'blue', exit: 'orange' }
  it('orders entries and exits by time and points with the trade', () => {
    const trades = { entryTime: series(1000, 2000), exitTime: series(4000, 3000), units: series(10, -5) }
    const markers = toTradeMarkers(trades, { colors, fromMs: 0, toMs: 9000 })
    expect(markers.map(({ time, shape, position, color }) => [time, shape, position, color])).toEqual([
      [1, 'arrowUp', 'belowBar', 'blue'],
      [2, 'arrowDown', 'aboveBar', 'blue'],
      [3, 'square', 'belowBar', 'orange'],
      [4, 'square', 'aboveBar', 'orange'],
    ])
  })
  it('leaves out what is not between the two instants', () => {
    const trades = { entryTime: series(1000, 2000), exitTime: series(4000, 3000), units: series(10, -5) }
    expect(toTradeMarkers(trades, { colors, fromMs: 2000, toMs: 3000 }).map(({ time }) => time)).toEqual([2, 3])
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
