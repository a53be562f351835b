import { describe, expect, it } from 'vitest'
import { dateOf, numberOf, rangeChip, tagAndDateChips } from './listFilters.ts'

it.each([
  { text: '2024-02-29', date: '2024-02-29' },
  { text: '2023-02-29', date: null },
  { text: '2024-99-99', date: null },
  { text: '2024-1-1', date: null },
  { text: 'yesterday', date: null },
  { text: '', date: null },
])('reads the date $text as $date', ({ text, date }) => {
  expect(dateOf(text)).toBe(date)
})

it.each([
  { text: '0', number: 0 },
  { text: '-0.25', number: -0.25 },
  { text: ' ', number: null },
  { text: '', number: null },
  { text: 'NaN', number: null },
  { text: 'Infinity', number: null },
  { text: '1,5', number: null },
])('reads the number "$text" as $number', ({ text, number }) => {
  expect(numberOf(text)).toBe(number)
})

describe('chips', () => {
  const drawdown = { label: 'Drawdown', minKey: 'minDrawdown', maxKey: 'maxDrawdown', unit: 'percent' } as const

  it.each([
    { range: { min: -0.2, max: null }, words: ['Drawdown from -20.0%'] },
    { range: { min: null, max: 0 }, words: ['Drawdown up to 0.0%'] },
    { range: { min: -0.2, max: -0.055 }, words: ['Drawdown -20.0% to -5.5%'] },
    { range: { min: null, max: null }, words: [] },
  ])('say $words', ({ range, words }) => {
    expect(rangeChip(drawdown, range).map((chip) => chip.words)).toEqual(words)
  })

  it('take away one tag and leave the others', () => {
    const chips = tagAndDateChips({ tags: ['fx', 'daily'], createdFrom: '2024-01-01', createdTo: null })
    expect(chips).toEqual([
      { words: 'Tag fx', clear: { tag: ['daily'] } },
      { words: 'Tag daily', clear: { tag: ['fx'] } },
      { words: 'Created from 2024-01-01', clear: { from: null, to: null } },
    ])
  })
})
