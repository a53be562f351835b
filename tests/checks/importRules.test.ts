import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { VIOLATIONS } from './violations.ts'

const ROOT = resolve(import.meta.dirname, '../..')

interface Diagnostic {
  readonly category: string
  readonly message: string
  readonly location: { readonly path: string }
}

/** Lints a folder with the project's own configuration. */
function lint(folder: string): readonly Diagnostic[] {
  const biome = join(ROOT, 'node_modules/@biomejs/biome/bin/biome')
  const options = ['lint', '--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none', 'src']
  const { stdout, stderr } = spawnSync(process.execPath, [biome, ...options], { cwd: folder, encoding: 'utf8' })
  if (!stdout.startsWith('{')) throw new Error(`biome gave no report: ${stderr}`)
  return (JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics
}

function makeTree(files: readonly { path: string; text: string }[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'aurelius-rules-'))
  cpSync(join(ROOT, 'biome.json'), join(folder, 'biome.json'))
  cpSync(join(ROOT, 'scripts/lint'), join(folder, 'scripts/lint'), { recursive: true })
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), `${text}\n`)
  }
  return folder
}

const CYCLE = [
  { path: 'src/engine/left.ts', text: `import { right } from './right.ts'\n\nexport const left = () => right()` },
  { path: 'src/engine/right.ts', text: `import { left } from './left.ts'\n\nexport const right = (): unknown => left` },
]

describe('import rules', () => {
  const folders: string[] = []
  let wrong: readonly Diagnostic[] = []
  let right: readonly Diagnostic[] = []

  beforeAll(() => {
    folders.push(makeTree([...VIOLATIONS.map(({ path, wrong: text }) => ({ path, text })), ...CYCLE]))
    folders.push(makeTree(VIOLATIONS.map(({ path, right: text }) => ({ path, text }))))
    wrong = lint(folders[0]!)
    right = lint(folders[1]!)
  })
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  })

  const of = (diagnostics: readonly Diagnostic[], path: string) => diagnostics.filter(({ location }) => location.path === path)

  it.each(VIOLATIONS)('$rule: fires on a violation', ({ path, category, message }) => {
    expect(of(wrong, path)).toContainEqual(expect.objectContaining({ category, message: expect.stringMatching(message) }))
  })

  it.each(VIOLATIONS)('$rule: leaves the right way alone', ({ path }) => {
    expect(of(right, path)).toEqual([])
  })

  it('no import cycles: fires on both files', () => {
    const cycles = wrong.filter(({ category }) => category === 'lint/suspicious/noImportCycles').map(({ location }) => location.path)
    expect(cycles).toEqual(expect.arrayContaining(['src/engine/left.ts', 'src/engine/right.ts']))
  })

  it('finds nothing to complain about in the project itself', () => {
    expect(lint(ROOT)).toEqual([])
  }, 120_000)
})
