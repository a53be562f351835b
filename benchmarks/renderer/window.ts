import { writeFile } from 'node:fs/promises'
import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from '../../tests/setup/browser.ts'
import { describeSamples } from '../database/samples.ts'
import { type BuiltHost, startHost } from './builtApp.ts'
import { measureInputDelay } from './inputDelay.ts'
import { installPageClock } from './pageClock.ts'
import { measureScripts } from './scriptSizes.ts'
import { scrollTrades } from './scrollTrades.ts'
import { countRows, measureComparison, measureFilters, measurePageSwitches } from './windowMeasures.ts'
import { openWindowWorkspace, type WindowWorkspace } from './windowWorkspace.ts'

/*
 * How fast the window feels over 10,000 strategies and 50,000 runs, in a real browser on the built application:
 * npm run bench:window -- [--rounds 7] [--json FILE]
 * The workspace is made once (20 s) and kept in the temporary folder. Prints JSON.
 */

const LIMIT_MS = 15 * 60_000

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' }, json: { type: 'string' } } })
const rounds = Number(values.rounds)

/** Progress goes to standard error: standard output is the result. */
const say = (line: string) => process.stderr.write(`${line}\n`)

async function openWindow(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  await installPageClock(page)
  return page
}

/** From the start of the host's process to the Overview: first its counts and latest runs, then its trends. The browser has no copy of anything. */
async function measureColdStart(browser: Browser, workspace: WindowWorkspace) {
  const times = { address: [] as number[], firstPaint: [] as number[], usable: [] as number[], complete: [] as number[] }
  for (let round = 0; round < rounds; round += 1) {
    const page = await openWindow(browser)
    const startedAt = performance.now()
    const host = await startHost(workspace)
    try {
      await page.goto(host.url, { waitUntil: 'commit' })
      await page.waitForFunction(() => window.pageClock !== undefined)
      await page.evaluate(() => window.pageClock.painted({ ready: '#page a[href^="/backtests/"]', isPartly: true }))
      times.usable.push(performance.now() - startedAt)
      await page.evaluate(() => window.pageClock.painted({ ready: '#page h1', text: 'Overview' }))
      times.complete.push(performance.now() - startedAt)
      times.address.push(host.startMs)
      times.firstPaint.push(
        host.startMs + (await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]!.startTime)),
      )
    } finally {
      await page.context().close()
      await host.stop()
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, each]) => [name, describeSamples(each)]))
}

async function measureOpenWindow(page: Page, host: BuiltHost, workspace: WindowWorkspace) {
  const { url } = host
  await page.goto(url)
  const rows = await countRows(page, url)
  say('Page switches')
  const pageSwitch = await measurePageSwitches(page, url, rounds)
  say('Filters')
  const filter = await measureFilters(page, url, rounds)
  say('Comparison of 20 runs')
  const compare = await measureComparison(page, url, rounds)
  say(`Scrolling ${workspace.busyRun.trades} trades`)
  const scroll = await scrollTrades(page, url, workspace.busyRun.id)
  say('Input during a sweep')
  const sweep = await measureInputDelay(page, host, workspace)
  return { rows, pageSwitch, filter, compare, scroll, sweep }
}

async function measureAll(browser: Browser) {
  const workspace = await openWindowWorkspace(say)
  const load = loadavg()[0]
  say('Cold starts')
  const coldStart = await measureColdStart(browser, workspace)
  const host = await startHost(workspace)
  try {
    const open = await measureOpenWindow(await openWindow(browser), host, workspace)
    const machine = { node: process.version, browser: browser.version(), processors: availableParallelism(), load }
    return { measuredAt: new Date().toISOString(), machine, rounds, scripts: await measureScripts(), coldStart, ...open }
  } finally {
    await host.stop()
  }
}

const browser = await launchBrowser()
// A closed browser fails whatever waits for it, and so ends the host as well.
const limit = setTimeout(() => void browser.close(), LIMIT_MS)
try {
  const result = `${JSON.stringify(await measureAll(browser), null, 2)}\n`
  if (values.json !== undefined) await writeFile(values.json, result)
  process.stdout.write(result)
} finally {
  clearTimeout(limit)
  await browser.close()
}
