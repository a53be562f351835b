import { describe, expect, it } from 'vitest'
import { buyAndHold, drawdownOf, toEquitySeries } from './equitySeries.ts'

const series = (...values: number[]) => Float64Array.from(values)
const missing = Number.NaN

describe('drawdownOf', () => {
  it.each([
    { name: 'falls are measured from the highest equity so far', equity: [100, 110, 99, 121], expected: [0, 0, 99 / 110 - 1, 0] },
    { name: 'a missing bar stays missing and keeps the peak', equity: [100, missing, 50], expected: [0, missing, -0.5] },
    { name: 'ruin is a full drawdown', equity: [100, 0, 0], expected: [0, -1, -1] },
    { name: 'nothing to fall from before any money', equity: [0, 10], expected: [missing, 0] },
  ])('$name', ({ equity, expected }) => {
    expect([...drawdownOf(series(...equity))]).toEqual(expected)
  })
})

describe('buyAndHold', () => {
  it('scales the close so that it starts with the same money', () => {
    expect([...buyAndHold(series(50, 75, 25), 1000)]).toEqual([1000, 1500, 500])
  })
  it('starts at the first known close', () => {
    expect([...buyAndHold(series(missing, 50, 100), 1000)]).toEqual([missing, 1000, 2000])
  })
})

it('an empty run gives empty series', () => {
  const empty = toEquitySeries({ time: series(), close: series(), equity: series() })
  expect([empty.equity.length, empty.benchmark.length, empty.drawdown.length]).toEqual([0, 0, 0])
})
