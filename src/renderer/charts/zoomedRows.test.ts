import { describe, expect, it } from 'vitest'
import { needsOtherRows, placeOfRow, rowAtPlace, wholeView, zoomRows } from './zoomedRows.ts'

const ROWS = 1_000_000
const PIXELS = 1000
const wave = Float64Array.from({ length: ROWS }, (_, row) => Math.sin(row / 1000))
const source = { columns: [wave], rowCount: ROWS }

describe('zoomRows', () => {
  it('draws a short series whole', () => {
    const short = { columns: [wave.subarray(0, 5000)], rowCount: 5000 }
    const zoomed = zoomRows(short, { from: 10, to: 20 }, PIXELS)
    expect(zoomed.rows.length).toBe(5000)
    expect(needsOtherRows(zoomed, { from: 14, to: 15 }, 5000)).toBe(false)
  })

  it('draws a long one with two points a pixel, the deepest and the highest among them', () => {
    const spiked = wave.slice()
    spiked[765_432] = 99
    spiked[123_456] = -99
    const { rows, isThinned } = zoomRows({ columns: [spiked], rowCount: ROWS }, wholeView(ROWS), PIXELS)
    expect(rows.length).toBeLessThan(2.1 * PIXELS)
    expect(isThinned).toBe(true)
    expect(rows).toContain(765_432)
    expect(rows).toContain(123_456)
  })

  it('gives every row of a close view and its neighbourhood, and a way out on both sides', () => {
    const zoomed = zoomRows(source, { from: 500_000, to: 500_100 }, PIXELS)
    expect(zoomed.isThinned).toBe(false)
    expect(zoomed.fine).toEqual({ from: 499_950, to: 500_151 })
    expect(zoomed.rows[0]).toBe(0)
    expect(zoomed.rows.at(-1)).toBe(ROWS - 1)
  })
})

describe('needsOtherRows', () => {
  const zoomed = zoomRows(source, { from: 400_000, to: 600_000 }, PIXELS)
  it.each([
    { name: 'the view they were chosen for', view: { from: 400_000, to: 600_000 }, needed: false },
    { name: 'a short drag', view: { from: 450_000, to: 650_000 }, needed: false },
    { name: 'a long drag', view: { from: 550_000, to: 750_000 }, needed: true },
    { name: 'a little closer', view: { from: 440_000, to: 560_000 }, needed: false },
    { name: 'much closer', view: { from: 490_000, to: 510_000 }, needed: true },
    { name: 'further away', view: { from: 200_000, to: 800_000 }, needed: true },
  ])('$name: $needed', ({ view, needed }) => {
    expect(needsOtherRows(zoomed, view, ROWS)).toBe(needed)
  })

  it('is content beyond the ends of the data', () => {
    const all = zoomRows(source, wholeView(ROWS), PIXELS)
    expect(needsOtherRows(all, { from: -1000, to: ROWS + 1000 }, ROWS)).toBe(false)
  })
})

describe('places', () => {
  const rows = Uint32Array.of(0, 10, 11, 40)
  it.each([
    { row: -2, place: -2 },
    { row: 0, place: 0 },
    { row: 5, place: 0.5 },
    { row: 11, place: 2 },
    { row: 25.5, place: 2.5 },
    { row: 40, place: 3 },
    { row: 42, place: 5 },
  ])('row $row is at $place and back', ({ row, place }) => {
    expect(placeOfRow(rows, row)).toBe(place)
    expect(rowAtPlace(rows, place)).toBe(row)
  })
})
