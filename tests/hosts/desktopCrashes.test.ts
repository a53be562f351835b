import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runDesktop } from './desktop/runDesktop.ts'

const mainFile = join(import.meta.dirname, '..', '..', 'out', 'main', 'index.js')
const FULL_LOG_BYTES = 5 * 1024 * 1024

describe('the built desktop application', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aurelius-crashes-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('offers a window that crashed anew, and leaves with a reason when it fails itself', async () => {
    expect(await runDesktop({ mainFile, folder, driver: 'driveCrashes.ts' })).toEqual({
      questions: ['The window stopped unexpectedly.'],
      errorBoxes: [{ title: 'Aurelius cannot go on', message: 'the heap of the main process is a mess' }],
      exitCode: 1,
    })
    const log = await readFile(join(folder, 'logs', 'main.log'), 'utf8')
    for (const line of ['GPU process gone: crashed (9)', 'window gone: oom (5)', 'the heap of the main process is a mess']) {
      expect(log).toContain(line)
    }
  })

  it('begins a new log when the last one is full, and keeps that one', async () => {
    const logs = join(folder, 'logs')
    await mkdir(logs)
    await writeFile(join(logs, 'main.log'), 'x'.repeat(FULL_LOG_BYTES + 1))
    await runDesktop({ mainFile, folder, driver: 'driveCrashes.ts' })
    expect((await stat(join(logs, 'main.old.log'))).size).toBeGreaterThan(FULL_LOG_BYTES)
    expect((await stat(join(logs, 'main.log'))).size).toBeLessThan(100_000)
  })

  it('leaves at once when it runs already, without touching the data', async () => {
    expect(await runDesktop({ mainFile, folder, env: { AURELIUS_TEST_SECOND: 'yes' } })).toEqual({ errorBoxes: [], exitCode: 0 })
    expect(await stat(join(folder, 'aurelius.sqlite')).catch(() => null)).toBeNull()
  })
})
