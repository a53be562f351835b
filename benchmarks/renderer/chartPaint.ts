// First paint of the equity chart of a run of a million bars, in a real browser on the built application.
// Run: node benchmarks/renderer/chartPaint.ts
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { launchBrowser } from '../../tests/setup/browser.ts'
import { aurelius, startHost } from './builtApp.ts'
import { writeMinuteBars } from './minuteBars.ts'

const BARS = 1_000_000
const REPEATS = 5
const BUDGET_MS = 500

const folder = await mkdtemp(join(tmpdir(), 'aurelius-chart-'))
const place = { database: join(folder, 'chart.sqlite'), folder }

async function prepareRun(): Promise<string> {
  const csv = join(folder, 'bars.csv')
  await writeMinuteBars(csv, BARS)
  await aurelius(place, 'datasets', 'import', csv, '--name', 'Minutes', '--symbol', 'MIN')
  await aurelius(place, 'strategies', 'generate', '--goal', 'follow the trend, long only', '--save')
  const strategies = await aurelius<{ id: string }[]>(place, 'strategies', 'list')
  const { id } = await aurelius<{ id: string }>(place, 'backtests', 'run', '--strategy', strategies[0]?.id ?? '')
  return id
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
const { url, stop } = await startHost(place)
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
  await stop()
  await rm(folder, { recursive: true, force: true })
}
