import { describe, expect, it } from 'vitest'
import { monthlyReturns } from './monthlyReturns.ts'

const at = (...dates: string[]) => Float64Array.from(dates, (date) => Date.parse(date))
const money = (...values: number[]) => Float64Array.from(values)
const missing = Number.NaN

const shown = (years: ReturnType<typeof monthlyReturns>) =>
  years.map(({ year, months, total }) => ({
    year,
    months: Object.fromEntries(months.flatMap((month, index) => (month === null ? [] : [[index + 1, month.value]]))),
    total,
  }))

describe('monthlyReturns', () => {
  it('compares the last equity of a month with the last one before it, the first with the initial money', () => {
    const time = at('2019-11-29', '2019-12-02', '2019-12-31', '2020-01-02', '2020-01-31')
    const years = monthlyReturns({ time, equity: money(1100, 1200, 880, 900, 1320) }, 1000)
    expect(shown(years)).toEqual([
      { year: 2019, months: { 11: 1100 / 1000 - 1, 12: 880 / 1100 - 1 }, total: 880 / 1000 - 1 },
      { year: 2020, months: { 1: 1320 / 880 - 1 }, total: 1320 / 880 - 1 },
    ])
    expect(years[0]?.months[11]).toMatchObject({ fromMs: Date.UTC(2019, 11, 2), toMs: Date.UTC(2019, 11, 31) })
  })

  it('goes by UTC, to the millisecond', () => {
    const years = monthlyReturns({ time: at('2020-01-31T23:59:59.999Z', '2020-02-01T00:00:00Z'), equity: money(110, 121) }, 100)
    expect(shown(years)).toEqual([{ year: 2020, months: { 1: 110 / 100 - 1, 2: 121 / 110 - 1 }, total: 121 / 100 - 1 }])
  })

  it('spans months without bars', () => {
    const [year] = shown(monthlyReturns({ time: at('2020-01-31', '2020-04-30'), equity: money(100, 150) }, 100))
    expect(year).toEqual({ year: 2020, months: { 1: 0, 4: 0.5 }, total: 0.5 })
  })

  it.each([
    {
      name: 'a month of missing equity is not known, the next one spans it',
      equity: money(100, missing, 50),
      first: 0,
      second: null,
      third: -0.5,
    },
    { name: 'nothing is earned after ruin', equity: money(100, 0, 0), first: 0, second: -1, third: null },
  ])('$name', ({ equity, first, second, third }) => {
    const [year] = shown(monthlyReturns({ time: at('2020-01-31', '2020-02-28', '2020-03-31'), equity }, 100))
    expect(year?.months).toEqual({ 1: first, 2: second, 3: third })
  })

  it('starts from the first known equity where the initial money was not recorded', () => {
    const [year] = shown(monthlyReturns({ time: at('2020-01-01', '2020-01-31'), equity: money(200, 300) }, null))
    expect(year?.months).toEqual({ 1: 0.5 })
  })

  it('has no years without bars', () => {
    expect(monthlyReturns({ time: at(), equity: money() }, 100)).toEqual([])
  })
})
