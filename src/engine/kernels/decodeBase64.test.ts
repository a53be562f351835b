import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeBase64 } from './decodeBase64.ts'

it('gives back the bytes of any length', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      expect(Array.from(decodeBase64(Buffer.from(bytes).toString('base64')))).toEqual(Array.from(bytes))
    }),
  )
})
