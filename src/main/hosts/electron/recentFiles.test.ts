import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { keepRecentFiles } from './recentFiles.ts'

it('recent files are ten at most, the latest first, each once, and those that are gone are left out', () => {
  const folder = mkdtempSync(join(tmpdir(), 'aurelius-recent-'))
  const files = Array.from({ length: 12 }, (_, index) => join(folder, `${index}.sqlite`))
  for (const file of files) writeFileSync(file, '')
  const recent = keepRecentFiles(join(folder, 'recent.json'))
  expect(recent.list()).toEqual([])
  for (const file of files) recent.add(file)
  recent.add(files[5]!)
  expect(recent.list()).toEqual([
    files[5],
    ...files
      .slice(2)
      .toReversed()
      .filter((file) => file !== files[5]),
  ])
  rmSync(files[11]!)
  expect(recent.list()).not.toContain(files[11])
  recent.clear()
  expect(recent.list()).toEqual([])
})
