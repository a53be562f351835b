import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { Tally } from '../setup/tallyReporter.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** Runs the given test files for real; inside the project, so that they find vitest. */
function runSuite(files: Readonly<Record<string, string>>): Tally {
  mkdirSync(join(ROOT, '.cache'), { recursive: true })
  const folder = mkdtempSync(join(ROOT, '.cache/tally-'))
  folders.push(folder)
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(folder, name), `import { beforeAll, describe, it } from 'vitest'\n${text}`)
  const reporter = resolve(ROOT, 'tests/setup/tallyReporter.ts')
  writeFileSync(join(folder, 'vitest.config.ts'), `export default { test: { reporters: ['${reporter}'] } }`)
  const tallyFile = join(folder, 'tally.json')
  spawnSync(process.execPath, [resolve(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder], {
    env: { ...process.env, AURELIUS_TALLY_FILE: tallyFile },
  })
  return JSON.parse(readFileSync(tallyFile, 'utf8')) as Tally
}

it('counts whatever keeps a test from passing as a failure', () => {
  const result = runSuite({
    'passes.test.ts': `it('one', () => {})\nit('two', () => {})`,
    'fails.test.ts': `it('three', () => { throw new Error('no') })`,
    'import.test.ts': `import './missing.ts'\nit('four', () => {})`,
    'hook.test.ts': `describe('group', () => { beforeAll(() => { throw new Error('no') }); it('five', () => {}) })`,
    'unhandled.test.ts': `it('six', () => { setTimeout(() => { throw new Error('late') }); return new Promise((done) => setTimeout(done, 50)) })`,
  })
  expect(result).toMatchObject({ passed: 3, failed: 4 })
  expect(result.skipped.map(({ name }) => name)).toEqual(['hook.test.ts > group > five'])
})

it('names a skipped test with its reason', () => {
  const result = runSuite({ 'skips.test.ts': `it('needs a display', ({ skip }) => skip('no display here'))\nit('passes', () => {})` })
  expect(result).toEqual({ passed: 1, failed: 0, skipped: [{ name: 'skips.test.ts > needs a display', reason: 'no display here' }] })
})
