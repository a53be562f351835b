import { describe, expect, it } from 'vitest'
import { readZoom, viewOfSpan, viewOfYears, writeZoom } from './chartSpan.ts'

const DAY_MS = 86_400_000
const days = (count: number) => Float64Array.from({ length: count }, (_, day) => day * DAY_MS)

describe('zoom in the address', () => {
  it('comes back as it was written', () => {
    const span = { fromMs: -DAY_MS, toMs: 40 * DAY_MS }
    expect(readZoom(writeZoom(span))).toEqual(span)
  })
  it.each(['', '12', '5~4', 'a~b', '1~2~3'])('"%s" is no zoom', (text) => {
    expect(readZoom(text)).toBeNull()
  })
})

describe('views', () => {
  it('a year of ten', () => {
    expect(viewOfYears(days(3650), '1Y')).toEqual({ from: 3282.5, to: 3649.5 })
  })
  it('more years than there are is all there is', () => {
    expect(viewOfYears(days(10), '5Y')).toEqual({ from: -0.5, to: 9.5 })
  })
  it('all, or nothing at all, is no special view', () => {
    expect([viewOfYears(days(10), 'All'), viewOfYears(days(0), '1Y')]).toEqual([null, null])
  })
  it('a span keeps some surroundings, as far as there are any', () => {
    expect(viewOfSpan(days(1000), { fromMs: 100 * DAY_MS, toMs: 200 * DAY_MS })).toEqual({ from: 85, to: 215 })
    expect(viewOfSpan(days(1000), { fromMs: 0, toMs: DAY_MS })).toEqual({ from: -0.5, to: 3 })
  })
})
