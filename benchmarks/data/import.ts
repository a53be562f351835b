import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { runCommandLine } from '../../src/cli/commandLine.ts'

/**
 * Imports a CSV of minute bars into a new SQLite file, as the command line does, and prints time, processor time and peak memory as JSON.
 * Peak memory is that of the process with its worker thread; `idle_mb` is what the same process takes without the import.
 *
 *   node benchmarks/data/import.ts [rows]
 */
const rows = Number(process.argv[2] ?? 1_000_000)
const folder = await mkdtemp(join(tmpdir(), 'aurelius-import-'))
const silent = { write: () => {}, say: () => {}, showStatus: () => {} }
const place = ['--db', join(folder, 'data.sqlite'), '--data-dir', folder]

try {
  const file = join(folder, 'bars.csv')
  await writeBars(file)
  await runCommandLine(['db', 'migrate', ...place], silent)
  const idle = peakMb()
  const startedAt = performance.now()
  const before = process.cpuUsage()
  const exitCode = await runCommandLine(['datasets', 'import', file, ...place], silent)
  const seconds = (performance.now() - startedAt) / 1000
  const { user, system } = process.cpuUsage(before)
  if (exitCode !== 0) throw new Error(`the import ended with ${exitCode}`)
  const figures = {
    rows,
    file_mb: Math.round((await stat(file)).size / 1e6),
    seconds: Number(seconds.toFixed(2)),
    cpu_seconds: Number(((user + system) / 1e6).toFixed(2)),
    idle_mb: idle,
    peak_mb: peakMb(),
  }
  console.log(JSON.stringify(figures))
} finally {
  await rm(folder, { recursive: true, force: true })
}

/** Largest resident memory so far, in megabytes. */
function peakMb(): number {
  return Math.round(process.resourceUsage().maxRSS / 1000)
}

/** Minute bars of a slow wave: every row is valid and none repeats. */
async function writeBars(file: string): Promise<void> {
  const out = createWriteStream(file)
  out.write('time,open,high,low,close,volume\n')
  for (let from = 0; from < rows; from += 10_000) {
    const lines = Array.from({ length: Math.min(10_000, rows - from) }, (_, k) => {
      const bar = from + k
      const close = 100 + 10 * Math.sin(bar / 500)
      const time = new Date(Date.UTC(2010, 0, 4) + bar * 60_000).toISOString()
      return `${time},${(close - 0.01).toFixed(4)},${(close + 0.05).toFixed(4)},${(close - 0.05).toFixed(4)},${close.toFixed(4)},${1000 + (bar % 97)}\n`
    })
    if (!out.write(lines.join(''))) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
}
