import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makePanel, makeWalkPanel } from '../../../tests/builders/makePanel.ts'
import { hashPanel } from './hashPanel.ts'
import { alignPanel, slicePanel, splitPanel } from './panel.ts'

const { NaN: none } = Number

describe('one calendar for all', () => {
  const panel = makePanel({ B: [null, 20, 21, null], A: [10, null, 12, 13] })

  it('holds every instant at which any symbol has a bar, and orders symbols by name', () => {
    expect(Array.from(panel.time, (instant) => new Date(instant).toISOString().slice(0, 10))).toEqual([
      '2020-01-01',
      '2020-01-02',
      '2020-01-03',
      '2020-01-04',
    ])
    expect(panel.instruments.map(({ symbol }) => symbol)).toEqual(['A', 'B'])
    expect(panel.instruments.map(({ close }) => Array.from(close))).toEqual([
      [10, none, 12, 13],
      [none, 20, 21, none],
    ])
  })

  it('is the same whatever the order of the data', () => {
    expect(hashPanel(makePanel({ A: [10, null, 12, 13], B: [null, 20, 21, null] }))).toBe(hashPanel(panel))
  })

  it.each([
    { name: 'a price', other: makePanel({ A: [10, null, 12, 13], B: [null, 20, 21.5, null] }) },
    { name: 'a symbol', other: makePanel({ A: [10, null, 12, 13], C: [null, 20, 21, null] }) },
    { name: 'a bar that is missing', other: makePanel({ A: [10, null, 12, 13], B: [null, 20, 21, 22] }) },
    { name: 'a carry', other: makePanel({ A: [10, null, 12, 13], B: [null, 20, 21, null] }, { A: 0, B: 0 }) },
  ])('its hash sees $name', ({ other }) => expect(hashPanel(other)).not.toBe(hashPanel(panel)))

  it('a slice of the whole is the whole', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: 1, maxLength: 20 }), (steps) => {
        const walks = makeWalkPanel([
          { steps, from: 0, missing: new Set([3]) },
          { steps, from: 1, missing: new Set() },
        ])
        expect(hashPanel(slicePanel(walks, 0, walks.time.length))).toBe(hashPanel(walks))
      }),
    )
  })

  it('taken apart and put together again is the same panel, whatever is missing', () => {
    const prices = fc.array(fc.option(fc.double({ min: 1, max: 100, noNaN: true })), { minLength: 1, maxLength: 12 })
    const anyPanel = fc.array(prices, { minLength: 1, maxLength: 5 }).map((columns) => {
      const longest = Math.max(...columns.map(({ length }) => length))
      const padded = columns.map((column) => [...column, ...Array<null>(longest - column.length).fill(null)])
      return makePanel(Object.fromEntries(padded.map((column, k) => [`S${k}`, column])))
    })
    fc.assert(
      fc.property(anyPanel, (whole) => {
        const parts = splitPanel(whole)
        expect(hashPanel(alignPanel(parts.toReversed()))).toBe(hashPanel(whole))
        for (const { bars } of parts) expect(bars.close.some(Number.isNaN)).toBe(false)
        const instants = new Set(parts.flatMap(({ bars }) => [...bars.time]))
        expect([...whole.time]).toEqual([...instants].sort((a, b) => a - b))
      }),
    )
  })
})
