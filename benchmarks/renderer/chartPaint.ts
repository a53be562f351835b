// First paint of the equity chart of a run of a million bars, in a real browser on the built application.
// Run: node benchmarks/renderer/chartPaint.ts
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { finished } from 'node:stream/promises'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { launchBrowser } from '../../tests/setup/browser.ts'

const ROOT = join(import.meta.dirname, '../..')
const BARS = 1_000_000
const REPEATS = 5
const BUDGET_MS = 500

const folder = await mkdtemp(join(tmpdir(), 'aurelius-chart-'))
const database = join(folder, 'chart.sqlite')

async function aurelius<Answer>(...args: string[]): Promise<Answer> {
  const command = [join(ROOT, 'scripts/aurelius.mjs'), ...args, '--json', '--db', database, '--data-dir', folder]
  const { stdout } = await promisify(execFile)(process.execPath, command, { maxBuffer: 2 ** 26 })
  return JSON.parse(stdout) as Answer
}

/** Minute bars of a seeded random walk. */
async function writeBars(path: string): Promise<void> {
  const out = createWriteStream(path)
  out.write('time,open,high,low,close,volume\n')
  let state = 7
  let price = 100
  for (let bar = 0; bar < BARS; bar += 1) {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    const open = price
    price = Math.max(1, price * (1 + (state / 2 ** 32 - 0.5) * 0.002))
    const [low, high] = [Math.min(open, price) * 0.9997, Math.max(open, price) * 1.0003]
    const time = new Date(Date.UTC(2020, 0, 1) + bar * 60_000).toISOString()
    out.write(`${time},${[open, high, low, price].map((value) => value.toFixed(3)).join(',')},10\n`)
  }
  out.end()
  await finished(out)
}

async function prepareRun(): Promise<string> {
  const csv = join(folder, 'bars.csv')
  await writeBars(csv)
  await aurelius('datasets', 'import', csv, '--name', 'Minutes', '--symbol', 'MIN')
  await aurelius('strategies', 'generate', '--goal', 'follow the trend, long only', '--save')
  const strategies = await aurelius<{ id: string }[]>('strategies', 'list')
  const { id } = await aurelius<{ id: string }>('backtests', 'run', '--strategy', strategies[0]?.id ?? '')
  return id
}

async function startHost(): Promise<{ host: ChildProcess; url: string }> {
  const flags = ['--host', 'browser', '--no-open', '--db', database, '--data-dir', folder]
  const host = spawn(process.execPath, [join(ROOT, 'scripts/start.mjs'), ...flags], { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: host.stdout })) {
    const url = /(http:\/\/127\.0\.0\.1:\d+\/\?token=\S+)/.exec(line)?.[1]
    if (url !== undefined) return { host, url }
  }
  throw new Error('The application ended before it was ready')
}

/** From the click on a chart's tab to the first frame in which its canvas has more colours than an empty one. */
function paintChart(page: Page, tab: string, summary: string): Promise<number> {
  return page.evaluate(
    async ({ tab, summary }) => {
      const isDrawn = () =>
        [...document.querySelectorAll<HTMLCanvasElement>(`[role=img][aria-label^="${summary}"] canvas`)].some((canvas) => {
          const pixels =
            canvas.width * canvas.height === 0 ? null : canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height)
          return pixels != null && new Set(new Uint32Array(pixels.data.buffer)).size > 3
        })
      const start = performance.now()
      ;[...document.querySelectorAll<HTMLElement>('[role=tab]')].find(({ textContent }) => textContent === tab)?.click()
      while (!isDrawn()) await new Promise(requestAnimationFrame)
      return performance.now() - start
    },
    { tab, summary },
  )
}

async function measure(page: Page): Promise<number[]> {
  const times: number[] = []
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    await paintChart(page, 'Price and trades', 'Close')
    times.push(await paintChart(page, 'Equity and drawdown', 'Equity'))
  }
  return times
}

const id = await prepareRun()
const { host, url } = await startHost()
const browser = await launchBrowser()
try {
  const page = await browser.newPage({ locale: 'en-US', viewport: { width: 1280, height: 800 } })
  await page.goto(url)
  await page.goto(new URL(`/backtests/${id}?tab=identity`, url).href)
  await page.getByRole('img', { name: /^Equity/ }).waitFor({ timeout: 60_000 })
  const times = await measure(page)
  const worst = Math.max(...times)
  console.log(`Equity, benchmark and drawdown of ${BARS} bars painted in ${times.map((time) => `${time.toFixed(0)} ms`).join(', ')}`)
  console.log(worst <= BUDGET_MS ? `Within ${BUDGET_MS} ms` : `Slower than ${BUDGET_MS} ms`)
} finally {
  await browser.close()
  host.kill('SIGINT')
  await rm(folder, { recursive: true, force: true })
}
