import { expect, it } from 'vitest'
import { formatBytes } from './bytes.ts'

it.each([
  { bytes: 0, text: '0 B' },
  { bytes: 999, text: '999 B' },
  { bytes: 1000, text: '1.0 kB' },
  { bytes: 999_960, text: '1.0 MB' },
  { bytes: 25_340_000, text: '25.3 MB' },
  { bytes: 3.2e15, text: '3200.0 TB' },
  { bytes: null, text: '—' },
])('writes $bytes as $text', ({ bytes, text }) => {
  expect(formatBytes(bytes)).toBe(text)
})
