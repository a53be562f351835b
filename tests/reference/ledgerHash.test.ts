import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { ledgerHashes } from './ledgerHashProcess.ts'

const script = new URL('./ledgerHashProcess.ts', import.meta.url)

it('is the same in repeats, in other processes and in any number of threads', async () => {
  const here = ledgerHashes()
  expect(here.split(' ')).toHaveLength(4)
  expect(new Set(here.split(' ')).size).toBe(4)
  expect(ledgerHashes()).toBe(here)
  expect(execFileSync(process.execPath, [script.pathname], { encoding: 'utf8' })).toBe(here)
  const answers = await Promise.all(Array.from({ length: 3 }, () => once(new Worker(script, { workerData: 'ledgerHashes' }), 'message')))
  expect(answers.flat()).toEqual([here, here, here])
}, 60_000)
