import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { WorkerPool } from '#core/jobs/workerPool.ts'
import { isBuildStale } from '../../scripts/freshBuild.mjs'
import { w1Bars, w2Bars, w4Instruments } from './data.ts'
import { measureSingleRun } from './singleRun.ts'
import { measureW3 } from './w3.ts'
import { measureW4 } from './w4.ts'

/**
 * npm run bench:engine -- [--w1 FILE] [--w2 FILE] [--w4 FILE] [--only W1,W2,W3,W4] [--json OUT]
 * W1 one run on about 2,100 daily bars, W2 the same on 1,000,000 bars, W3 a sweep of 4,790 pairs over the bars of W1, W4
 * one run on each of 500 instruments. Files are CSV as the importer reads them (W4 with a symbol column).
 */
const { values } = parseArgs({
  options: {
    w1: { type: 'string' },
    w2: { type: 'string' },
    w4: { type: 'string' },
    only: { type: 'string', default: 'W1,W2,W3,W4' },
    json: { type: 'string' },
  },
})
/** The threads of the application as it ships, if the build is fresh; from source each carries a compiler of 20 MB. */
const WORKER = new URL(isBuildStale() ? '../../src/main/core/jobs/runWorker.ts' : '../../out/main/runWorker.js', import.meta.url)

const isWanted = (name: string) => values.only.split(',').includes(name)

async function measure(): Promise<object> {
  const results: Record<string, unknown> = {}
  const checksums: Record<string, number> = {}
  if (isWanted('W1')) results['W1'] = measureSingleRun(w1Bars(values.w1), { initialCash: 10_000, percentage: 0.002, runs: 2001 })
  if (isWanted('W2')) results['W2'] = measureSingleRun(w2Bars(values.w2), { initialCash: 1e6, percentage: 1e-6, runs: 41 })
  const pool = new WorkerPool(WORKER, availableParallelism())
  try {
    if (isWanted('W3')) {
      const { oneThread, allThreads, sumFinal, trades } = await measureW3(w1Bars(values.w1), pool)
      Object.assign(results, { W3: oneThread, W3_all_threads: allThreads })
      Object.assign(checksums, { W3_sum_final: sumFinal, W3_trades: trades })
    }
    if (isWanted('W4')) {
      const { oneThread, allThreads, sumFinal } = await measureW4(w4Instruments(values.w4), pool)
      Object.assign(results, { W4: oneThread, W4_all_threads: allThreads })
      checksums['W4_sum_final'] = sumFinal
    }
  } finally {
    await pool.close()
  }
  return { ...results, checksums }
}

const text = `${JSON.stringify(await measure(), null, 2)}\n`
if (values.json === undefined) process.stdout.write(text)
else writeFileSync(values.json, text)
