import { execFile } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { DEFAULT_READING } from '#shared/domain/fileReading.ts'
import { WorkerPool } from './workerPool.ts'

/** A stand-in for the engine worker: previewFile's text says how to behave. */
const SCRIPT = `
const { parentPort, threadId } = require('node:worker_threads')
parentPort.on('message', ({ input, control }) => {
  const done = (output) => parentPort.postMessage({ kind: 'done', output })
  switch (input.text) {
    case 'thread': return setTimeout(() => done(threadId), 20)
    case 'progress': parentPort.postMessage({ kind: 'progress', fraction: 0.5 }); return done('ok')
    case 'fail': return parentPort.postMessage({ kind: 'failed', failure: { code: 'data_invalid', message: 'line 3', details: { line: 3 } } })
    case 'crash': return process.exit(3)
    case 'throw': return setImmediate(() => { throw new Error('boom') })
    case 'busy': while (Atomics.load(control, 0) === 0); return parentPort.postMessage({ kind: 'failed', failure: { code: 'cancelled', message: 'stopped', details: {} } })
    default: return done(input.text)
  }
})`
const SCRIPT_URL = new URL(
  `data:text/javascript,${encodeURIComponent(`import { createRequire } from 'node:module'; const require = createRequire('file:///');${SCRIPT}`)}`,
)

let pool: WorkerPool
const run = (text: string, options = {}) =>
  pool.run('previewFile', { text, reading: DEFAULT_READING, scratch: '' }, options) as Promise<unknown>

afterEach(() => pool.close())

describe('worker pool', () => {
  it('runs tasks on no more threads than it has and answers each with its own result', async () => {
    pool = new WorkerPool(SCRIPT_URL, 2)
    const threads = await Promise.all(Array.from({ length: 6 }, () => run('thread')))
    expect(new Set(threads).size).toBe(2)
    expect(await Promise.all(['a', 'b', 'c'].map((text) => run(text)))).toEqual(['a', 'b', 'c'])
    expect(pool.counts()).toEqual({ active: 0, queued: 0 })
  })

  it('passes progress and typed failures on', async () => {
    pool = new WorkerPool(SCRIPT_URL, 1)
    const seen: number[] = []
    expect(await run('progress', { onProgress: (fraction: number) => seen.push(fraction) })).toBe('ok')
    expect(seen).toEqual([0.5])
    await expect(run('fail')).rejects.toMatchObject({ code: 'data_invalid', message: 'line 3', details: { line: 3 } })
  })

  it.each(['crash', 'throw'])('fails only the task of a thread that ends by %s, and replaces the thread', async (way) => {
    pool = new WorkerPool(SCRIPT_URL, 1)
    const [lost, next] = await Promise.allSettled([run(way), run('still here')])
    expect(lost).toMatchObject({ status: 'rejected', reason: { code: 'run_failed' } })
    expect(next).toMatchObject({ status: 'fulfilled', value: 'still here' })
  })

  it('cancels queued work at once and busy work through shared memory', async () => {
    pool = new WorkerPool(SCRIPT_URL, 1)
    const first = new AbortController()
    const second = new AbortController()
    const busy = run('busy', { signal: first.signal })
    const queued = run('never', { signal: second.signal })
    second.abort()
    await expect(queued).rejects.toMatchObject({ code: 'cancelled' })
    first.abort()
    await expect(busy).rejects.toMatchObject({ code: 'cancelled' })
    expect(await run('after')).toBe('after')
  })

  it('refuses work after it was closed', async () => {
    pool = new WorkerPool(SCRIPT_URL, 1)
    await pool.close()
    await expect(run('late')).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('keeps its process until it has closed, whatever was just finished', async () => {
    const program = `
      import { WorkerPool } from ${JSON.stringify(new URL('./workerPool.ts', import.meta.url).href)}
      const pool = new WorkerPool(new URL(${JSON.stringify(new URL('./runWorker.ts', import.meta.url).href)}), 1)
      await pool.run('ping', {})
      for (let asked = 0; asked < 200; asked += 1) pool.run('ping', {}).catch(() => {})
      await new Promise((resolve) => setTimeout(resolve, 2))
      await pool.close()
      console.log('closed')`
    const file = join(await mkdtemp(join(tmpdir(), 'aurelius-pool-')), 'program.mjs')
    await writeFile(file, program)
    for (let times = 0; times < 3; times += 1) {
      const { stdout } = await promisify(execFile)(process.execPath, [file])
      expect(stdout).toBe('closed\n')
    }
  })
})
