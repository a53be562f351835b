import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { packVerdict, unpackVerdict } from './packedVerdict.ts'
import { verdictDictionary } from './verdictDictionary.ts'

describe('a packed verdict', () => {
  it.each(['', '{}', '[]', '"λ 漢字 🚀 \\u0000"', JSON.stringify({ list: Array.from({ length: 20_000 }, (_, index) => index) })])(
    'gives its text back (%.20s)',
    (text) => {
      expect(unpackVerdict(packVerdict(text))).toBe(text)
    },
  )

  it('is far smaller than what every verdict says', () => {
    const check = { id: 'P14', title: 'Monitoring', summary: 'Who watches what, and how often is written down.', unit: 'count' }
    expect(packVerdict(JSON.stringify(check)).length).toBeLessThan(60)
  })

  it('is refused when a byte is missing, or another one', () => {
    const bytes = packVerdict('{"binding":null,"checks":[]}')
    const changed = Buffer.from(bytes)
    changed[bytes.length - 1]! ^= 1
    for (const damaged of [bytes.subarray(0, -1), changed, Buffer.alloc(0)]) {
      expect(() => unpackVerdict(damaged)).toThrow(expect.objectContaining({ code: 'database_corrupt' }))
    }
  })

  it('is read with the words it was written with', () => {
    expect(createHash('sha256').update(verdictDictionary()).digest('hex')).toBe(
      'b9d690b2f0aa9050d03772d05d550f6aef64db0d30a17967ad0060a48977e1c6',
    )
  })
})
