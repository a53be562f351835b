import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeTimes } from './mergeTimes.ts'

const columns = fc.array(
  fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 30 }).map((values) => Float64Array.from(values).sort()),
  { maxLength: 7 },
)

describe('times of several columns', () => {
  it('are those that any of them has, each once, in order', () => {
    fc.assert(
      fc.property(columns, (times) => {
        const expected = [...new Set(times.flatMap((column) => [...column]))].sort((a, b) => a - b)
        expect([...mergeTimes(times)]).toEqual(expected)
      }),
    )
  })

  it('lie in memory of their own, even those of one column', () => {
    const column = Float64Array.of(1, 2)
    mergeTimes([column, column])[0] = 9
    expect(column[0]).toBe(1)
  })
})
