import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')

// Put together from halves, so that this file does not hold what it looks for.
const SILENCERS = [
  ['biome', 'ignore'].join('-'),
  ['@ts', 'ignore'].join('-'),
  ['@ts', 'expect', 'error'].join('-'),
  ['@ts', 'nocheck'].join('-'),
]
const LEFTOVERS = [['TO', 'DO'].join(''), ['FIX', 'ME'].join('')]
const FORBIDDEN = new RegExp(`${SILENCERS.join('|')}|\\b(?:${LEFTOVERS.join('|')})\\b`)

function findForbidden(text: string): string[] {
  return text.split('\n').flatMap((line, index) => (FORBIDDEN.test(line) ? [`${index + 1}: ${line.trim()}`] : []))
}

it.each([...SILENCERS, ...LEFTOVERS])('sees %s', (word) => {
  expect(findForbidden(`const a = 1\n// ${word} later`)).toEqual([`2: // ${word} later`])
})

it('finds no silenced rule and no leftover in the project', () => {
  const files = globSync('{src,migrations,scripts,tests,benchmarks}/**/*.{ts,tsx,mjs,css}', { cwd: ROOT })
  expect(files.length).toBeGreaterThan(100)
  const found = files.flatMap((file) => findForbidden(readFileSync(resolve(ROOT, file), 'utf8')).map((line) => `${file}:${line}`))
  expect(found).toEqual([])
})
