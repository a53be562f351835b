import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CodeScanner } from './codeScanner.ts'

it('finds what a plain search finds, wherever the codes lie in memory', () => {
  const codes = fc.array(fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 5 })), { maxLength: 60 })
  fc.assert(
    fc.property(codes, fc.record({ from: fc.nat(61), set: fc.integer({ min: 1, max: 31 }), offset: fc.nat(3) }), (values, search) => {
      const { from, set, offset } = search
      const wanted = set << 1
      const memory = Int8Array.from([...new Array(offset).fill(0), ...values])
      const found = values.findIndex((code, row) => row >= from && ((wanted >> code) & 1) === 1)
      const row = new CodeScanner(memory.subarray(offset)).next(Math.min(from, values.length), wanted)
      expect(row).toBe(found === -1 ? values.length : found)
    }),
    { numRuns: 2000 },
  )
})
