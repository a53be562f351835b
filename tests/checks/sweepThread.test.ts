import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')
const ALIASES = { '#engine/': 'src/engine/', '#shared/': 'src/shared/' }
/** What a module loads with itself: neither types nor what it asks for later. */
const LOADS = /^(?:import|export) (?!type )(?:[^'"]* from )?'([^']+)'/gm

function locate(specifier: string, importer: string): string {
  for (const [alias, folder] of Object.entries(ALIASES))
    if (specifier.startsWith(alias)) return resolve(ROOT, specifier.replace(alias, folder))
  return resolve(importer, '..', specifier)
}

/** Files and packages that a thread has loaded before its first task. */
function loadedBy(entry: string): { files: Set<string>; packages: Set<string> } {
  const files = new Set<string>()
  const packages = new Set<string>()
  const visit = (file: string): void => {
    if (files.has(file)) return
    files.add(file)
    for (const [, specifier] of readFileSync(file, 'utf8').matchAll(LOADS)) {
      if (specifier!.startsWith('.') || specifier!.startsWith('#')) visit(locate(specifier!, file))
      else packages.add(specifier!)
    }
  }
  visit(resolve(ROOT, entry))
  return { files, packages }
}

it('a thread starts with the code of sweeps and no package: each of many threads would pay for it in memory', () => {
  const { files, packages } = loadedBy('src/main/core/jobs/runWorker.ts')
  expect(files).toContain(resolve(ROOT, 'src/engine/sweep/runSweepShare.ts'))
  expect(files).not.toContain(resolve(ROOT, 'src/main/core/jobs/loadedTasks.ts'))
  expect([...packages]).toEqual(['node:worker_threads'])
})
