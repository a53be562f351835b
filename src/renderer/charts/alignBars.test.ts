import { describe, expect, it } from 'vitest'
import { alignBars } from './alignBars.ts'

const column = (...values: number[]) => Float64Array.from(values)
const prices = column(1, 2, 3, 4)
const bars = { time: column(10, 20, 30, 40), open: prices, high: prices, low: prices, close: prices, volume: prices }

describe('alignBars', () => {
  it('cuts out the bars a run saw', () => {
    expect([...alignBars(bars, column(20, 30))!.close]).toEqual([2, 3])
  })
  it.each([
    { name: 'other instants', time: column(20, 35) },
    { name: 'more bars than there are', time: column(30, 40, 50) },
    { name: 'bars before the first', time: column(5, 10) },
    { name: 'no bars', time: column() },
  ])('answers null for $name', ({ time }) => {
    expect(alignBars(bars, time)).toBeNull()
  })
})
