import { describe, expect, it } from 'vitest'
import { findRunWindow } from './findRunWindow.ts'

const at = (text: string) => Date.parse(`${text}Z`)
const daily = Float64Array.from(['2019-12-30', '2019-12-31', '2020-01-02', '2020-01-03', '2020-01-06'], (day) => at(`${day}T00:00:00`))

it.each([
  { name: 'the whole data without dates', dates: [null, null], window: [0, 4] },
  { name: 'both dates inclusive', dates: ['2019-12-31', '2020-01-03'], window: [1, 3] },
  { name: 'a start on a day without a bar takes the next', dates: ['2020-01-01', null], window: [2, 4] },
  { name: 'an end on a day without a bar takes the one before', dates: [null, '2020-01-05'], window: [0, 3] },
  { name: 'a period in whole calendar years', dates: ['2019-01-01', '2020-12-31'], window: [0, 4] },
])('$name', ({ dates, window }) => {
  const [start_date, end_date] = dates as [string | null, string | null]
  expect(findRunWindow(daily, { start_date, end_date })).toEqual({ firstBar: window[0], lastBar: window[1] })
})

it('an end date includes all bars of that day', () => {
  const hourly = Float64Array.from(['2020-01-02T22:00', '2020-01-02T23:30', '2020-01-03T00:00'], (time) => at(`${time}:00`))
  expect(findRunWindow(hourly, { start_date: null, end_date: '2020-01-02' })).toEqual({ firstBar: 0, lastBar: 1 })
})

describe('dates outside the data name the data’s own range', () => {
  it.each([
    { start_date: '2018-12-31', end_date: null, field: 'start_date' },
    { start_date: null, end_date: '2021-01-01', field: 'end_date' },
    { start_date: '1990-01-01', end_date: '1995-12-31', field: 'start_date' },
    { start_date: '2030-01-01', end_date: null, field: 'start_date' },
    { start_date: '2020-01-04', end_date: '2020-01-05', field: 'start_date' },
  ])('$start_date to $end_date', ({ field, ...dates }) => {
    const failure = expect.objectContaining({
      code: 'data_out_of_range',
      message: expect.stringMatching(new RegExp(`^${field}: .*2019-12-30 to 2020-01-06`)),
    })
    expect(() => findRunWindow(daily, dates)).toThrow(failure)
  })
})

it('no bars at all are out of range too', () => {
  expect(() => findRunWindow(new Float64Array(0), { start_date: null, end_date: null })).toThrow('hold no bars')
})
