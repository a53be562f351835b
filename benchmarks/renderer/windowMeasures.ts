import type { Page } from 'playwright-core'
import { describeSamples, type Timing } from '../database/samples.ts'
import { timeClick, timeTyping } from './pageClock.ts'
import { RUNS, STRATEGIES } from './windowWorkspace.ts'

const PAGES = [
  { path: '/strategies', title: 'Strategies' },
  { path: '/backtests', title: 'Backtests' },
  { path: '/sweeps', title: 'Sweeps' },
  { path: '/compare', title: 'Compare' },
  { path: '/validations', title: 'Validations' },
  { path: '/gates', title: 'Gates' },
  { path: '/data', title: 'Data' },
  { path: '/activity', title: 'Activity' },
  { path: '/settings', title: 'Settings' },
  { path: '/', title: 'Overview' },
] as const

type PageTimes = Record<string, Timing>

/** Every page from the rail: the first visit of a window, which loads its chunk, and the next ones. */
export async function measurePageSwitches(page: Page, url: string, rounds: number): Promise<{ first: PageTimes; again: PageTimes }> {
  const times = { first: new Map<string, number[]>(), again: new Map<string, number[]>() }
  for (let round = 0; round < rounds; round += 1) {
    // A page of another section: no chunk and no answer is there yet.
    await page.goto(new URL('/nowhere', url).href)
    await page.waitForLoadState('networkidle')
    for (const visit of ['first', 'again'] as const) {
      for (const { path, title } of PAGES) {
        const time = await timeClick(page, `nav a[href="${path}"]`, { ready: '#page h1', text: title })
        times[visit].set(title, [...(times[visit].get(title) ?? []), time])
      }
    }
  }
  return { first: describeEach(times.first), again: describeEach(times.again) }
}

function describeEach(times: ReadonlyMap<string, readonly number[]>): PageTimes {
  return Object.fromEntries([...times].map(([title, each]) => [title, describeSamples(each)]))
}

/** Searching, filtering and sorting lists whose rows are on screen; each round asks for something new. */
export async function measureFilters(page: Page, url: string, rounds: number): Promise<Record<string, Timing>> {
  const strategies: number[] = []
  const runs: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const name = `#${1_234 + 137 * round}`
    await page.goto(new URL('/strategies', url).href)
    await showRows(page)
    strategies.push(await timeTyping(page, { field: 'input[aria-label="Search strategies"]', text: name }, firstRow(name)))
    await page.goto(new URL('/backtests', url).href)
    await showRows(page)
    runs.push(await timeTyping(page, { field: 'input[aria-label="Search by strategy"]', text: name }, firstRow(name)))
  }
  return { searchStrategies: describeSamples(strategies), searchRuns: describeSamples(runs), ...(await measureSorting(page, url, rounds)) }
}

/** From a click on a column's head to the mark of its order with its rows. */
async function measureSorting(page: Page, url: string, rounds: number): Promise<Record<string, Timing>> {
  const times = { sortRunsBySharpe: [] as number[], sortRunsByName: [] as number[] }
  for (let round = 0; round < rounds; round += 1) {
    for (const [measure, head] of [
      ['sortRunsBySharpe', 'Sharpe'],
      ['sortRunsByName', 'Strategy'],
    ] as const) {
      await page.goto(new URL('/backtests', url).href)
      await showRows(page)
      const before = (await page.locator('#page tbody tr').first().textContent()) ?? ''
      times[measure].push(await timeSort(page, head, before))
    }
  }
  return Object.fromEntries(Object.entries(times).map(([measure, each]) => [measure, describeSamples(each)]))
}

function timeSort(page: Page, head: string, before: string): Promise<number> {
  return page.evaluate(
    async ({ head, before }) => {
      const button = [...document.querySelectorAll<HTMLElement>('#page thead button')].find(({ textContent }) =>
        textContent?.startsWith(head),
      )
      if (button === undefined) throw new Error(`There is no column ${head}`)
      const limit = performance.now() + 20_000
      const startedAt = performance.now()
      button.click()
      while (document.querySelector('#page tbody tr')?.textContent === before && performance.now() < limit) {
        await new Promise(requestAnimationFrame)
      }
      return (await window.pageClock.painted({ ready: '#page tbody tr' })) - startedAt
    },
    { head, before },
  )
}

const firstRow = (text: string) => ({ ready: '#page tbody tr:first-child', text })

function showRows(page: Page): Promise<number> {
  return page.evaluate(() => window.pageClock.painted({ ready: '#page tbody a' }))
}

const COMPARED = 20

/** From the click on "Compare 20" in the list of runs to the page with its chart and table; other runs in each round. */
export async function measureComparison(page: Page, url: string, rounds: number): Promise<Timing> {
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    await page.goto(new URL('/backtests?status=completed', url).href)
    await showRows(page)
    const boxes = page.locator('#page tbody input[type=checkbox]')
    for (let run = 0; run < COMPARED; run += 1) await boxes.nth(run + round).check()
    times.push(await timeClick(page, '[aria-label="Selected runs"] button', { ready: '#page [role=img] canvas' }))
    if ((await page.locator('#page thead th').count()) < COMPARED) throw new Error('The table of differences has too few runs')
  }
  return describeSamples(times)
}

/** What the lists say they hold, so that nobody measures an empty workspace. */
export async function countRows(page: Page, url: string): Promise<{ strategies: number; runs: number }> {
  const total = async (path: string) => {
    await page.goto(new URL(path, url).href)
    await showRows(page)
    const text = await page.locator('#page output').first().textContent()
    return Number(/of ([\d,]+)/.exec(text ?? '')?.[1]?.replaceAll(',', ''))
  }
  const counted = { strategies: await total('/strategies'), runs: await total('/backtests') }
  if (!(counted.strategies >= STRATEGIES && counted.runs >= RUNS)) throw new Error(`Too few rows: ${JSON.stringify(counted)}`)
  return counted
}
