import { expect, it } from 'vitest'
import { extentOf, isBrushed } from './brushes.ts'

it('a trial lies within all brushes, ends included; what is undefined within none', () => {
  const columns = { fast: Float64Array.of(5, 10, 20), sharpe_ratio: Float64Array.of(0.1, 0.5, Number.NaN) }
  const within = (brushes: Record<string, [number, number]>) => [0, 1, 2].filter((trial) => isBrushed(columns, brushes, trial))
  expect(within({})).toEqual([0, 1, 2])
  expect(within({ fast: [5, 10] })).toEqual([0, 1])
  expect(within({ fast: [5, 20], sharpe_ratio: [0.2, 9] })).toEqual([1])
})

it('an extent leaves undefined values out', () => {
  expect(extentOf(Float64Array.of(3, Number.NaN, -1))).toEqual([-1, 3])
  expect(extentOf(Float64Array.of(Number.NaN))).toBeNull()
})
